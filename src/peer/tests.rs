//! Mailboxes that write to each other, and somebody who lies to them.

use std::time::Duration;

use proptest::{collection::vec, prelude::*};
use rand::{SeedableRng as _, rngs::StdRng};

use super::{
    outbox::EXPIRY,
    thread::{CLOCK_MINUTES, HISTORY, UNREAD},
    *,
};
use crate::{
    chat::{RoomCode, place::RoomName},
    onion::{OnionAddress, Sign, tests::Key},
};

/// An appliance.
struct Appliance {
    /// Its key.
    key: Key,
    /// Its mailbox.
    mailbox: Mailbox,
    /// What it draws from.
    rng: StdRng,
}

/// This long after the start.
fn at(uptime: Duration) -> Now {
    Now {
        uptime,
        wall: 1_800_000_000 + uptime.as_secs(),
        minute: 30_000_000 + uptime.as_secs() / 60,
    }
}

/// The beginning.
const START: Duration = Duration::ZERO;

/// Words.
fn text(words: &str) -> Content {
    Content::text(words).unwrap()
}

impl Appliance {
    /// One whose mailbox lets these write.
    fn new(seed: u8, admission: Admission, contacts: &[(&str, &Key)]) -> Self {
        let key = Key::new(seed);
        let mut rng = StdRng::seed_from_u64(seed.into());
        let mut known = Contacts::default();
        for (name, key) in contacts {
            known.add(name.parse().unwrap(), key.address()).unwrap();
        }
        let mailbox = Mailbox::new(key.address(), admission, known, &mut rng);
        Self { key, mailbox, rng }
    }

    /// Its address.
    fn address(&self) -> OnionAddress {
        self.key.address()
    }

    /// Gives a message to its outbox.
    fn write(&mut self, now: Now, to: &OnionAddress, words: &str) -> MessageId {
        let id = self.mailbox.send(now, to, text(words), &mut self.rng);
        id.unwrap()
    }

    /// Sends what is due to another one, which may tell of a new start; gives what came of each attempt.
    fn deliver(&mut self, now: Now, to: &mut Self) -> Vec<Result<(), Refusal>> {
        let mut outcomes = Vec::new();
        loop {
            let due = self.mailbox.due(now, usize::MAX);
            if due.is_empty() {
                return outcomes;
            }
            for attempt in due {
                let signed = self.mailbox.envelope(now, &attempt).sign(&self.key);
                let outcome = to.mailbox.receive(now, &over_the_wire(&signed));
                let noted = match outcome {
                    Ok(()) => Outcome::Delivered,
                    Err(Refusal::OtherStart(start)) => {
                        assert!(self.mailbox.note_start(&attempt.to, start));
                        Outcome::AtOnce("another start".to_owned().into())
                    }
                    Err(refusal) if refusal.may_pass() => {
                        Outcome::Later(refusal.to_string().into())
                    }
                    Err(refusal) => Outcome::Never(refusal.to_string().into()),
                };
                self.mailbox.done(now, attempt.id, noted, &mut self.rng);
                outcomes.push(outcome);
            }
        }
    }

    /// The words of a conversation.
    fn words(&self, peer: &OnionAddress) -> Vec<String> {
        let lines = self.mailbox.history(peer, HISTORY);
        lines.into_iter().map(words).collect()
    }
}

/// The words of a line.
fn words(line: Line) -> String {
    match line.content {
        Content::Text(text) => text.as_str().to_owned(),
        Content::Hello | Content::Room { .. } | Content::File(_) => panic!("no words"),
    }
}

/// What the receiver makes of an envelope.
fn over_the_wire(signed: &Signed) -> Signed {
    Signed::parse(&signed.to_json()).unwrap()
}

/// Two who know each other.
fn friends() -> [Appliance; 2] {
    let keys = [Key::new(1), Key::new(2)];
    [
        Appliance::new(1, Admission::Known, &[("two", &keys[1])]),
        Appliance::new(2, Admission::Known, &[("one", &keys[0])]),
    ]
}

