//! What is known of the room: pure, so lines come in and time is an argument.

use std::{collections::BTreeSet, time::Duration};

use super::{
    line::{Line, Member},
    text::{Name, Words},
    transcript::{Entry, Transcript},
    words,
};

/// How many messages a room remembers. Where so many come and none of them was there before, there may have been more.
const BACKLOG: usize = 200;

/// The most numbers that are noted while a room tells again what it remembers.
const MAX_NOTED: usize = 4 * BACKLOG;

/// How the connection is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The way to the room is being made.
    Way {
        /// From 0 to 100.
        percent: u8,
        /// What is being done.
        phase: String,
        /// What keeps it from going on.
        blocked: Option<String>,
    },
    /// The room is being looked for.
    Looking,
    /// The room is there.
    Joined,
    /// The room is not there.
    Lost {
        /// Why.
        why: String,
        /// When it is looked for again.
        again: Duration,
    },
    /// Something is needed first.
    Needs(Need),
    /// It is over.
    Over {
        /// Why, in a sentence.
        why: String,
    },
}

/// What is needed to come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// A guest's key.
    Key {
        /// Whether one was shown that is not good.
        is_wrong: bool,
    },
    /// The passphrase of the room.
    Passphrase {
        /// What the room says.
        reason: Words,
        /// Whether one was shown that is not good.
        is_wrong: bool,
    },
}

/// What a room tells again after a connection was made.
#[derive(Debug, Default)]
struct Again {
    /// The numbers of the messages that it remembers.
    remembered: BTreeSet<u64>,
    /// How many of them were not there before.
    new: usize,
    /// Whether it has told by itself that something was missed.
    has_gap: bool,
    /// Where the new ones begin, if there was a connection before.
    since: Option<u64>,
}

/// What a line has changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Change {
    /// How many entries were added at the end of the transcript.
    pub added: usize,
    /// Whether a message was in it that was there before.
    pub is_known: bool,
}

/// What is known of the room.
#[derive(Debug)]
pub struct Model {
    /// How the connection is.
    pub state: State,
    /// What the room is called.
    pub title: Option<Name>,
    /// What it is about.
    pub topic: Option<Words>,
    /// Whether a passphrase is needed to come in.
    pub is_locked: bool,
    /// Who is in it.
    pub members: Vec<Member>,
    /// How many more.
    pub more: u64,
    /// How many read without a name.
    pub nameless: u64,
    /// What the reader is called.
    pub nick: Option<Name>,
    /// When it closes, if it does by itself.
    pub closes: Option<Duration>,
    /// What was said.
    pub transcript: Transcript,
    /// The name of the process that runs the room.
    run: Option<Name>,
    /// The greatest number of an event that was seen.
    last: Option<u64>,
    /// What is being told again.
    again: Option<Again>,
}

impl Model {
    /// Nothing is known yet.
    #[must_use]
    pub fn new(state: State) -> Self {
        Self {
            state,
            title: None,
            topic: None,
            is_locked: false,
            members: Vec::new(),
            more: 0,
            nameless: 0,
            nick: None,
            closes: None,
            transcript: Transcript::default(),
            run: None,
            last: None,
            again: None,
        }
    }

    /// Says something of its own.
    pub fn note(&mut self, text: &str) -> Change {
        self.transcript.push(words::own_words(text));
        Change {
            added: 1,
            is_known: false,
        }
    }

    /// A stream begins: the room tells again what it remembers.
    pub fn begin(&mut self) {
        self.state = State::Joined;
        self.again = Some(Again {
            since: self.last,
            ..Again::default()
        });
    }

    /// The reader goes to another room: numbers begin anew, and of what was said nobody tells any more what is taken
    /// back.
    pub fn go(&mut self) {
        *self = Self {
            nick: self.nick.take(),
            ..Self::new(State::Looking)
        };
    }

