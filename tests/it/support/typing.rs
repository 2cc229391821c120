//! What a visitor types into the one field of a place, and what is read there. A place is named by what its
//! paths begin with: nothing for the lobby, `/r/CODE` for a room.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::PATIENCE;
use super::client::{Ask, Line, Reply};
use super::events::Events;
use super::process::Room;
use super::text::{element, typed};
use super::transcript::Transcript;
use super::visitor::Visitor;

/// The lobby as a place.
pub const LOBBY: &str = "";

/// How often a line is typed again that came too soon after the one before.
const RETYPE: Duration = Duration::from_millis(150);

/// The status of what may be done a little later.
const TOO_SOON: u16 = 429;

impl Visitor<'_> {
    /// Types a line into the field of a place.
    pub async fn type_in(&mut self, place: &str, line: &str) -> Reply {
        self.post_form(&format!("{place}/compose"), &[("msg", line)])
            .await
    }

    /// The same, waiting for one's turn where one wrote a moment ago.
    pub async fn type_in_turn(&mut self, place: &str, line: &str) -> Reply {
        let start = Instant::now();
        loop {
            let reply = self.type_in(place, line).await;
            if reply.status != TOO_SOON || start.elapsed() > PATIENCE {
                return reply;
            }
            sleep(RETYPE).await;
        }
    }

    /// The same for a line that is done, and leads back to the field.
    pub async fn done_in(&mut self, place: &str, line: &str) {
        self.type_in_turn(place, line)
            .await
            .expect_see_other(&format!("{place}/compose#msg"));
    }

    /// Sends a line as a program does, waiting for one's turn where one wrote a moment ago.
    pub async fn send_in_turn(&mut self, place: &str, line: &str) -> Reply {
        let start = Instant::now();
        loop {
            let reply = self.send_in(place, line).await;
            if reply.status != TOO_SOON || start.elapsed() > PATIENCE {
                return reply;
            }
            sleep(RETYPE).await;
        }
    }

    /// Makes a room by a line such as `/create demo`, with no transcript open, and gives the place.
    pub async fn make(&mut self, line: &str) -> String {
        let reply = self.send_in_turn(LOBBY, line).await.expect(200).json();
        let place = reply["room"].as_str().unwrap_or_default().to_owned();
        assert!(place.starts_with("/r/"), "{line:?} leads to {place:?}");
        place
    }

    /// Opens the transcript of a place, and reads on until the messages begin.
    pub async fn read_in(&mut self, place: &str) -> Transcript {
        let ask = self.with_cookies(Ask::get(&format!("{place}/messages")));
        let mut transcript = Transcript::open(Line::to(self.room).await, ask).await;
        self.keep(&transcript.headers);
        transcript.read_until("</template>").await;
        transcript
    }

    /// Opens the transcript for programs of a place, and waits until it tells who is there: from then on
    /// nothing is missed.
    pub async fn listen_in(&mut self, place: &str) -> Events {
        let ask = self.with_cookies(Ask::get(&format!("/api{place}/stream")));
        let mut events = Events::open(Line::to(self.room).await, ask).await;
        self.keep(&events.transcript.headers);
        events.transcript.read_until("\"event\":\"members\"").await;
        events
    }

    /// Sends a line as a program does.
    pub async fn send_in(&mut self, place: &str, line: &str) -> Reply {
        self.ask(json_post(place, line)).await
    }

    /// What the API gives this visitor as the messages of a place.
    pub async fn messages_in(&mut self, place: &str) -> Value {
        let messages = self.get(&format!("/api{place}/messages")).await;
        messages.expect(200).json()
    }
}

/// A line for a place as a program sends it.
pub fn json_post(place: &str, line: &str) -> Ask {
    Ask::post(
        &format!("/api{place}/send"),
        json!({ "text": line }).to_string(),
    )
    .header("content-type", "application/json")
}

impl Room {
    /// Opens the transcript of a place without cookies, and reads on until the messages begin.
    pub async fn read_in(&self, place: &str) -> Transcript {
        let ask = Ask::get(&format!("{place}/messages"));
        let mut transcript = Transcript::open(Line::to(self).await, ask).await;
        transcript.read_until("</template>").await;
        transcript
    }

    /// Opens the transcript for programs of a place without cookies.
    pub async fn listen_in(&self, place: &str) -> Events {
        let ask = Ask::get(&format!("/api{place}/stream"));
        Events::open(Line::to(self).await, ask).await
    }
}

impl Transcript {
    /// What has come of messages and the like, behind the head of the page.
    pub fn body(&self) -> &str {
        let body = self.seen.split_once("</template>");
        let body = body.expect("the transcript has begun").1.trim_start();
        // So does what is shown only when nothing has come for long.
        let lost = body.strip_prefix("<p slot=\"lost\"");
        let body = lost.map_or(body, |lost| {
            lost.split_once("</p>").map_or("", |(_, rest)| rest)
        });
        let body = body.trim_start();
        // What an empty room says stands before everything, and is hidden by the first message.
        match body.strip_prefix("<div class=\"hint\">") {
            Some(hint) => hint
                .split_once("</div>")
                .map_or("", |(_, rest)| rest.trim_start()),
            None => body,
        }
    }
}

impl Reply {
    /// The reason of a refusal. Fails unless the answer is the form with this status, a reason in words and
    /// what was typed.
    #[track_caller]
    pub fn expect_refusal(self, status: u16, line: &str) -> String {
        let page = self.expect(status).body;
        let reason = element(&page, "warn").unwrap_or_else(|| panic!("no reason in\n{page}"));
        assert!(
            reason.split_whitespace().count() >= 2,
            "{reason:?} is no reason in words"
        );
        assert_eq!(typed(&page).as_deref(), Some(line), "the text in\n{page}");
        reason
    }
}

/// Reads on in several transcripts until each holds this text, which is said after all that matters: then
/// nothing of what came before it is still on its way.
pub async fn all_until<'t>(transcripts: impl IntoIterator<Item = &'t mut Transcript>, text: &str) {
    for transcript in transcripts {
        transcript.read_until(text).await;
    }
}