/// The number of a mailbox's start, as somebody would be told.
fn start_of(appliance: &mut Appliance) -> Start {
    let friend = Key::new(1);
    let envelope = Envelope {
        from: friend.address(),
        to: appliance.address(),
        start: Start::NONE,
        minute: at(START).minute,
        nonce: Nonce::random(&mut StdRng::seed_from_u64(7)),
        content: text("x"),
    };
    match appliance
        .mailbox
        .receive(at(START), &envelope.sign(&friend))
    {
        Err(Refusal::OtherStart(start)) => start,
        other => panic!("{other:?}"),
    }
}

/// Messages arrive in order, each once, after the mailbox has told its start.
#[test]
fn messages_arrive_in_order() {
    let [mut one, mut two] = friends();
    let said: Vec<String> = (0..10).map(|number| format!("message {number}")).collect();
    for word in &said {
        one.write(at(START), &two.address(), word);
    }
    let outcomes = one.deliver(at(START), &mut two);
    assert!(matches!(outcomes[0], Err(Refusal::OtherStart(_))));
    assert_eq!(outcomes[1..], [Ok(()); 10]);
    assert_eq!(two.words(&one.address()), said);
    assert_eq!(one.words(&two.address()), said);
    for word in &said {
        let line = two.mailbox.take_oldest(&one.address()).unwrap();
        assert_eq!(line.content, text(word));
    }
    assert_eq!(two.mailbox.take_oldest(&one.address()), None);
    let mut all = one.mailbox.outbox();
    assert!(all.all(|message| message.state == State::Delivered));
}

/// Whoever changes a byte, takes somebody's name, or sends what was for another, is refused.
#[test]
fn nobody_speaks_as_somebody_else() {
    let [mut one, mut two] = friends();
    let liar = Key::new(3);
    one.write(at(START), &two.address(), "hi");
    let attempt = one.mailbox.due(at(START), usize::MAX).remove(0);
    one.mailbox.note_start(&attempt.to, start_of(&mut two));
    let honest = one.mailbox.envelope(at(START), &attempt);
    let mut receive = |signed: &Signed| two.mailbox.receive(at(START), &over_the_wire(signed));

    assert_eq!(receive(&honest.clone().sign(&liar)), Err(Refusal::Forged));
    let signed = honest.clone().sign(&one.key);
    let lies: [&dyn Fn(&mut Envelope); 5] = [
        &|envelope| envelope.content = text("ho"),
        &|envelope| envelope.minute += 1,
        &|envelope| envelope.nonce = Nonce::random(&mut StdRng::seed_from_u64(9)),
        &|envelope| envelope.start = Start::NONE,
        &|envelope| envelope.from = liar.address(),
    ];
    for change in lies {
        let mut changed = signed.clone();
        change(&mut changed.envelope);
        assert_eq!(receive(&changed), Err(Refusal::Forged));
    }
    let elsewhere = Envelope {
        to: liar.address(),
        ..honest.clone()
    };
    assert_eq!(receive(&elsewhere.sign(&one.key)), Err(Refusal::NotForUs));
    assert_eq!(receive(&signed), Ok(()));
    assert_eq!(receive(&signed), Err(Refusal::Replayed));
    let later = Envelope {
        minute: honest.minute + 1,
        ..honest
    };
    assert_eq!(receive(&later.sign(&one.key)), Err(Refusal::Replayed));
    assert_eq!(two.words(&one.address()), ["hi"]);
}

