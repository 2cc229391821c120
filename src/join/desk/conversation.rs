//! The conversation that is shown: pure, so answers come in and what to ask next comes out.

use std::collections::BTreeMap;

use crate::{host::PeerLine, onion::OnionAddress, peer::State};

/// The most lines that are shown: twice what the mailbox keeps, so that only what it has let go of goes.
const SHOWN_LINES: usize = 200;

/// What is said with a peer.
pub(super) struct Conversation {
    /// The peer.
    pub(super) with: OnionAddress,
    /// The lines by their numbers.
    lines: BTreeMap<u64, PeerLine>,
    /// How many older ones are no longer shown.
    dropped: u64,
    /// How often the mailbox has begun anew.
    begun_anew: u32,
    /// The lines that there were when one was not found any more.
    lost: Vec<u64>,
    /// The last line that was told as read.
    read: Option<u64>,
}

/// What is to be asked after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// The lines from this number on, or from nowhere in particular.
    From(Option<u64>),
    /// Nothing: all is there.
    Nothing,
}

impl Conversation {
    /// Nothing of it is known yet.
    pub(super) fn new(with: OnionAddress) -> Self {
        Self {
            with,
            lines: BTreeMap::new(),
            dropped: 0,
            begun_anew: 0,
            lost: Vec::new(),
            read: None,
        }
    }

