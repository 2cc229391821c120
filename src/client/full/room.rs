//! What the connection to the room tells, and what goes to it.

use super::{
    super::{
        Ended, JoinError, Progress,
        link::{Link, News, Sent, Typed},
        model::{Need, State},
        transcript::View,
    },
    Hint, Screen,
};

impl Screen {
    /// The way to the room goes on.
    pub(super) fn way(&mut self, progress: &Progress) {
        if !progress.is_open {
            self.model.state = State::Way {
                percent: progress.percent,
                phase: progress.phase.clone(),
                blocked: progress.blocked.clone(),
            };
        }
    }

    /// Takes news of the connection.
    pub(super) fn news(&mut self, news: News, wire: &Link) {
        let now = self.now();
        match news {
            News::Looking => {
                if !matches!(self.model.state, State::Lost { .. }) {
                    self.model.state = State::Looking;
                }
            }
            News::Begun => {
                self.model.begin();
                if let Some(nick) = self.nick.take() {
                    self.send(format!("/nick {nick}"), wire);
                }
            }
            News::Line(line) => drop(self.model.take(&line, now)),
            News::Lost { why, again } => {
                if self.model.state == State::Joined {
                    self.model.note(&format!("Not connected any more: {why}."));
                }
                self.model.state = State::Lost {
                    why,
                    again: now + again,
                };
            }
            News::Needs(need) => {
                // Where it is wrong, one was just shown, and may be typed once more.
                let (Need::Key { is_wrong } | Need::Passphrase { is_wrong, .. }) = &need;
                self.cut(*is_wrong);
                self.model.state = State::Needs(need);
                // What is told of a peer meanwhile stays.
                if self.talk.is_none() && !self.is_cut {
                    self.hint = Hint::Welcome;
                }
            }
            News::Went(place) => {
                self.here.place = place;
                // What was typed for the room that asked is for no other's eyes.
                if matches!(self.model.state, State::Needs(_)) {
                    self.cut(true);
                }
                self.model.go();
                self.room.view = View::Bottom;
            }
            News::Sent(typed, sent) => self.sent(&typed, &sent),
            News::Over(_) => {}
        }
    }

    /// Learns what came of a line. What was not taken comes back.
    pub(super) fn sent(&mut self, typed: &Typed, sent: &Sent) {
        self.sending = self.sending.saturating_sub(1);
        let why = match sent {
            Sent::Taken { nick, .. } => {
                self.model.nick = Some(nick.clone());
                // What is told of a peer meanwhile stays.
                if self.talk.is_none() {
                    self.tell("");
                }
                return;
            }
            Sent::Refused { reason, .. } => format!("The room says: {}", reason.in_one_line()),
            Sent::NotSent(why) => format!("Not sent: {why}."),
            Sent::Unknown(why) => format!("It may not be there, look: {why}."),
        };
        // Where a secret is asked for, nothing else may stand in the line.
        let is_free = self.room.input.is_empty() && !matches!(self.model.state, State::Needs(_));
        if is_free {
            self.room.input.bring_back(&typed.text);
        } else {
            self.room.input.remember(&typed.text);
        }
        let why = if is_free {
            why
        } else {
            format!("{why} (The Up key brings the line back.)")
        };
        if self.talk.is_some() {
            // A room's own words above a line for somebody else could pass for this program's.
            self.held = Some(why);
            self.warn("The room did not take a line of yours. Ctrl-R goes back to it.");
        } else {
            self.warn(&why);
        }
    }

    /// Empties the line, which is for something else from now on. Whoever is typing at this moment does not see that at
    /// once, and the rest of what they type is for nobody.
    fn cut(&mut self, is_secret: bool) {
        self.is_cut |= self.talk.is_none() && !self.room.input.is_empty();
        if is_secret || matches!(self.model.state, State::Needs(_)) {
            self.room.input.take_secret();
        } else {
            self.room.input.take();
        }
    }

    /// Learns that it is over with the room. Where the person talks with a peer, that goes on until they leave it.
    pub(super) fn room_is_over(&mut self, ended: Result<Ended, JoinError>) {
        let why = match &ended {
            Ok(_) => "You have left the room.".to_owned(),
            Err(error) => error.to_string(),
        };
        self.model.state = State::Over { why };
        self.over = Some(ended);
        // Of what was on its way nobody tells any more what came of it.
        self.sending = 0;
    }

    /// Sends a line; where that cannot be, it stays.
    pub(super) fn send(&mut self, text: String, wire: &Link) {
        let is_repeated = false;
        match wire.send(Typed { text, is_repeated }) {
            Ok(()) => {
                self.sending += 1;
                self.tell("");
            }
            Err(typed) => {
                self.room.input.set(&typed.text);
                self.warn("The lines before this one are still on their way.");
            }
        }
    }
}