/// What was taken before a restart is not taken again after it, and what waits is signed anew.
#[test]
fn a_restart_takes_nothing_twice() {
    let [mut one, mut two] = friends();
    one.write(at(START), &two.address(), "before");
    one.mailbox.note_start(&two.address(), start_of(&mut two));
    let attempt = one.mailbox.due(at(START), usize::MAX).remove(0);
    let signed = one.mailbox.envelope(at(START), &attempt).sign(&one.key);
    assert_eq!(two.mailbox.receive(at(START), &signed), Ok(()));
    one.mailbox
        .done(at(START), attempt.id, Outcome::Delivered, &mut one.rng);

    let [_, mut again] = friends();
    again.mailbox = Mailbox::new(
        again.address(),
        Admission::Known,
        two.mailbox.contacts().clone(),
        &mut StdRng::seed_from_u64(77),
    );
    let replayed = again.mailbox.receive(at(START), &signed);
    assert!(matches!(replayed, Err(Refusal::OtherStart(_))));
    one.write(at(START), &again.address(), "after");
    one.deliver(at(START), &mut again);
    assert_eq!(again.words(&one.address()), ["after"]);
}

/// A message of another hour is refused, and so a clock that is wrong.
#[test]
fn clocks_have_to_agree() {
    let [mut one, mut two] = friends();
    one.mailbox.note_start(&two.address(), start_of(&mut two));
    for (minutes, outcome) in [
        (CLOCK_MINUTES, Ok(())),
        (CLOCK_MINUTES + 1, Err(Refusal::Clock)),
    ] {
        one.write(at(START), &two.address(), "hi");
        let attempt = one.mailbox.due(at(START), usize::MAX).remove(0);
        let mut envelope = one.mailbox.envelope(at(START), &attempt);
        envelope.minute -= minutes;
        let signed = envelope.sign(&one.key);
        assert_eq!(two.mailbox.receive(at(START), &signed), outcome);
        one.mailbox
            .done(at(START), attempt.id, Outcome::Delivered, &mut one.rng);
    }
}

/// When this computer's minute turns, nobody learns who may not write: whatever minute they name, they ask.
#[test]
fn strangers_do_not_learn_the_time() {
    let stranger = Key::new(3);
    let [_, mut two] = friends();
    let start = start_of(&mut two);
    for minute in [0, at(START).minute, u64::MAX] {
        let envelope = Envelope {
            from: stranger.address(),
            to: two.address(),
            start,
            minute,
            nonce: Nonce::random(&mut StdRng::seed_from_u64(5)),
            content: text("x"),
        };
        let received = two.mailbox.receive(at(START), &envelope.sign(&stranger));
        assert_eq!(received, Err(Refusal::Unknown));
    }
}

/// A peer who refuses a message and writes all the while has it tried once a minute, and no more often.
#[test]
fn nobody_says_how_often_this_appliance_dials() {
    let [mut one, mut two] = friends();
    one.write(at(START), &two.address(), "never taken");
    let mut tries = 0;
    for second in 0..600 {
        let now = at(Duration::from_secs(second));
        if second % 3 == 0 {
            two.write(now, &one.address(), "ping");
            two.deliver(now, &mut one);
            while one.mailbox.take_oldest(&two.address()).is_some() {}
        }
        for attempt in one.mailbox.due(now, usize::MAX) {
            tries += 1;
            let full = Outcome::Later("full".to_owned().into());
            one.mailbox.done(now, attempt.id, full, &mut one.rng);
        }
    }
    assert!((10..=20).contains(&tries), "{tries}");
}

/// Who is not known asks, is seen, is let in, and then what waited is taken. The closed mailbox shows nobody.
#[test]
fn strangers_ask_first() {
    let mut stranger = Appliance::new(3, Admission::Nobody, &[]);
    let [_, mut two] = friends();
    stranger.write(at(START), &two.address(), "let me in");
    let outcomes = stranger.deliver(at(START), &mut two);
    assert_eq!(outcomes.last(), Some(&Err(Refusal::Unknown)));
    let asks = |two: &Appliance| {
        two.mailbox
            .peers(at(START))
            .iter()
            .filter(|peer| peer.asks)
            .count()
    };
    assert_eq!(asks(&two), 1);
    assert!(two.words(&stranger.address()).is_empty());

    let name = "three".parse().unwrap();
    let has_asked = two.mailbox.add_contact(name, &stranger.address());
    assert_eq!(has_asked, Ok(true));
    assert_eq!(asks(&two), 0);
    let later = at(Duration::from_mins(1));
    assert_eq!(stranger.deliver(later, &mut two), [Ok(())]);
    assert_eq!(two.words(&stranger.address()), ["let me in"]);

    // To whom one has written may answer, and others still may not.
    let mut four = Appliance::new(4, Admission::Nobody, &[]);
    two.write(later, &four.address(), "hello");
    four.write(later, &two.address(), "hello yourself");
    assert_eq!(four.deliver(later, &mut two).last(), Some(&Ok(())));

    let mut closed = Appliance::new(5, Admission::Nobody, &[]);
    stranger.write(later, &closed.address(), "anybody?");
    stranger.deliver(later, &mut closed);
    assert!(closed.mailbox.peers(at(START)).is_empty());
}

