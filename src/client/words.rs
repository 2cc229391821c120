//! What is told of a line of the stream, in the words of this program.

use super::{
    line::{Line, Moderated, Saying, When, Who},
    text::{Name, Words},
    transcript::{Entry, Kind},
};

/// Where the hour begins in a time such as `2026-03-30T15:23Z`, and where the minute ends.
const CLOCK: std::ops::Range<usize> = 11..16;

/// The hour and minute of a time.
#[must_use]
pub fn clock(time: &Name) -> String {
    let clock = time.as_str().get(CLOCK).unwrap_or_default();
    let is_clock = clock.len() == 5
        && clock.bytes().enumerate().all(|(at, byte)| {
            if at == 2 {
                byte == b':'
            } else {
                byte.is_ascii_digit()
            }
        });
    if is_clock { clock } else { "--:--" }.to_owned()
}

/// The entry for a line, if it is one that is shown; `own` is the reader's nick.
#[must_use]
pub fn entry(line: &Line, own: Option<&Name>) -> Option<Entry> {
    let is_own = |nick: &Name| own == Some(nick);
    Some(match line {
        Line::Said(saying) => said(Kind::Said, saying),
        Line::Acted(saying) => said(Kind::Acted, saying),
        Line::Whispered {
            time,
            from,
            to,
            text,
        } => {
            let who = match (is_own(from), is_own(to)) {
                (true, _) => format!("you, to {to} only"),
                (false, true) => format!("{from}, to you only"),
                (false, false) => format!("{from}, to {to} only"),
            };
            Entry {
                seq: None,
                kind: Kind::Whisper,
                time: clock(time),
                who: Some(Name::new(&who)),
                text: text.clone(),
            }
        }
        Line::Joined(who) => did(who, "has joined."),
        Line::Left(who) => did(who, "has left the room."),
        Line::Farewell(who) => did(who, "says goodbye and has left."),
        Line::Renamed { when, from, to } => notice(when, &format!("{from} is now {to}.")),
        Line::Topic(Saying { when, nick, text }) if text.as_str().is_empty() => {
            notice(when, &format!("{nick} took the topic away."))
        }
        Line::Topic(Saying { when, nick, text }) => notice(
            when,
            &format!("{nick} set the topic: {}", text.in_one_line()),
        ),
        Line::Kicked(what) => moderated(what, "removed"),
        Line::Banned(what) => moderated(what, "banned"),
        Line::Muted(what) => moderated(what, "muted"),
        Line::Unmuted(what) => moderated(what, "unmuted"),
        Line::Locked(who) => did(who, "locked the room with a passphrase."),
        Line::Unlocked(who) => did(who, "unlocked the room: whoever has the code can come in."),
        Line::Promoted(who) => did(who, "is an operator here now."),
        Line::Announced { when, text } => Entry {
            seq: when.seq,
            kind: Kind::Host,
            time: clock(&when.time),
            who: Some(Name::new("the host")),
            text: text.clone(),
        },
        Line::Closing { when, closes_in } => {
            notice(when, &format!("The room closes in {}.", span(*closes_in)))
        }
        Line::Answer { time, text } => Entry {
            seq: None,
            kind: Kind::Answer,
            time: clock(time),
            who: None,
            text: text.clone(),
        },
        Line::Gap { missed } => own_words(&missed_words(*missed)),
        Line::Welcome { .. }
        | Line::Erased { .. }
        | Line::Members { .. }
        | Line::Ping
        | Line::End { .. }
        | Line::Unknown => return None,
    })
}

/// What this program says.
#[must_use]
pub fn own_words(text: &str) -> Entry {
    Entry {
        seq: None,
        kind: Kind::Own,
        time: String::new(),
        who: None,
        text: Words::new(text),
    }
}

/// How many messages were missed.
fn missed_words(missed: u64) -> String {
    match missed {
        1 => "1 message was missed here.".to_owned(),
        more => format!("{more} messages were missed here."),
    }
}