    /// Takes a line.
    pub fn take(&mut self, line: &Line, now: Duration) -> Change {
        match line {
            Line::Welcome { nick, title, run } => return self.welcome(nick, title, run),
            Line::Members {
                topic,
                locked,
                members,
                more,
                nameless,
            } => {
                self.topic.clone_from(topic);
                self.is_locked = *locked;
                self.members.clone_from(members);
                (self.more, self.nameless) = (*more, *nameless);
                return self.end_again();
            }
            Line::Ping => return self.end_again(),
            Line::Erased { when, messages } => {
                self.see(when.seq);
                self.transcript.erase(&messages.iter().copied().collect());
            }
            Line::Closing { closes_in, .. } => {
                self.closes = Some(now.saturating_add(Duration::from_secs(*closes_in)));
            }
            Line::Renamed { from, to, .. } if self.nick.as_ref() == Some(from) => {
                self.nick = Some(to.clone());
            }
            Line::Gap { .. } => {
                if let Some(again) = &mut self.again {
                    again.has_gap = true;
                }
            }
            _ => {}
        }
        let Some(entry) = words::entry(line, self.nick.as_ref()) else {
            return Change::default();
        };
        self.add(entry)
    }

    /// Learns who the reader is, and whether the numbers begin anew.
    fn welcome(&mut self, nick: &Name, title: &Name, run: &Name) -> Change {
        self.nick = Some(nick.clone());
        self.title = Some(title.clone());
        let is_other = self.run.as_ref().is_some_and(|known| known != run);
        self.run = Some(run.clone());
        if !is_other {
            return Change::default();
        }
        self.last = None;
        self.transcript.forget_numbers();
        self.closes = None;
        if let Some(again) = &mut self.again {
            again.since = None;
        }
        self.note("The room was started anew. What stands above is from before.")
    }

    /// Adds an entry, if it was not there before.
    fn add(&mut self, entry: Entry) -> Change {
        if let (Some(seq), Some(again)) = (entry.seq, &mut self.again)
            && entry.is_kept_by_room()
        {
            if again.remembered.len() < MAX_NOTED {
                again.remembered.insert(seq);
            }
            if again.since.is_some_and(|last| seq <= last) {
                return Change {
                    added: 0,
                    is_known: true,
                };
            }
            again.new += 1;
        }
        self.see(entry.seq);
        self.transcript.push(entry);
        Change {
            added: 1,
            is_known: false,
        }
    }

    /// Notes the number of an event.
    fn see(&mut self, seq: Option<u64>) {
        self.last = self.last.max(seq);
    }

    /// All that the room remembers was told: what it does not remember any more was taken back.
    fn end_again(&mut self) -> Change {
        let Some(again) = self.again.take() else {
            return Change::default();
        };
        if again.since.is_none() {
            return Change::default();
        }
        self.transcript.erase_but(&again.remembered);
        if again.new >= BACKLOG && !again.has_gap {
            return self.note("Messages may have been missed before these.");
        }
        Change::default()
    }

    /// In how many seconds the room closes.
    #[must_use]
    pub fn closes_in(&self, now: Duration) -> Option<u64> {
        self.closes
            .map(|closes| closes.saturating_sub(now).as_secs())
    }
}

#[cfg(test)]
mod tests {
    use super::{super::transcript::Kind, *};

    /// A room that was joined by Ada.
    fn joined() -> Model {
        let mut model = Model::new(State::Looking);
        begin(&mut model, "run1");
        model
    }

    /// A stream begins.
    fn begin(model: &mut Model, run: &str) -> Change {
        model.begin();
        let line = format!(
            "{{\"event\":\"welcome\",\"nick\":\"Ada\",\"title\":\"tea\",\"run\":\"{run}\"}}"
        );
        take(model, &line)
    }

    /// Takes a line.
    fn take(model: &mut Model, line: &str) -> Change {
        model.take(&Line::parse(line.as_bytes()).unwrap(), Duration::ZERO)
    }

    /// Somebody says something.
    fn said(model: &mut Model, seq: u64) -> Change {
        take(
            model,
            &format!("{{\"event\":\"said\",\"seq\":{seq},\"nick\":\"Bo\",\"text\":\"m{seq}\"}}"),
        )
    }

    /// The room has told all that it remembers.
    fn members(model: &mut Model) -> Change {
        take(
            model,
            "{\"event\":\"members\",\"topic\":\"t\",\"locked\":true,\"members\":[{\"nick\":\"Ada\"}],\"more\":1,\"nameless\":2}",
        )
    }

    /// What stands in the transcript.
    fn texts(model: &Model) -> Vec<&str> {
        let entries = model.transcript.entries().iter();
        entries.map(|(_, entry)| entry.text.as_str()).collect()
    }