/// What goes to several peers goes to all of them, once to each, or to none.
#[test]
fn several_get_it_or_none() {
    let mut one = Appliance::new(1, Admission::Known, &[]);
    let [two, three] = [Key::new(2), Key::new(3)].map(|key| key.address());
    let own = one.address();
    let mut send = |peers: &[&OnionAddress]| {
        let peers: Vec<OnionAddress> = peers.iter().copied().cloned().collect();
        let sent = one
            .mailbox
            .send_to_all(at(START), &peers, &text("come"), &mut one.rng);
        let due = one.mailbox.due(at(START), usize::MAX);
        (sent.map(|ids| ids.len()), due.len())
    };
    assert_eq!(send(&[&two, &own, &three]), (Err(Unsendable::Own), 0));
    assert_eq!(send(&[&two, &three, &two]), (Ok(2), 2));
}

/// Who asked long ago and not since is no longer told.
#[test]
fn asking_ends() {
    let mut one = Appliance::new(1, Admission::Known, &[]);
    let mut two = Appliance::new(2, Admission::Known, &[]);
    let there = two.address();
    one.write(at(START), &there, "let me in");
    one.deliver(at(START), &mut two);
    let asks = |after| {
        let now = at(after);
        let peers = two.mailbox.peers(now);
        assert_eq!(two.mailbox.news(now).1, peers.len());
        peers.iter().filter(|peer| peer.asks).count()
    };
    assert_eq!(asks(Duration::from_mins(59)), 1);
    assert_eq!(asks(Duration::from_mins(61)), 0);
}

/// However many strangers write, what the host has said with somebody stays, and what waits for them.
#[test]
fn strangers_erase_nothing() {
    let mut two = Appliance::new(200, Admission::Anyone, &[]);
    let friend = Key::new(201).address();
    two.write(at(START), &friend, "hello");
    let mut now = START;
    for seed in 0..40 {
        now += Duration::from_hours(1);
        let mut stranger = Appliance::new(seed, Admission::Nobody, &[]);
        stranger.write(at(now), &two.address(), "hi");
        stranger.deliver(at(now), &mut two);
        let here = stranger.address();
        while two.mailbox.take_oldest(&here).is_some() {}
    }
    assert_eq!(two.words(&friend), ["hello"]);
    assert!(
        two.mailbox.peers(at(now)).len() < 35,
        "strangers are forgotten"
    );
}

/// However many strangers ask or write, they take no more than their share, and friends are not shut out.
#[test]
fn strangers_take_no_more_than_their_share() {
    for admission in [Admission::Known, Admission::Anyone] {
        let friend = Key::new(1);
        let mut two = Appliance::new(2, admission, &[("one", &friend)]);
        let start = start_of(&mut two);
        for seed in 10..=100 {
            let mut stranger = Appliance::new(seed, Admission::Nobody, &[]);
            stranger.mailbox.note_start(&two.address(), start);
            stranger.write(at(START), &two.address(), "x");
            stranger.deliver(at(START), &mut two);
        }
        assert_eq!(two.mailbox.peers(at(START)).len(), 1 + 32, "{admission:?}");
        let mut one = Appliance::new(1, Admission::Nobody, &[]);
        one.write(at(START), &two.address(), "still here");
        assert_eq!(one.deliver(at(START), &mut two).last(), Some(&Ok(())));

        // Where all have been read and an hour has passed, others have their turn.
        for peer in two.mailbox.peers(at(START)) {
            while two.mailbox.take_oldest(&peer.address).is_some() {}
        }
        let later = at(Duration::from_mins(2 * CLOCK_MINUTES + 1));
        let mut late = Appliance::new(9, Admission::Nobody, &[]);
        late.write(later, &two.address(), "late");
        let outcome = late.deliver(later, &mut two).pop().unwrap();
        let expected = match admission {
            Admission::Anyone => Ok(()),
            _ => Err(Refusal::Unknown),
        };
        assert_eq!(outcome, expected);
    }
}

