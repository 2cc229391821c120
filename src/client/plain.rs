//! Line by line: what is typed or piped in is sent, what is said comes out, a line each.
//!
//! Lines go one after the other: the next one is read when the room has taken the one before, so that nothing is held
//! here and nothing is lost. What the room refuses for the moment is sent again.

mod pipes; //   stdin and stdout, which may block
mod sending; // the line that is under way

use std::time::Duration;

use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep_until},
};

use super::{
    Asked, Ended, JoinError, Progress, Way,
    line::Line,
    link::{Link, News},
    model::{Model, Need, State},
    own::{self, Meant, Own},
    signals,
    text::Words,
    transcript::Entry,
};
use crate::{dial::Destination, report::terminal::say};
use pipes::NoText;
use sending::Under;

/// How long the way may take: what makes Tor work takes a minute where the network is slow, and what blocks it has
/// been told by then.
const WAY: Duration = Duration::from_mins(5);

/// How long the room is looked for at first, once there is a way. Tor finds an announcement within half a minute, or
/// it is not there.
const FIRST: Duration = Duration::from_mins(2);

/// How long what was sent last may take to come back over the stream, before the end.
const ECHO: Duration = Duration::from_secs(10);

/// How long the end may take once a signal has asked for it, whatever it still waits for.
const LAST_RESORT: Duration = Duration::from_secs(3);

/// What stdout is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A line of text for each message.
    Text,
    /// The room's own lines of JSON, made harmless.
    Json,
}

/// Everything that is known.
struct Plain {
    /// What is known of the room.
    model: Model,
    /// In what it is written.
    form: Form,
    /// Where it is written.
    out: pipes::Out,
    /// The line that is under way.
    under: Option<Under>,
    /// The command that asks for a nick, which comes first.
    nick: Option<String>,
    /// The line of stdin that is next.
    piped: Option<String>,
    /// Whether stdin has ended.
    has_ended: bool,
    /// Lines that were sent.
    all: u64,
    /// Lines that were refused.
    refused: u64,
    /// What was sent and has not come back over the stream: own messages and answers. It is less than nothing while
    /// one comes back before the room has said that it was taken.
    echoes: i64,
    /// Whether there was a connection.
    was_in: bool,
    /// Whether people are told only what goes wrong.
    is_quiet: bool,
    /// When it began.
    start: Instant,
}

/// Runs it.
///
/// # Errors
/// Why it ended otherwise than asked.
pub async fn run(
    way: impl Way,
    asked: Asked,
    progress: watch::Receiver<Progress>,
    form: Form,
) -> Result<Ended, JoinError> {
    let signals =
        signals::ends(LAST_RESORT, || ()).map_err(|_| JoinError::Internal("no signals"))?;
    let (out, closed) = pipes::stdout();
    let mut plain = Plain::new(&asked, form, out);
    let ended = plain.run(way, &asked, progress, signals, closed).await;
    plain.out.close().await;
    ended
}

/// Waits until then, or for ever.
async fn until(when: Option<Instant>) {
    match when {
        Some(when) => sleep_until(when).await,
        None => std::future::pending().await,
    }
}

impl Plain {
    /// Nothing has happened yet.
    fn new(asked: &Asked, form: Form, out: pipes::Out) -> Self {
        Self {
            model: Model::new(State::Looking),
            form,
            out,
            under: None,
            nick: asked.nick.as_ref().map(|nick| format!("/nick {nick}")),
            piped: None,
            has_ended: false,
            all: 0,
            refused: 0,
            echoes: 0,
            was_in: false,
            is_quiet: asked.is_quiet,
            start: Instant::now(),
        }
    }

    /// Sends and writes, until there is nothing more to do.
    async fn run(
        &mut self,
        way: impl Way,
        asked: &Asked,
        mut progress: watch::Receiver<Progress>,
        mut signals: mpsc::Receiver<()>,
        mut closed: mpsc::Receiver<()>,
    ) -> Result<Ended, JoinError> {
        let mut typed = pipes::stdin();
        let mut wire = Link::start(way, asked, progress.clone());
        let is_local = matches!(asked.address.at, Destination::Loopback(_));
        let way_now = progress.clone();
        let mut is_open = false;
        let mut give_up = Instant::now() + WAY;
        let mut settle = None;
        loop {
            if self.is_done() && settle.is_none() {
                settle = Some(Instant::now() + ECHO);
            }
            if self.is_done() && (self.echoes <= 0 || self.model.state != State::Joined) {
                return self.end();
            }
            let again = self.under.as_ref().and_then(|under| under.again);
            let may_read = self.under.is_none() && !self.has_ended && self.was_in;
            tokio::select! {
                biased;
                Some(()) = signals.recv() => return self.interrupted(),
                Some(()) = closed.recv() => return Ok(Ended::Left),
                // Before what comes: a room that never stops must not keep anybody.
                () = until(again) => self.send_again(&wire),
                () = sleep_until(give_up), if !self.was_in => {
                    return Err(self.not_found(&way_now.borrow()));
                }
                () = until(settle) => return self.end(),
                news = wire.news.recv() => {
                    let news = news.ok_or(JoinError::Internal("the connection's task has ended"))?;
                    if let Some(ended) = self.news(news, &wire, is_local).await {
                        return ended;
                    }
                }
                line = typed.recv(), if may_read => {
                    if self.typed(line, &wire) {
                        return self.end();
                    }
                }
                Ok(_) = progress.wait_for(|way| way.is_open), if !is_open => {
                    is_open = true;
                    give_up = Instant::now() + FIRST;
                }
            }
        }
    }

