//! What the first onionchat did not have: rooms, commands typed into the one field, names of one's own,
//! whispers, moderation, and the transcript for programs. Members see it as it is told here; their enemies
//! read every byte that they can get, and send every byte that they like.

mod commands; //   the one field: what a command does, and who learns of it
mod doors; //      rooms that are locked, and rooms that are gone
mod erasure; //    messages taken back, and rooms stopped
mod forgers; //    the published attacks on who is who
mod json; //       the transcript for programs
mod moderation; // removing and silencing, and who may do it
mod names; //      who is called what, and who is told
mod places; //     rooms: made, found and left
mod programs; //   the field for programs
mod refusals; //   commands that are wrong, and who does not learn of them
mod text; //       what a text may hold, wherever it is typed
mod whispers; //   what two say to each other, in everybody else's bytes

use libtest_mimic::Trial;

use crate::support::process::Room;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let parts = [
        commands::trials(),
        doors::trials(),
        erasure::trials(),
        forgers::trials(),
        json::trials(),
        moderation::trials(),
        names::trials(),
        places::trials(),
        programs::trials(),
        refusals::trials(),
        text::trials(),
        whispers::trials(),
    ];
    parts.into_iter().flatten().collect()
}

/// A house whose configuration file has this content.
async fn with_file(content: &str) -> Room {
    let program = Room::program(&[]);
    let path = program.file("room.toml", content);
    Room::run(program.and(["--config".into(), path])).await
}