/// A time to go, in its two largest units.
#[must_use]
pub fn span(seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// What a member says.
fn said(kind: Kind, Saying { when, nick, text }: &Saying) -> Entry {
    Entry {
        seq: when.seq,
        kind,
        time: clock(&when.time),
        who: Some(nick.clone()),
        text: text.clone(),
    }
}

/// What a member did.
fn did(Who { when, nick }: &Who, what: &str) -> Entry {
    notice(when, &format!("{nick} {what}"))
}

/// What was done to a member.
fn moderated(what: &Moderated, how: &str) -> Entry {
    let Moderated {
        when,
        nick,
        by,
        reason,
    } = what;
    let done = format!("{by} {how} {nick}");
    match reason {
        None => notice(when, &format!("{done}.")),
        Some(reason) => notice(when, &format!("{done}: {}", reason.in_one_line())),
    }
}

/// What happened in the room.
fn notice(when: &When, text: &str) -> Entry {
    Entry {
        seq: when.seq,
        kind: Kind::Notice,
        time: clock(&when.time),
        who: None,
        text: Words::new(text),
    }
}

impl Entry {
    /// What stands before the text.
    #[must_use]
    pub fn prefix(&self) -> String {
        let who = self.who.as_ref().map_or("", Name::as_str);
        match self.kind {
            Kind::Said | Kind::Mine => format!("{} {who}: ", self.time),
            Kind::Acted => format!("{} * {who} ", self.time),
            Kind::Whisper | Kind::Host => format!("{} [{who}] ", self.time),
            Kind::Notice => format!("{} -- ", self.time),
            Kind::Answer => format!("{} >> ", self.time),
            Kind::Own => "-- ".to_owned(),
        }
    }

    /// The whole in one line.
    #[must_use]
    pub fn in_one_line(&self) -> String {
        format!("{}{}", self.prefix(), self.text.in_one_line())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of a line by which somebody called Ada reads.
    fn told(line: &str) -> Option<String> {
        let line = Line::parse(line.as_bytes()).unwrap();
        entry(&line, Some(&Name::new("Ada"))).map(|entry| entry.in_one_line())
    }

    /// Every sort of line has its words, and what is no event has none.
    #[test]
    fn lines_have_words() {
        const WHEN: &str = "\"seq\":1,\"time\":\"2026-03-30T15:23Z\"";
        for (event, words) in [
            ("said WHEN,nick:Bo,text:a\\nb", "15:23 Bo: a b"),
            ("acted WHEN,nick:Bo,text:waves", "15:23 * Bo waves"),
            (
                "whispered WHEN,from:Bo,to:Ada,text:psst",
                "15:23 [Bo, to you only] psst",
            ),
            (
                "whispered WHEN,from:Ada,to:Bo,text:psst",
                "15:23 [you, to Bo only] psst",
            ),
            ("joined WHEN,nick:Bo", "15:23 -- Bo has joined."),
            ("renamed WHEN,from:Bo,to:Cy", "15:23 -- Bo is now Cy."),
            (
                "topic WHEN,nick:Bo,text:tea",
                "15:23 -- Bo set the topic: tea",
            ),
            (
                "topic WHEN,nick:Bo,text:",
                "15:23 -- Bo took the topic away.",
            ),
            ("kicked WHEN,nick:Bo,by:Cy", "15:23 -- Cy removed Bo."),
            (
                "banned WHEN,nick:Bo,by:Cy,reason:spam",
                "15:23 -- Cy banned Bo: spam",
            ),
            ("announced WHEN,text:soon", "15:23 [the host] soon"),
            ("answer WHEN,text:yes", "15:23 >> yes"),
            ("said time:nonsense,nick:Bo,text:a", "--:-- Bo: a"),
            ("said nick:Bo,text:a", "--:-- Bo: a"),
        ] {
            let (name, rest) = event.split_once(' ').unwrap();
            let fields = rest.split(',').map(|field| match field.split_once(':') {
                None => WHEN.to_owned(),
                Some((name, value)) => format!("\"{name}\":\"{value}\""),
            });
            let fields = fields.collect::<Vec<_>>().join(",");
            let line = format!("{{\"event\":\"{name}\",{fields}}}");
            assert_eq!(told(&line).as_deref(), Some(words), "{line}");
        }
        assert_eq!(
            told("{\"event\":\"gap\",\"missed\":3}").as_deref(),
            Some("-- 3 messages were missed here.")
        );
        assert_eq!(told("{\"event\":\"ping\"}"), None);
    }

    /// Times to go are told in two units.
    #[test]
    fn spans_are_told() {
        for (seconds, words) in [
            (1, "1 min"),
            (60, "1 min"),
            (3600, "1 h"),
            (86_400, "1 d"),
            (5400, "1 h 30 min"),
            (90_000, "1 d 1 h"),
        ] {
            assert_eq!(span(seconds), words);
        }
    }
}