    /// Tells something that is well, unless only what is not is wanted.
    fn tell(&self, text: &str) {
        if !self.is_quiet {
            say(text);
        }
    }

    /// Whether there is nothing more to send. Who has sent nothing reads.
    fn is_done(&self) -> bool {
        self.has_ended && self.all > 0 && self.under.is_none()
    }

    /// How it ends when everything was sent.
    fn end(&self) -> Result<Ended, JoinError> {
        match (self.refused, self.all) {
            (0, _) => Ok(Ended::Left),
            (refused, all) => Err(JoinError::Refused { refused, all }),
        }
    }

    /// How it ends when somebody asks for that.
    fn interrupted(&self) -> Result<Ended, JoinError> {
        match self.under {
            None => Ok(Ended::Left),
            Some(_) => Err(JoinError::NotSent),
        }
    }

    /// Nobody was found.
    fn not_found(&self, way: &Progress) -> JoinError {
        let why = match &self.model.state {
            _ if !way.is_open => {
                let blocked = way.blocked.as_deref();
                blocked.unwrap_or("Tor takes too long to start").to_owned()
            }
            State::Lost { why, .. } => why.clone(),
            _ => format!("nobody has answered for {} seconds", FIRST.as_secs()),
        };
        JoinError::NoAnswer(why)
    }

    /// Takes news of the connection; tells whether that is the end.
    async fn news(
        &mut self,
        news: News,
        wire: &Link,
        is_local: bool,
    ) -> Option<Result<Ended, JoinError>> {
        match news {
            News::Looking => {}
            News::Begun => {
                self.was_in = true;
                self.model.begin();
                self.next(wire);
            }
            News::Line(line) => return self.line(&line).await,
            News::Lost { why, again } => {
                self.model.state = State::Lost {
                    why: why.clone(),
                    again,
                };
                if !self.was_in && is_local {
                    return Some(Err(JoinError::NoAnswer(why)));
                }
                say(&format!("Not connected: {why}. Trying again."));
            }
            News::Needs(need) => return Some(Err(needed(need))),
            News::Went(place) => {
                self.model.go();
                self.tell(&format!("You are in another room now: {}", place.page()));
            }
            News::Sent(typed, sent) => self.sent(typed, sent, wire),
            News::Over(ended) => return Some(ended),
        }
        None
    }

    /// Takes a line of the stream, and writes what is new in it.
    async fn line(&mut self, line: &Line) -> Option<Result<Ended, JoinError>> {
        let is_first = self.model.nick.is_none();
        let change = self.model.take(line, self.start.elapsed());
        if let (Line::Welcome { nick, title, .. }, true) = (line, is_first) {
            let seconds = self.start.elapsed().as_secs_f64();
            self.tell(&format!(
                "You are in \"{title}\" as {nick}, after {seconds:.1} s."
            ));
        }
        let is_own = |nick| self.model.nick.as_ref() == Some(nick);
        match line {
            Line::Said(saying) | Line::Acted(saying)
                if is_own(&saying.nick) && !change.is_known =>
            {
                self.echoes -= 1;
            }
            Line::Answer { .. } => self.echoes -= 1,
            _ => {}
        }
        let written = match self.form {
            Form::Json if change.is_known || matches!(line, Line::Ping | Line::Unknown) => true,
            // It fails only for maps whose keys are no strings, and there are none.
            Form::Json => {
                let json = serde_json::to_string(line).unwrap_or_default();
                self.out.write(json).await
            }
            Form::Text => {
                let new = self.model.transcript.newest(change.added);
                let lines: Vec<String> = new.map(Entry::in_one_line).collect();
                let mut written = true;
                for line in lines {
                    written = written && self.out.write(line).await;
                }
                written
            }
        };
        (!written).then_some(Ok(Ended::Left))
    }

    /// Takes a line of stdin, or learns that it has ended; tells whether the person leaves.
    fn typed(&mut self, line: Option<Result<String, NoText>>, wire: &Link) -> bool {
        let line = match line {
            Some(Ok(line)) => line,
            Some(Err(NoText)) => {
                self.refuse("a line that is no text (UTF-8)", "");
                return false;
            }
            None => {
                self.has_ended = true;
                return false;
            }
        };
        match Meant::of(&line) {
            Meant::Own(Own::Quit) => return true,
            // What follows is for a peer, and nothing for the room's eyes.
            Meant::Own(_) => self.refuse(
                "/peer, /open and /back are there on the whole screen only",
                "In a shell: onionchat peer send, onionchat join",
            ),
            Meant::Unknown => self.refuse(&Words::new(&line).in_one_line(), own::UNKNOWN),
            Meant::Words(_) if line.trim().is_empty() => {}
            Meant::Room | Meant::Words(_) => self.piped = Some(line),
        }
        self.next(wire);
        false
    }

    /// Does not send a line, and says why.
    fn refuse(&mut self, line: &str, why: &str) {
        self.all += 1;
        self.refused += 1;
        say(format!("Not sent: {line}\n  {why}").trim_end());
    }
}

/// What somebody has to give who cannot be asked.
fn needed(need: Need) -> JoinError {
    match need {
        Need::Key { is_wrong: true } => JoinError::KeyWrong,
        Need::Key { is_wrong: false } => JoinError::KeyNeeded,
        Need::Passphrase { is_wrong: true, .. } => JoinError::PassphraseWrong,
        Need::Passphrase { reason, .. } => JoinError::PassphraseNeeded(reason.in_one_line()),
    }
}
