//! Who comes to the room: clients of the seed, which have a nick and nothing that proves it, and browsers,
//! which keep their cookies.

use hyper::HeaderMap;
use serde_json::Value;

use super::client::{Ask, Dial, Line, Reply};
use super::process::Room;
use super::transcript::Transcript;
use super::{eventually, text};

impl Room {
    /// Asks on a connection of its own, with no cookies but those given.
    pub async fn ask(&self, ask: Ask) -> Reply {
        Line::to(self).await.ask(ask).await
    }

    /// Gets a document without cookies.
    pub async fn get(&self, path: &str) -> Reply {
        self.ask(Ask::get(path)).await
    }

    /// Posts like a client of the seed: with a nick, and nothing that proves it.
    pub async fn say(&self, nick: &str, text: &str) {
        self.ask(Ask::form("/send", &[("msg", text)]).nick(nick))
            .await
            .expect_see_other("/");
    }

    /// Posts many messages in order, each by another nick, so that no limit bites.
    pub async fn flood(&self, count: usize, text: impl Fn(usize) -> String) {
        let mut line = Line::to(self).await;
        for index in 0..count {
            let ask = Ask::form("/send", &[("msg", &text(index))]).nick(&text::nick(index));
            line.ask(ask).await.expect_see_other("/");
        }
    }

    /// What the API gives as the messages of the room.
    pub async fn messages(&self) -> Value {
        self.get("/api/messages").await.expect(200).json()
    }

    /// The texts of the messages of the room.
    pub async fn texts(&self) -> Vec<String> {
        text::column(&self.messages().await, "text")
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    /// The nicks of the messages of the room.
    pub async fn nicks(&self) -> Vec<String> {
        text::column(&self.messages().await, "nick")
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    /// How many transcripts the room says are open.
    pub async fn streams(&self) -> u64 {
        self.get("/api/status").await.expect(200).json()["streams"]
            .as_u64()
            .expect("a number of streams")
    }

    /// Waits until the room says that so many transcripts are open.
    pub async fn expect_streams(&self, count: u64) {
        eventually(&format!("{count} open transcripts"), async || {
            self.streams().await == count
        })
        .await;
    }

    /// Opens a transcript as a reader without cookies.
    pub async fn read(&self) -> Transcript {
        Transcript::open(Line::to(self).await, Ask::get("/messages")).await
    }
}

/// A visitor with a browser: it keeps cookies and sends them back.
pub struct Visitor<'a> {
    /// The way to the room.
    pub(super) room: &'a dyn Dial,
    /// The cookies, by name.
    jar: Vec<(String, String)>,
}

impl<'a> Visitor<'a> {
    /// A visitor who has not been here.
    pub fn new(room: &'a dyn Dial) -> Self {
        Self {
            room,
            jar: Vec::new(),
        }
    }

    /// A visitor who has come back with a session token, as every browser has once the frames of the page
    /// are loaded.
    pub async fn returning(room: &'a dyn Dial) -> Self {
        let mut visitor = Self::new(room);
        visitor.get("/").await.expect(200);
        visitor.get("/compose").await.expect(200);
        visitor
    }

    /// The value of a cookie in the jar.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.jar
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The nick that the jar holds.
    pub fn nick(&self) -> String {
        self.cookie("nick")
            .expect("a visitor who was here has a nick")
            .to_owned()
    }

    /// Puts a cookie into the jar, or takes it out.
    pub fn set_cookie(&mut self, name: &str, value: Option<&str>) {
        self.jar.retain(|(key, _)| key != name);
        self.jar
            .extend(value.map(|value| (name.to_owned(), value.to_owned())));
    }

    /// Asks with the cookies of the jar, and keeps those that come.
    pub async fn ask(&mut self, ask: Ask) -> Reply {
        let ask = self.with_cookies(ask);
        let reply = Line::to(self.room).await.ask(ask).await;
        self.keep(&reply.headers);
        reply
    }

    /// Gets a document.
    pub async fn get(&mut self, path: &str) -> Reply {
        self.ask(Ask::get(path)).await
    }

    /// Sends a form.
    pub async fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.ask(Ask::form(path, fields)).await
    }

    /// Sends a message by the seed's form.
    pub async fn say(&mut self, text: &str) {
        self.post_form("/send", &[("msg", text)])
            .await
            .expect_see_other("/");
    }

    /// Sends a message by the form in the frame.
    pub async fn compose(&mut self, text: &str) -> Reply {
        self.post_form("/compose", &[("msg", text)]).await
    }

    /// The same for a message that is taken.
    pub async fn compose_taken(&mut self, text: &str) {
        self.compose(text).await.expect_see_other("/compose#msg");
    }

    /// Sends a line by the form in the frame of a room, whose paths begin so.
    pub async fn compose_at(&mut self, place: &str, line: &str) -> Reply {
        let path = format!("{place}/compose");
        self.post_form(&path, &[("msg", line)]).await
    }

    /// Opens a transcript.
    pub async fn read(&mut self) -> Transcript {
        self.read_at("").await
    }

    /// Opens the transcript of a room, whose paths begin so.
    pub async fn read_at(&mut self, place: &str) -> Transcript {
        let ask = self.with_cookies(Ask::get(&format!("{place}/messages")));
        let transcript = Transcript::open(Line::to(self.room).await, ask).await;
        self.keep(&transcript.headers);
        transcript
    }

    /// Adds the cookies of the jar to a request.
    pub(super) fn with_cookies(&self, ask: Ask) -> Ask {
        if self.jar.is_empty() {
            return ask;
        }
        let pairs: Vec<String> = self
            .jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        ask.header("cookie", &pairs.join("; "))
    }

    /// Puts the cookies that an answer sets into the jar.
    pub(super) fn keep(&mut self, headers: &HeaderMap) {
        for set in headers.get_all("set-cookie") {
            let pair = set
                .to_str()
                .ok()
                .and_then(|set| set.split(';').next()?.split_once('='));
            let (name, value) = pair.expect("a cookie has a name and a value");
            self.set_cookie(name, Some(value));
        }
    }
}