    /// How many older lines are no longer shown.
    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }

    /// How often the mailbox has begun anew.
    pub(super) fn begun_anew(&self) -> u32 {
        self.begun_anew
    }

    /// The number of the last line.
    pub(super) fn last(&self) -> Option<u64> {
        self.lines.keys().next_back().copied()
    }

    /// Whether it is news that everything up to a line was read.
    pub(super) fn is_news(&mut self, until: u64) -> bool {
        self.read.replace(until) != Some(until)
    }

    /// What is known of it.
    pub(super) fn lines(&self) -> impl Iterator<Item = &PeerLine> {
        self.lines.values()
    }

    /// From which line on it is asked for when one looks again: the first of the person's own messages that waits, since
    /// that may have changed, or else the last line.
    pub(super) fn from(&self) -> Option<u64> {
        let mut lines = self.lines.values();
        let waits = |line: &&PeerLine| matches!(line.state, Some(State::Waiting { .. }));
        let first = lines.clone().find(waits).or_else(|| lines.next_back());
        first.map(|line| line.number)
    }

    /// Takes what was told of the lines from a number on.
    pub(super) fn take(&mut self, from: Option<u64>, told: Vec<PeerLine>) -> Next {
        let first = told.first().map(|line| line.number);
        if from.is_some() && first != from {
            // The mailbox has begun anew, or has let go of what it had.
            self.lost.extend(self.lines.keys());
            self.lines.clear();
            return Next::From(None);
        }
        let is_all = told.len() <= usize::from(from.is_some());
        let last = told.last().map(|line| line.number);
        self.lines
            .extend(told.into_iter().map(|line| (line.number, line)));
        while self.lines.len() > SHOWN_LINES {
            self.lines.pop_first();
            self.dropped += 1;
        }
        if !is_all {
            // The last line is asked for again, so that it shows when the mailbox begins anew in between.
            return Next::From(last);
        }
        let before = std::mem::take(&mut self.lost);
        let is_gone = |number: &&u64| !self.lines.contains_key(number);
        self.dropped += before.iter().filter(is_gone).count() as u64;
        if before.last().as_ref().is_some_and(is_gone) {
            self.begun_anew += 1;
        }
        Next::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peer::MessageId;

    /// The lines that a mailbox holds.
    #[derive(Default)]
    struct Mailbox(Vec<PeerLine>);

    impl Mailbox {
        /// Adds a line, of the person's own where it has a state.
        fn add(&mut self, number: u64, state: Option<State>) {
            self.0.push(PeerLine {
                number,
                onion: String::new(),
                name: None,
                at: 0,
                text: format!("line {number}"),
                words: true,
                room: None,
                id: state.is_some().then_some(MessageId(number)),
                state,
            });
        }

        /// Answers as a mailbox does, in pieces of so many.
        fn read(&self, from: Option<u64>, piece: usize) -> Vec<PeerLine> {
            let begin = match from {
                Some(number) => self.0.partition_point(|line| line.number < number),
                None => 0,
            };
            self.0[begin..].iter().take(piece).cloned().collect()
        }
    }

    /// Somebody who shows a conversation.
    fn conversation() -> Conversation {
        Conversation::new(OnionAddress::of([7; 32]))
    }

    /// Looks until all is there; gives how many answers that took.
    fn look(conversation: &mut Conversation, mailbox: &Mailbox, piece: usize) -> usize {
        let mut from = conversation.from();
        for asked in 1..50 {
            match conversation.take(from, mailbox.read(from, piece)) {
                Next::Nothing => return asked,
                Next::From(next) => from = next,
            }
        }
        panic!("it never ends");
    }

    /// The numbers of the lines that are shown.
    fn numbers(conversation: &Conversation) -> Vec<u64> {
        conversation.lines().map(|line| line.number).collect()
    }

    /// A message that waits.
    fn waiting() -> State {
        State::Waiting {
            reason: None,
            error: None,
            tries: 0,
        }
    }

    /// What is new comes piece by piece, each line once, also where the last piece is a whole one.
    #[test]
    fn what_is_new_comes() {
        let (mut mailbox, mut shown) = (Mailbox::default(), conversation());
        assert_eq!(look(&mut shown, &mailbox, 5), 1, "nothing was said");
        (0..3).for_each(|number| mailbox.add(number, None));
        look(&mut shown, &mailbox, 5);
        assert_eq!(numbers(&shown), [0, 1, 2]);
        assert_eq!(look(&mut shown, &mailbox, 5), 1, "nothing is new");
        for last in [6, 7, 11, 30] {
            (numbers(&shown).len() as u64..last).for_each(|number| mailbox.add(number, None));
            look(&mut shown, &mailbox, 5);
            assert_eq!(numbers(&shown), (0..last).collect::<Vec<_>>());
        }
    }

    /// What has become of the person's own messages is followed, however much was said after them.
    #[test]
    fn own_messages_are_followed() {
        let (mut mailbox, mut shown) = (Mailbox::default(), conversation());
        mailbox.add(0, Some(waiting()));
        look(&mut shown, &mailbox, 5);
        (1..20).for_each(|number| mailbox.add(number, None));
        look(&mut shown, &mailbox, 5);
        mailbox.0[0].state = Some(State::Delivered);
        look(&mut shown, &mailbox, 5);
        assert_eq!(shown.lines().next().unwrap().state, Some(State::Delivered));
        assert_eq!(numbers(&shown).len(), 20);
        assert_eq!(shown.from(), Some(19), "nothing waits any more");
    }

    /// Where the mailbox has begun anew, or has let go of the oldest lines, what it has now is shown.
    #[test]
    fn what_is_gone_is_not_waited_for() {
        let (mut mailbox, mut shown) = (Mailbox::default(), conversation());
        (0..4).for_each(|number| mailbox.add(number, Some(waiting())));
        look(&mut shown, &mailbox, 5);
        mailbox.0.remove(0);
        look(&mut shown, &mailbox, 5);
        assert_eq!((numbers(&shown), shown.begun_anew()), (vec![1, 2, 3], 0));
        assert_eq!((shown.dropped(), shown.last()), (1, Some(3)));
        let mut anew = Mailbox::default();
        (1000..1002).for_each(|number| anew.add(number, None));
        look(&mut shown, &anew, 5);
        assert_eq!((numbers(&shown), shown.begun_anew()), (vec![1000, 1001], 1));
        assert_eq!(shown.dropped(), 4);
        look(&mut shown, &Mailbox::default(), 5);
        assert_eq!((numbers(&shown), shown.begun_anew()), (vec![], 2));
    }

    /// What was read is told once.
    #[test]
    fn what_is_read_is_told_once() {
        let mut shown = conversation();
        assert_eq!(shown.last(), None);
        let told: Vec<bool> = [2, 2, 3].map(|until| shown.is_news(until)).into();
        assert_eq!(told, [true, false, true]);
    }

    /// However much is said, what is shown is bounded.
    #[test]
    fn what_is_shown_is_bounded() {
        let (mut mailbox, mut shown) = (Mailbox::default(), conversation());
        for number in 0..1000 {
            mailbox.add(number, None);
            if number % 20 == 0 {
                look(&mut shown, &mailbox, 20);
            }
        }
        look(&mut shown, &mailbox, 20);
        assert_eq!(numbers(&shown), (800..1000).collect::<Vec<_>>());
        assert_eq!(shown.dropped(), 800);
    }
}