/// What the host has not read is never pushed out, whatever the host writes meanwhile: the sender keeps it, and
/// learns why.
#[test]
fn a_full_mailbox_loses_nothing() {
    let [mut one, mut two] = friends();
    let said: Vec<String> = (0..UNREAD + 3).map(|number| number.to_string()).collect();
    let mut now = START;
    for word in &said {
        now += Duration::from_mins(2);
        one.write(at(now), &two.address(), word);
        one.deliver(at(now), &mut two);
        for _ in 0..3 {
            two.write(at(now), &one.address(), "?");
            for attempt in two.mailbox.due(at(now), usize::MAX) {
                let delivered = Outcome::Delivered;
                two.mailbox
                    .done(at(now), attempt.id, delivered, &mut two.rng);
            }
        }
    }
    let waits = one
        .mailbox
        .outbox()
        .find(|message| message.state != State::Delivered);
    let State::Waiting { reason, .. } = waits.unwrap().state else {
        panic!("it waits");
    };
    assert!(reason.unwrap().contains("full"));
    let mut read = Vec::new();
    for _ in 0..9 {
        while let Some(line) = two.mailbox.take_oldest(&one.address()) {
            read.push(words(line));
        }
        now += Duration::from_hours(1);
        one.deliver(at(now), &mut two);
    }
    assert_eq!(read, said);
}

/// A conversation is read a piece after the other, and only what was shown counts as read.
#[test]
fn a_conversation_is_read_in_pieces() {
    let [mut one, mut two] = friends();
    let (here, there) = (one.address(), two.address());
    for number in 0..12 {
        one.write(at(START), &there, &number.to_string());
    }
    one.deliver(at(START), &mut two);
    let first = two.mailbox.lines(&here, None, 5);
    let texts: Vec<String> = first.iter().cloned().map(words).collect();
    assert_eq!(texts, ["0", "1", "2", "3", "4"]);
    assert_eq!(two.mailbox.unread(&here), 12, "nobody has read them yet");
    let last = first[4].number;
    two.mailbox.read(&here, last);
    assert_eq!(two.mailbox.unread(&here), 7);
    let again = two.mailbox.lines(&here, Some(last), 5);
    assert_eq!((again[0].number, again.len()), (last, 5));
    two.write(at(START), &here, "mine");
    let rest = two.mailbox.lines(&here, Some(again[4].number + 1), 50);
    assert_eq!((rest.len(), two.mailbox.unread(&here)), (4, 7));
    two.mailbox.read(&here, rest[1].number);
    two.mailbox.read(&here, last);
    assert_eq!(two.mailbox.unread(&here), 1, "what was read stays read");
    two.mailbox.read(&here, u64::MAX);
    assert_eq!(two.mailbox.unread(&here), 0);
    assert!(two.mailbox.lines(&here, Some(u64::MAX), 5).is_empty());
    assert!(two.mailbox.lines(&there, None, 5).is_empty(), "nobody's");
}

