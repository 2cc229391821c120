//! The page of a room with its frames, as a browser loads it: what the frames' addresses hold, and what they
//! show.

use super::client::{Ask, Line, Reply};
use super::text::is_token;
use super::transcript::Transcript;
use super::visitor::Visitor;

/// A page that was loaded, with its frames.
#[derive(Clone)]
pub struct Window {
    /// The page around the frames.
    pub page: String,
    /// Where the paths of the frames begin: `/w/TICKET`.
    pub base: String,
    /// The path of the room whose page it is, as it stands in the frames' addresses.
    place: String,
}

impl Window {
    /// Finds the frames in the page of a place.
    pub fn of(page: String, place: &str) -> Self {
        let (_, rest) = page.split_once("<iframe src=\"").expect("a frame");
        let source = rest.split('"').next().unwrap_or_default();
        let base = source.strip_suffix(&format!("{place}/a"));
        let base = base.unwrap_or_else(|| panic!("{source:?} keeps no transcript of {place:?}"));
        Self {
            base: base.to_owned(),
            place: place.to_owned(),
            page,
        }
    }

    /// The path of something within the window.
    pub fn path(&self, rest: &str) -> String {
        format!("{}{}/{rest}", self.base, self.place)
    }

    /// The page, with the window's number taken out.
    pub fn without_number(&self) -> String {
        let (_, number) = self.base.rsplit_once('-').expect("a number");
        self.page.replace(number, "NUMBER")
    }

    /// The parts of the ticket: session, view, and the window's number.
    fn parts(&self) -> [&str; 3] {
        let ticket = self.base.strip_prefix("/w/").expect("a ticket");
        let parts: Vec<&str> = ticket.split('-').collect();
        parts
            .try_into()
            .unwrap_or_else(|parts| panic!("{parts:?} are no session, view and number"))
    }

    /// How its reader likes to see it, as it stands in the addresses of the frames.
    pub fn view(&self) -> &str {
        self.parts()[1]
    }

    /// Where the paths of whole pages begin for somebody without cookies.
    pub fn whole(&self) -> String {
        let [session, view, _] = self.parts();
        format!("/w/{session}-{view}")
    }

    /// The same window, seen in another way.
    pub fn seen_as(&self, view: &str) -> Self {
        let [session, _, number] = self.parts();
        Self {
            base: format!("/w/{session}-{view}-{number}"),
            ..self.clone()
        }
    }

    /// The same page with another number, as it has that was loaded from another process.
    pub fn with_number(&self, number: &str) -> Self {
        Self {
            base: format!("{}-{number}", self.whole()),
            ..self.clone()
        }
    }

    /// The session in the addresses of the frames.
    pub fn session(&self) -> &str {
        let ticket = self.base.strip_prefix("/w/").expect("a ticket");
        let session = ticket.split('-').next().unwrap_or_default();
        assert!(is_token(session), "{ticket:?} holds no session");
        session
    }
}

impl Visitor<'_> {
    /// Loads the page of a place, and its frames as a browser does: what keeps the transcript, the form, and
    /// what there is to read by now.
    pub async fn load(&mut self, place: &str) -> Window {
        let path = if place.is_empty() { "/" } else { place };
        let window = Window::of(self.get(path).await.expect(200).body, place);
        for frame in ["a", "compose", "live", "b"] {
            self.get(&window.path(frame)).await.expect(200);
        }
        window
    }

    /// Opens the transcript of a window, and reads on until the messages begin.
    pub async fn read_window(&mut self, window: &Window) -> Transcript {
        let ask = self.with_cookies(Ask::get(&window.path("live")));
        let mut transcript = Transcript::open(Line::to(self.room).await, ask).await;
        self.keep(&transcript.headers);
        transcript.read_until("<body>").await;
        transcript
    }

    /// Types a line into the form of a window: whatever becomes of it, the answer leads to the one address of
    /// the form, which is shown then.
    pub async fn type_into(&mut self, window: &Window, line: &str) -> Reply {
        let path = window.path("compose");
        let reply = self.post_form(&path, &[("msg", line)]).await;
        reply.expect_see_other(&format!("{path}#msg"));
        self.get(&path).await
    }
}
