//! What stands in the frames of a window: what keeps the transcript open, how it begins and ends, and the
//! form.

use askama::Template;
use bytes::Bytes;

use super::{Skin, render};
use crate::{
    chat::{EndReason, Place},
    http::{
        route::Keeper,
        style::Style,
        view::{Mode, View},
    },
    hub::look::Pending,
};

/// What keeps a window's transcript open.
#[derive(Debug, Template)]
#[template(path = "keeper.html", config = "templates/askama.toml")]
pub struct Keep<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// What it shows.
    inner: &'static str,
    /// After how many seconds without that it leads on.
    seconds: u64,
    /// Where it leads.
    next: &'static str,
}

/// How long after its end a transcript is asked for again: at once, in a person's measure, and without
/// a stampede.
const AGAIN_SECONDS: u64 = 1;

/// How far apart the looks of a calm window are. Beyond 15 seconds Firefox counts a page that follows by itself
/// as a step in its history, and going back would go through all of them.
pub const CALM_SECONDS: u64 = 15;

impl<'a> Keep<'a> {
    /// One of the keepers.
    ///
    /// A browser that has two of them goes from one to the other without the network, whatever
    /// became of what they show. A calm window has to have them both before the first quarter of a minute
    /// is over, so its first keeper shows the third one.
    #[must_use]
    pub fn new(skin: &'a Skin, keeper: Keeper) -> Self {
        let is_calm = skin.view.mode == Mode::Calm;
        let (inner, seconds, next) = match (is_calm, keeper) {
            (false, Keeper::A | Keeper::C) => ("live", AGAIN_SECONDS, "b"),
            (false, Keeper::B) => ("live", AGAIN_SECONDS, "a"),
            (true, Keeper::A) => ("c", AGAIN_SECONDS, "b"),
            (true, Keeper::B) => ("live", CALM_SECONDS, "c"),
            (true, Keeper::C) => ("live", CALM_SECONDS, "b"),
        };
        Self {
            skin,
            style: Style::Frame,
            inner,
            seconds,
            next,
        }
    }
}

/// The form in its own frame.
#[derive(Debug, Template)]
#[template(path = "compose.html", config = "templates/askama.toml")]
pub struct Compose<'a> {
    /// What all pages have.
    pub skin: &'a Skin,
    /// How it looks.
    pub style: Style,
    /// Where it is sent.
    pub action: &'a str,
    /// Who writes, and where.
    pub who: &'a str,
    /// The number of the form, which can be sent once.
    pub once: &'a str,
    /// What stands in the box.
    pub text: &'a str,
    /// Why that was not sent.
    pub refusal: Option<&'a str>,
    /// The page of another room that the visitor asked for, and why nothing moved.
    pub elsewhere: Option<Elsewhere<'a>>,
    /// The address of the page that keeps the name without cookies.
    pub keep: Option<&'a str>,
}

/// Another room, for somebody who has several windows.
#[derive(Debug)]
pub struct Elsewhere<'a> {
    /// Its page.
    pub link: &'a str,
    /// Why somebody has to go there.
    pub why: &'a str,
}

/// How a transcript begins.
#[derive(Debug, Template)]
#[template(path = "transcript.html", config = "templates/askama.toml")]
struct TranscriptHead<'a> {
    /// What all pages have.
    skin: &'a Skin,
    /// How its lines look.
    style: Style,
    /// How the places around them look.
    panel: Style,
    /// Whether it goes on.
    is_live: bool,
    /// Whether nothing was said yet.
    is_empty: bool,
}

/// What stands where a reader missed something.
#[derive(Debug, Template)]
#[template(path = "gap.html", config = "templates/askama.toml")]
struct Gap {
    /// How much.
    text: String,
}

/// How a transcript ends.
#[derive(Debug, Template)]
#[template(path = "end.html", config = "templates/askama.toml")]
struct End {
    /// The last words.
    reason: String,
    /// Whether nothing else stays on the screen.
    all: bool,
    /// What the frame shows next, by itself.
    next: Option<String>,
    /// After how many seconds.
    seconds: u8,
}

/// How long the last words of a transcript stay whose room was stopped.
const STOPPED_SECONDS: u8 = 5;

/// What a silent transcript sends, so that a reader who is gone is noticed; the seed's bytes.
pub const HEARTBEAT: &[u8] = b"<!-- ping -->\n";

/// What the silent transcript of a window sends. Each element that comes starts the time anew after which the
/// page itself shows that the connection may be lost.
pub const SIGN_OF_LIFE: &[u8] = b"<i></i>\n";

/// How a transcript begins, with its first lines.
#[must_use]
pub fn transcript(view: &View, first: &Pending) -> Bytes {
    begin(*view, first, true)
}

/// How a transcript begins that goes on, or does not.
fn begin(view: View, first: &Pending, is_live: bool) -> Bytes {
    let skin = Skin {
        view,
        base: String::new(),
        whole: String::new(),
        top: String::new(),
        home: String::new(),
        page: String::new(),
    };
    let head = render(&TranscriptHead {
        skin: &skin,
        style: Style::Chat,
        panel: Style::Panel,
        is_live,
        is_empty: first.is_blank,
    });
    [head, lines(&view, first)].concat().into()
}

/// What there is to read, as a page that ends.
#[must_use]
pub fn glance(view: &View, pending: &Pending) -> Bytes {
    const END: &[u8] = b"</div></body></html>\n";
    [begin(*view, pending, false), Bytes::from_static(END)]
        .concat()
        .into()
}

/// Lines of a transcript, and before them what is missing.
#[must_use]
pub fn lines(view: &View, pending: &Pending) -> Bytes {
    if pending.missed == 0 {
        return pending.lines.clone();
    }
    let text = view.lang.gap(pending.missed);
    [render(&Gap { text }), pending.lines.clone()]
        .concat()
        .into()
}

/// The last words of a transcript, and where it leads by itself if it stands alone, in this place.
#[must_use]
pub fn end(view: &View, reason: &EndReason, alone: Option<&Place>) -> Bytes {
    let messages = |place: &Place| format!("{}/messages", place.path());
    let next = alone.and_then(|place| match reason {
        EndReason::Moved(to) => Some(messages(to)),
        EndReason::Stopped
        | EndReason::Empty
        | EndReason::Erased
        | EndReason::FellBehind
        | EndReason::Locked => Some(messages(place)),
        _ => None,
    });
    let stays = matches!(reason, EndReason::Stopped | EndReason::Empty);
    render(&End {
        reason: view.lang.end(reason),
        all: stays,
        next,
        seconds: if stays { STOPPED_SECONDS } else { 0 },
    })
}