/// The newest invitation that was not read is told with the peer, until it is read.
#[test]
fn invitations_are_told() {
    let [mut one, mut two] = friends();
    let (here, there) = (one.address(), two.address());
    let codes = ["tea-5ZEUQ7Y2X7RTHUXL", "mate-5ZEUQ7Y2X7RTHUXL"];
    let codes = codes.map(|code| RoomCode::parse(code).unwrap());
    for code in &codes {
        let name = RoomName::parse("tea").unwrap();
        let code = code.clone();
        let room = Content::Room { code, name };
        one.mailbox
            .send(at(START), &there, room, &mut one.rng)
            .unwrap();
    }
    one.write(at(START), &there, "come");
    one.deliver(at(START), &mut two);
    let invitation = |of: &Appliance| of.mailbox.peers(at(START))[0].invitation.clone();
    assert_eq!(invitation(&two).as_ref(), Some(&codes[1]));
    let lines = two.mailbox.lines(&here, None, 5);
    two.mailbox.read(&here, lines[1].number);
    assert_eq!(invitation(&two), None);
    assert_eq!(invitation(&one), None, "one's own is none");
}

/// What cannot be delivered is tried less and less often, and expires.
#[test]
fn what_waits_is_tried_again_and_expires() {
    let [mut one, two] = friends();
    let id = one.write(at(START), &two.address(), "hi");
    let mut now = START;
    let mut tries = Vec::new();
    while let Some(due) = one.mailbox.next_due() {
        now = now.max(due);
        for attempt in one.mailbox.due(at(now), usize::MAX) {
            tries.push(now);
            let outcome = Outcome::Later("nobody is there".to_owned().into());
            one.mailbox.done(at(now), attempt.id, outcome, &mut one.rng);
        }
    }
    assert_eq!(one.mailbox.state(id), Some(&State::Expired));
    assert!(
        now >= EXPIRY && now < EXPIRY + Duration::from_hours(1),
        "{now:?}"
    );
    let pauses = tries.windows(2).map(|pair| pair[1].saturating_sub(pair[0]));
    let pauses: Vec<Duration> = pauses.collect();
    assert!(pauses[0] <= Duration::from_secs(23), "{pauses:?}");
    assert!(pauses.iter().all(|pause| *pause <= Duration::from_mins(45)));
    assert!((180..400).contains(&tries.len()), "{}", tries.len());
}

/// What the host takes back is not sent any more, and does not hold up what comes after it; what was being delivered in
/// that moment is told as it was.
#[test]
fn what_is_taken_back_is_not_sent() {
    let [mut one, mut two] = friends();
    let first = one.write(at(START), &two.address(), "one");
    let second = one.write(at(START), &two.address(), "two");
    one.mailbox.take_back(first);
    assert_eq!(one.mailbox.state(first), Some(&State::TakenBack));
    assert_eq!(one.deliver(at(START), &mut two).last(), Some(&Ok(())));
    assert_eq!(two.words(&one.address()), ["two"]);
    one.mailbox.take_back(second);
    assert_eq!(one.mailbox.state(second), Some(&State::Delivered));

    for (outcome, state) in [
        (Outcome::Delivered, State::Delivered),
        (Outcome::Later("nobody".to_owned().into()), State::TakenBack),
        (Outcome::AtOnce("anew".to_owned().into()), State::TakenBack),
        (Outcome::Never("no".to_owned().into()), State::TakenBack),
    ] {
        let id = one.write(at(START), &two.address(), "three");
        assert_eq!(one.mailbox.due(at(START), usize::MAX).len(), 1);
        one.mailbox.take_back(id);
        let under_way = one.mailbox.state(id);
        assert!(matches!(under_way, Some(State::Waiting { .. })));
        one.mailbox.done(at(START), id, outcome, &mut one.rng);
        assert_eq!(one.mailbox.state(id), Some(&state));
    }
    assert_eq!(one.mailbox.next_due(), None);
}