    const ADDED: Change = Change {
        added: 1,
        is_known: false,
    };
    const KNOWN: Change = Change {
        added: 0,
        is_known: true,
    };

    /// After a connection was lost, what was there is not told twice, what is new comes behind it, and what was taken
    /// back meanwhile is gone.
    #[test]
    fn what_is_told_again_is_merged() {
        let mut model = joined();
        for seq in [3, 4, 6] {
            assert_eq!(said(&mut model, seq), ADDED);
        }
        members(&mut model);
        said(&mut model, 7);
        begin(&mut model, "run1");
        for (seq, change) in [(4, KNOWN), (7, KNOWN), (9, ADDED)] {
            assert_eq!(said(&mut model, seq), change, "{seq}");
        }
        assert_eq!(members(&mut model), Change::default());
        assert_eq!(
            texts(&model),
            ["m3", "m4", "m7", "m9"],
            "6 was taken back, 3 is too old to tell"
        );
        assert_eq!((model.members.len(), model.more, model.nameless), (1, 1, 2));
        assert!(model.is_locked);
        said(&mut model, 10);
        begin(&mut model, "run1");
        members(&mut model);
        assert_eq!(texts(&model), [""; 0], "everything was taken back");
    }

    /// What was missed is told: by the room, or where so much is new that there may have been more.
    #[test]
    fn gaps_are_told() {
        let mut model = joined();
        said(&mut model, 1);
        members(&mut model);
        begin(&mut model, "run1");
        take(&mut model, "{\"event\":\"gap\",\"missed\":5}");
        for seq in 500..700 {
            assert_eq!(said(&mut model, seq), ADDED);
        }
        members(&mut model);
        assert_eq!(
            texts(&model)[..3],
            ["m1", "5 messages were missed here.", "m500"]
        );
        assert_eq!(texts(&model).len(), 202, "said once");
        begin(&mut model, "run1");
        for seq in 900..1100 {
            assert_eq!(said(&mut model, seq), ADDED);
        }
        assert_eq!(members(&mut model), ADDED);
        assert!(texts(&model).last().unwrap().starts_with("Messages may"));
    }

    /// A room that was started anew counts anew: a line says so, all of its messages are there, and taking one back
    /// touches none from before.
    #[test]
    fn a_room_is_started_anew() {
        let mut model = joined();
        said(&mut model, 5);
        members(&mut model);
        assert_eq!(begin(&mut model, "run2"), ADDED);
        assert_eq!(said(&mut model, 0), ADDED);
        assert_eq!(said(&mut model, 5), ADDED);
        members(&mut model);
        take(
            &mut model,
            "{\"event\":\"erased\",\"seq\":6,\"messages\":[5]}",
        );
        let anew = "The room was started anew. What stands above is from before.";
        assert_eq!(texts(&model), ["m5", anew, "m0"]);
    }

    /// What is taken back is gone, one's own nick follows its changes, and the end comes nearer.
    #[test]
    fn what_happens_is_followed() {
        let mut model = joined();
        said(&mut model, 0);
        said(&mut model, 1);
        take(
            &mut model,
            "{\"event\":\"erased\",\"seq\":2,\"messages\":[0]}",
        );
        assert_eq!(texts(&model), ["m1"]);
        take(
            &mut model,
            "{\"event\":\"renamed\",\"seq\":3,\"from\":\"Bo\",\"to\":\"Cy\"}",
        );
        assert_eq!(model.nick, Some(Name::new("Ada")));
        take(
            &mut model,
            "{\"event\":\"renamed\",\"seq\":4,\"from\":\"Ada\",\"to\":\"Eve\"}",
        );
        assert_eq!(model.nick, Some(Name::new("Eve")));
        let closing = Line::parse(b"{\"event\":\"closing\",\"closes_in\":120}").unwrap();
        model.take(&closing, Duration::from_secs(10));
        assert_eq!(model.closes_in(Duration::from_secs(40)), Some(90));
        assert_eq!(model.closes_in(Duration::from_mins(15)), Some(0));
        assert!(
            model
                .transcript
                .newest(1)
                .all(|entry| entry.kind == Kind::Notice)
        );
        model.go();
        assert_eq!(
            (texts(&model).len(), &model.nick),
            (0, &Some(Name::new("Eve")))
        );
    }
}
