//! The colours of both themes: every one that letters have can be read on every ground they stand on, and edges
//! can be told from what is around them (WCAG 2.2, 1.4.3 and 1.4.11).

use std::collections::{BTreeMap, BTreeSet};

use libtest_mimic::Trial;

use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        colours_can_be_told_apart,
        the_formula_is_that_of_the_guidelines
    ]
}

/// The sheet that names the colours.
const BASE: &str = include_str!("../../../templates/css/base.css");

/// All sheets.
const SHEETS: [&str; 5] = [
    BASE,
    include_str!("../../../templates/css/chat.css"),
    include_str!("../../../templates/css/frame.css"),
    include_str!("../../../templates/css/page.css"),
    include_str!("../../../templates/css/panel.css"),
];

/// What letters stand on: the page, and what is raised from it (fields, buttons, the introduction, the list of
/// members on a phone).
const GROUNDS: [&str; 2] = ["back", "box"];

/// The colours that letters have.
const LETTERS: [&str; 6] = ["text", "soft", "link", "warn", "mark", "whisper"];

/// The colours of the edges of fields and of the outline of what has the focus.
const EDGES: [&str; 2] = ["edge", "link"];

/// What letters need.
const READABLE: f64 = 4.5;

/// What an edge needs.
const VISIBLE: f64 = 3.0;

/// Every pair of colours that meets in the page has enough contrast, in both themes.
async fn colours_can_be_told_apart() {
    let named: BTreeSet<&str> = SHEETS
        .iter()
        .flat_map(|sheet| uses(sheet, "color"))
        .collect();
    let known = LETTERS.iter().chain(&["back"]).copied().collect();
    assert_eq!(named, known, "colours of letters in the style sheets");
    let grounds: BTreeSet<&str> = SHEETS
        .iter()
        .flat_map(|sheet| uses(sheet, "background"))
        .collect();
    let known = GROUNDS.iter().chain(&["mark"]).copied().collect();
    assert_eq!(grounds, known, "grounds in the style sheets");
    let mut faults = Vec::new();
    for theme in [":root{", ".theme-light{"] {
        let colours = theme_colours(theme);
        let mut expect = |front: &str, ground: &str, least: f64| {
            let ratio = contrast(colours[front], colours[ground]);
            if ratio < least {
                faults.push(format!(
                    "{theme} {front} on {ground}: {ratio:.2} of {least}"
                ));
            }
        };
        for ground in GROUNDS {
            for letters in LETTERS {
                expect(letters, ground, READABLE);
            }
            for edge in EDGES {
                expect(edge, ground, VISIBLE);
            }
        }
        // Marked text stands in the colour of the page on that of the mark.
        expect("back", "mark", READABLE);
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Black on white has the greatest contrast, and a known pair has the one that others compute.
async fn the_formula_is_that_of_the_guidelines() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.001);
    assert!((contrast([255; 3], [0; 3]) - 21.0).abs() < 0.001);
    assert!((contrast([0x76; 3], [255; 3]) - 4.54).abs() < 0.01);
}

/// The names of the colours that a property has in a sheet.
fn uses<'s>(sheet: &'s str, property: &str) -> Vec<&'s str> {
    let begin = format!("{property}:var(--");
    let found = sheet.match_indices(&begin).filter(|(at, _)| {
        // Not the end of a longer name, such as `border-color`.
        !sheet[..*at].ends_with('-')
    });
    found
        .map(|(at, _)| &sheet[at + begin.len()..])
        .filter_map(|rest| rest.split(')').next())
        .collect()
}

/// A colour: red, green and blue.
type Colour = [u8; 3];

/// The colours of a theme, by name.
fn theme_colours(theme: &str) -> BTreeMap<&'static str, Colour> {
    let (_, rest) = BASE.split_once(theme).expect("the theme has a rule");
    let (rule, _) = rest.split_once('}').expect("the rule ends");
    let colours = rule
        .split(';')
        .filter_map(|declaration| declaration.strip_prefix("--")?.split_once(":#"));
    colours
        .map(|(name, digits)| (name, colour(digits)))
        .collect()
}

/// Reads a colour of three or six digits.
fn colour(digits: &str) -> Colour {
    let width = digits.len() / 3;
    assert!(width == 1 || width == 2, "#{digits} is a colour");
    [0, 1, 2].map(|index| {
        let part = &digits[index * width..][..width];
        let value = u8::from_str_radix(part, 16).expect("hexadecimal digits");
        if width == 1 { value * 17 } else { value }
    })
}

/// The contrast ratio of two colours.
fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The relative luminance of a colour.
fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