/// Whoever asked is told at once when they are let in, by a message that nobody sees, and their own comes then.
#[test]
fn who_is_let_in_is_told() {
    let mut stranger = Appliance::new(3, Admission::Known, &[]);
    let [_, mut two] = friends();
    stranger.write(at(START), &two.address(), "let me in");
    stranger.deliver(at(START), &mut two);
    two.mailbox
        .add_contact("three".parse().unwrap(), &stranger.address())
        .unwrap();
    let hello = two
        .mailbox
        .send(at(START), &stranger.address(), Content::Hello, &mut two.rng);
    hello.unwrap();
    assert_eq!(two.deliver(at(START), &mut stranger).last(), Some(&Ok(())));
    assert_eq!(stranger.deliver(at(START), &mut two), [Ok(())]);
    assert_eq!(two.words(&stranger.address()), ["let me in"]);
    assert!(two.mailbox.outbox().next().is_none());
    assert_eq!(stranger.mailbox.take_oldest(&two.address()), None);
}

/// Who writes is there: what has waited for it for a day is sent at once.
#[test]
fn who_is_back_gets_everything() {
    let [mut one, mut two] = friends();
    one.write(at(START), &two.address(), "are you there?");
    for hour in 1..20 {
        let now = at(Duration::from_hours(hour));
        for attempt in one.mailbox.due(now, usize::MAX) {
            let outcome = Outcome::Later("nobody is there".to_owned().into());
            one.mailbox.done(now, attempt.id, outcome, &mut one.rng);
        }
    }
    let now = at(Duration::from_hours(19) + Duration::from_secs(1));
    assert!(one.mailbox.due(now, usize::MAX).is_empty());
    two.write(now, &one.address(), "I am back");
    two.deliver(now, &mut one);
    one.deliver(now, &mut two);
    assert_eq!(two.words(&one.address()), ["I am back", "are you there?"]);
}

/// What has become of messages is remembered for a while, and not for ever.
#[test]
fn memory_is_bounded() {
    let [mut one, mut two] = friends();
    let mut now = START;
    for number in 0..500 {
        now += Duration::from_secs(4);
        one.write(at(now), &two.address(), &number.to_string());
        one.deliver(at(now), &mut two);
        while two.mailbox.take_oldest(&one.address()).is_some() {}
    }
    assert_eq!(one.mailbox.outbox().count(), 200);
    let lines = one.mailbox.history(&two.address(), usize::MAX);
    assert_eq!(lines.len(), HISTORY);
    assert_eq!(two.words(&one.address()).len(), HISTORY);
    assert_eq!(lines.last().unwrap().state, Some(State::Delivered));

    let away = Key::new(8).address();
    let sent = (0..100).map(|_| {
        let mailbox = &mut one.mailbox;
        mailbox.send(at(now), &away, text("x"), &mut one.rng)
    });
    assert_eq!(sent.flatten().count(), 50);
}

/// A peer has one name, a name one peer; who is forgotten is forgotten whole.
#[test]
fn contacts_are_unique() {
    let [mut one, two] = friends();
    let other = Key::new(7).address();
    let add = |one: &mut Appliance, name: &str, address: &OnionAddress| {
        one.mailbox.add_contact(name.parse().unwrap(), address)
    };
    assert_eq!(add(&mut one, "two", &other), Err(ContactsFull::Taken));
    assert_eq!(add(&mut one, "zwei", &two.address()), Ok(false));
    let contacts = one.mailbox.contacts();
    assert_eq!(contacts.iter().count(), 1);
    assert_eq!(contacts.name_of(&two.address()).unwrap().as_str(), "zwei");
    one.write(at(START), &two.address(), "hi");
    let gone = one.mailbox.remove_contact(&"zwei".parse().unwrap());
    assert_eq!(gone, Some(two.address()));
    assert!(one.mailbox.peers(at(START)).is_empty() && one.mailbox.outbox().next().is_none());
}

/// A message on its way to somebody.
fn signed(key: &Key, content: Content) -> Signed {
    let envelope = Envelope {
        from: key.address(),
        to: Key::new(2).address(),
        start: Start::NONE,
        minute: 1,
        nonce: Nonce::random(&mut StdRng::seed_from_u64(1)),
        content,
    };
    envelope.sign(key)
}

