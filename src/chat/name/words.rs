//! The words of the nicks that the room draws.

/// The words that a fresh nick begins with; the seed draws from a hundred as well.
pub(super) const WORDS: [&str; 100] = [
    "Amber", "Anchor", "Arrow", "Ash", "Aspen", "Aurora", "Badger", "Basil", "Bay", "Beacon",
    "Birch", "Bison", "Breeze", "Brook", "Cactus", "Canyon", "Cedar", "Cinder", "Cliff", "Cloud",
    "Clover", "Comet", "Copper", "Coral", "Crane", "Creek", "Crow", "Cypress", "Dawn", "Delta",
    "Dune", "Dusk", "Eagle", "Echo", "Elm", "Ember", "Falcon", "Fern", "Finch", "Fjord", "Flint",
    "Fog", "Forest", "Fox", "Frost", "Garnet", "Glacier", "Grove", "Harbor", "Hawk", "Hazel",
    "Heron", "Holly", "Indigo", "Iris", "Ivy", "Jade", "Jasper", "Juniper", "Lagoon", "Lantern",
    "Lark", "Laurel", "Lichen", "Lily", "Lotus", "Lynx", "Maple", "Marble", "Marsh", "Meadow",
    "Mist", "Moss", "Oak", "Ocean", "Olive", "Onyx", "Orchid", "Otter", "Owl", "Panda", "Pebble",
    "Pine", "Quartz", "Raven", "Reef", "River", "Robin", "Sable", "Sage", "Shadow", "Sparrow",
    "Spruce", "Stone", "Storm", "Thistle", "Tiger", "Tundra", "Willow", "Wolf",
];