/// What offers something that no file can be is no message, whoever has signed it.
#[test]
fn offers_of_no_file_are_refused() {
    let key = Key::new(1);
    let offer = FileOffer {
        name: FileName::parse("a.txt").unwrap(),
        size: 5,
        hash: [7; HASH],
        token: FileToken::random(&mut StdRng::seed_from_u64(1)),
    };
    let signed = signed(&key, Content::File(offer));
    let json = String::from_utf8(signed.to_json()).unwrap();
    assert!(Signed::parse(json.as_bytes()).is_ok());
    let too_big = format!("\"size\":{}", MAX_FILE + 1);
    for (good, bad) in [
        ("a.txt", "../a.txt"),
        ("a.txt", "a\\u0000.txt"),
        ("a.txt", "a\\u202etxt"),
        ("\"size\":5", too_big.as_str()),
        ("\"size\":5", "\"size\":-5"),
        ("\"size\":5", "\"size\":5,\"path\":\"/\""),
        ("0707", "07"),
        ("0707", "0G07"),
        ("\"kind\":\"file\"", "\"kind\":\"text\""),
        ("\"kind\":\"file\"", "\"kind\":\"files\""),
        ("\"token\":\"", "\"token\":\"00"),
    ] {
        let changed = json.replacen(good, bad, 1);
        assert_ne!(changed, json, "{good}");
        let parsed = Signed::parse(changed.as_bytes());
        assert_eq!(parsed, Err(Refusal::Malformed), "{bad}");
    }
}

proptest! {
    // A signature takes a while without optimization.
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever comes, reading it neither panics nor takes anything that was not signed.
    #[test]
    fn garbage_is_refused(bytes in vec(any::<u8>(), 0..300), text in ".{0,200}") {
        for raw in [&bytes[..], text.as_bytes()] {
            prop_assert_eq!(Signed::parse(raw), Err(Refusal::Malformed));
        }
    }

    /// Every offer of a file arrives as it was made, and whoever changes a field of it is found out.
    #[test]
    fn offers_survive_the_wire(
        (called, size, hash, seed) in (any::<String>(), 0..=MAX_FILE, any::<[u8; HASH]>(), any::<u64>()),
    ) {
        let key = Key::new(1);
        let mut rng = StdRng::seed_from_u64(seed);
        let offer = FileOffer { name: FileName::of_own(&called), size, hash, token: FileToken::random(&mut rng) };
        let envelope = Envelope {
            from: key.address(),
            to: Key::new(2).address(),
            start: Start::NONE,
            minute: 1,
            nonce: Nonce::random(&mut rng),
            content: Content::File(offer.clone()),
        };
        let signed = envelope.sign(&key);
        let json = signed.to_json();
        prop_assert!(json.len() <= MAX_ENVELOPE);
        let back = Signed::parse(&json).unwrap();
        prop_assert!(back.is_genuine());
        prop_assert_eq!(back, signed.clone());
        let mut other_hash = hash;
        other_hash[7] ^= 1;
        for lie in [
            FileOffer { name: FileName::of_own("another"), ..offer.clone() },
            FileOffer { size: size ^ 1, ..offer.clone() },
            FileOffer { hash: other_hash, ..offer.clone() },
            FileOffer { token: FileToken::random(&mut rng), ..offer.clone() },
        ] {
            let mut changed = signed.clone();
            changed.envelope.content = Content::File(lie);
            prop_assert!(!changed.is_genuine());
        }
    }

    /// Every text that may be said arrives as it was said.
    #[test]
    fn texts_survive_the_wire(typed in "\\PC{1,300}") {
        let Ok(content) = Content::text(&typed) else { return Ok(()) };
        let signed = signed(&Key::new(1), content);
        let json = signed.to_json();
        prop_assert!(json.len() <= MAX_ENVELOPE);
        let back = Signed::parse(&json).unwrap();
        prop_assert!(back.is_genuine());
        prop_assert_eq!(back, signed);
    }
}
