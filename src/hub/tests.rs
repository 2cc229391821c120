//! What readers get, in which order, and whether the hub's books are right afterwards.

use std::task::{Context, Poll, Waker};

use rand::{SeedableRng, rngs::StdRng};

use super::{
    look::Pending,
    reader::{Next, Reader},
    *,
};
use crate::chat::{EventKind, MemberId, Passphrase, Stamp, Via, text::TooLong};

/// People's transcripts, in English.
const HTML: Form = Form::Html(Lang::En);

/// Renders in short.
#[derive(Debug)]
struct Short;

impl Render for Short {
    fn event(&self, form: Form, event: &Event) -> Bytes {
        let text = match &event.kind {
            EventKind::Said { text, .. } => text.as_str().to_owned(),
            EventKind::Whispered { text, .. } => format!("w:{}", text.as_str()),
            EventKind::Erased(seqs) => format!("erased {}", seqs.len()),
            EventKind::Answer(_) => "answer".to_owned(),
            other => Lang::default().notice(other).unwrap(),
        };
        Bytes::from(match form {
            Form::Html(_) => format!("{text}|"),
            Form::Json => format!("{text}\n"),
        })
    }

    fn roster(&self, _: Form, roster: &Roster) -> Bytes {
        let nicks = roster.members.iter().map(|entry| entry.nick.as_str());
        let nicks: Vec<&str> = nicks.collect();
        Bytes::from(format!("[{}+{}]|", nicks.join(" "), roster.nameless))
    }

    fn news(&self, _: Form) -> Bytes {
        Bytes::from_static(b"NEW|")
    }
}

/// A hub whose clock the test turns.
struct Bench {
    /// The hub under test.
    hub: Hub,
    /// The randomness that it is given.
    rng: StdRng,
    /// The uptime that it is told, in seconds.
    seconds: u64,
}

impl Bench {
    /// A hub for so many transcripts.
    fn new(max_open: usize) -> Self {
        let moderation = Moderation::Everyone;
        let mut rng = StdRng::seed_from_u64(9);
        Self {
            hub: Hub::new(max_open, moderation, None, Arc::new(Short), &mut rng),
            rng,
            seconds: 0,
        }
    }

    /// The moment that the hub is told.
    fn now(&self) -> Moment {
        Moment {
            uptime: Duration::from_secs(self.seconds),
            shown: Stamp::from_unix(0),
        }
    }

    /// Who somebody says they are; nobody in particular for 0.
    fn claim(member: u128) -> Claim {
        let nicks = ["", "Ada", "Bob", "Eve", "Ivy"];
        let index = usize::try_from(member).unwrap();
        Claim {
            member: MemberId(member),
            proven: member != 0,
            wish: Nick::parse(nicks.get(index).copied().unwrap_or_default()).ok(),
            via: Some(Via(u64::try_from(member).unwrap() % 100)),
        }
    }

    /// Opens a transcript in the lobby.
    fn open(&mut self, member: u128) -> Reader {
        self.open_as(member, HTML)
    }

    /// The same in some form.
    fn open_as(&mut self, member: u128, form: Form) -> Reader {
        let (now, claim) = (self.now(), Self::claim(member));
        let opened = self.hub.open(now, &claim, &Place::Lobby, form);
        opened.unwrap()
    }

    /// Types something in the lobby, a second after what was typed before.
    fn types(&mut self, member: u128, typed: &str) -> Result<Reply, Refusal> {
        self.seconds += 1;
        let command = Command::parse(typed, TooLong::Cut).unwrap().unwrap();
        let command = Command::<Passphrase>::with_lock(command, None).unwrap();
        let (now, claim) = (self.now(), Self::claim(member));
        let place = Place::Lobby;
        self.hub
            .submit(
                now,
                &claim,
                &place,
                command,
                SentFrom::default(),
                &mut self.rng,
            )
            .outcome
    }

    /// Lets so many seconds pass, and the hub know.
    fn tick(&mut self, seconds: u64) {
        self.seconds += seconds;
        self.hub.tick(self.now());
    }

    /// Everything that comes for a reader now: the lines in one piece, `<3>` for three that were missed.
    fn read(&self, reader: &mut Reader) -> String {
        let mut all = String::new();
        let mut cx = Context::from_waker(Waker::noop());
        while let Poll::Ready(next) = reader.poll_next(self.now().uptime, &mut cx) {
            match next {
                Next::Lines(Pending { missed, lines, .. }) => {
                    if missed > 0 {
                        all.extend(["<", &missed.to_string(), ">"]);
                    }
                    all += std::str::from_utf8(&lines).unwrap();
                }
                Next::Heartbeat => all += "~",
                Next::End(reason) => return format!("{all}END {reason:?}"),
            }
        }
        all
    }
}

/// Messages, notices and whispers come in the order in which they happened, each to those it is for.
#[test]
fn lines_of_all_sorts_come_in_order() {
    let mut bench = Bench::new(10);
    let (mut ada, mut bob, mut nobody) = (bench.open(1), bench.open(2), bench.open(0));
    for reader in [&mut ada, &mut bob, &mut nobody] {
        bench.read(reader);
    }
    bench.types(1, "one").unwrap();
    bench.types(1, "/w bob two").unwrap();
    bench.types(2, "/nick Robert").unwrap();
    bench.types(2, "three").unwrap();
    let both = "one|w:two|Bob is now Robert.|three|";
    assert_eq!(bench.read(&mut ada), both);
    assert_eq!(bench.read(&mut bob), both);
    assert_eq!(bench.read(&mut nobody), "one|three|");
    let mut later = bench.open(2);
    assert_eq!(bench.read(&mut later), "one|w:two|three|");
    let mut stranger = bench.open(3);
    assert_eq!(bench.read(&mut stranger), "one|three|");
}

/// Whoever is ignored is not seen, neither live nor in the backlog; everybody else is.
#[test]
fn the_ignored_are_left_out() {
    let mut bench = Bench::new(10);
    let (_ada, mut bob, mut eve) = (bench.open(1), bench.open(2), bench.open(3));
    bench.types(2, "/ignore Ada").unwrap();
    bench.types(1, "noise").unwrap();
    bench.types(3, "sense").unwrap();
    assert_eq!(bench.read(&mut bob), "answer|sense|");
    assert_eq!(bench.read(&mut eve), "noise|sense|");
    let mut later = bench.open(2);
    assert_eq!(bench.read(&mut later), "answer|sense|");
}

/// The list of members is told within a second of a change, to members, and not more often than its size
/// allows.
#[test]
fn the_roster_is_told_to_members() {
    let mut bench = Bench::new(10);
    let (mut ada, mut nobody) = (bench.open(1), bench.open(0));
    bench.read(&mut ada);
    bench.read(&mut nobody);
    bench.tick(1);
    assert_eq!(bench.read(&mut ada), "[Ada+1]|");
    assert_eq!(bench.read(&mut nobody), "");
    bench.tick(1);
    assert_eq!(bench.read(&mut ada), "", "nothing has changed");
    let bob = bench.open(2);
    bench.tick(1);
    assert_eq!(bench.read(&mut ada), "Bob has joined.|[Ada Bob+1]|");
    drop((bob, nobody));
    bench.tick(1);
    assert_eq!(bench.read(&mut ada), "[Ada Bob+0]|");
    bench.tick(46);
    bench.tick(1);
    assert_eq!(bench.read(&mut ada), "Bob has left the room.|[Ada+0]|");
}

/// A slow reader is told how many messages it missed; notices that were lost beside are not counted.
#[test]
fn a_slow_reader_is_told_what_it_missed() {
    let mut bench = Bench::new(10);
    let mut ada = bench.open(1);
    bench.read(&mut ada);
    for number in 0..203 {
        bench.types(2, &number.to_string()).unwrap();
        if number % 2 == 0 {
            drop(bench.open(3));
            bench.tick(50);
        }
    }
    let read = bench.read(&mut ada);
    assert!(read.starts_with("<3>3|"), "{}", &read[..40]);
    assert!(read.contains("|202|"));
}

/// A message that is taken back is in nothing that anybody opens later, in neither form. People's
/// transcripts end, so that it leaves their screens; programs are told.
#[test]
fn what_is_deleted_is_told_and_gone() {
    let mut bench = Bench::new(10);
    let (mut ada, mut nobody) = (bench.open(1), bench.open(0));
    let mut program = bench.open_as(2, Form::Json);
    bench.types(1, "one").unwrap();
    bench.types(1, "two").unwrap();
    for reader in [&mut ada, &mut nobody] {
        assert_eq!(bench.read(reader), "one|two|");
    }
    assert_eq!(bench.read(&mut program), "one\ntwo\n");
    bench.types(1, "/delete").unwrap();
    for reader in [&mut ada, &mut nobody] {
        assert_eq!(bench.read(reader), "END Erased");
    }
    assert_eq!(bench.read(&mut program), "erased 1\n");
    for (form, expected) in [(HTML, "one|"), (Form::Json, "one\n")] {
        let mut later = bench.open_as(3, form);
        assert_eq!(bench.read(&mut later), expected);
    }
}

/// A message that was taken back before somebody looked was never on their screen, and their transcript
/// ends all the same; so does one that had not begun.
#[test]
fn what_is_deleted_unseen_is_never_seen() {
    let mut bench = Bench::new(10);
    let (mut ada, mut idle) = (bench.open(1), bench.open(2));
    bench.read(&mut ada);
    bench.types(3, "secret").unwrap();
    bench.types(3, "/delete").unwrap();
    assert_eq!(bench.read(&mut ada), "END Erased");
    assert_eq!(bench.read(&mut idle), "END Erased");
}

/// Two erasures are followed at once; whoever goes on taking back what they said makes everybody load the
/// room anew at a pace, and within that pace it leaves every screen.
#[test]
fn erasures_come_at_a_pace() {
    let mut bench = Bench::new(10);
    let mut program = bench.open_as(2, Form::Json);
    bench.read(&mut program);
    let mut ada = bench.open(1);
    for number in 0..3 {
        bench.types(3, &format!("secret {number}")).unwrap();
        assert!(bench.read(&mut ada).ends_with(&format!("secret {number}|")));
        bench.types(3, "/delete").unwrap();
        let told = bench.read(&mut ada);
        if number < 2 {
            assert_eq!(told, "END Erased", "{number}");
            ada = bench.open(1);
            assert!(!bench.read(&mut ada).contains("secret"));
        } else {
            assert_eq!(told, "", "{number}");
        }
    }
    assert_eq!(bench.read(&mut program).matches("erased 1\n").count(), 3);
    // Five seconds, and 300 ms for each of the two readers.
    bench.tick(1);
    assert!(!bench.read(&mut ada).contains("END"));
    bench.tick(5);
    assert!(bench.read(&mut ada).ends_with("END Erased"));
    let mut later = bench.open(1);
    assert!(!bench.read(&mut later).contains("secret"));
    bench.tick(60);
    assert!(!bench.read(&mut later).contains("END"), "once is enough");
}

/// However transcripts end, the places are given back exactly once.
#[test]
fn places_are_given_back_once() {
    let mut bench = Bench::new(6);
    let open = |bench: &Bench| bench.hub.occupancy().streams;
    let mut kicked = bench.open(2);
    let mut mine: Vec<Reader> = (0..5).map(|_| bench.open(1)).collect();
    assert_eq!(open(&bench), 5, "the oldest of the five was told to end");
    assert!(bench.read(&mut mine[0]).starts_with("END OpenedElsewhere"));
    bench.types(1, "/kick bob").unwrap();
    assert!(bench.read(&mut kicked).starts_with("END Kicked"));
    assert_eq!(open(&bench), 4);
    // Bob comes back before the old transcript is dropped; that does not take him out again.
    let mut back = bench.open(2);
    drop(kicked);
    bench.tick(100);
    bench.types(1, "hello").unwrap();
    assert!(bench.read(&mut back).contains("hello|"));
    assert_eq!(open(&bench), 5);
    bench.types(1, "/stop").unwrap();
    assert_eq!(open(&bench), 0);
    drop((mine, back));
    assert_eq!(open(&bench), 0);
    let _again: Vec<Reader> = (0..6).map(|_| bench.open(0)).collect();
    let full = bench
        .hub
        .open(bench.now(), &Bench::claim(0), &Place::Lobby, HTML);
    assert_eq!(full.err(), Some(Refusal::Full));
}

/// Nothing of a room is kept once it is gone, and readers without a name do not keep it.
#[test]
fn nothing_is_kept_of_a_room_that_is_gone() {
    let mut bench = Bench::new(10);
    let _ada = bench.open(1);
    let Ok(Reply::Moved { to, .. }) = bench.types(1, "/create demo") else {
        panic!("no room was made");
    };
    let nameless = Bench::claim(0);
    let opened = bench.hub.open(bench.now(), &nameless, &to, HTML);
    let mut reader = opened.unwrap();
    bench.read(&mut reader);
    bench.tick(46);
    assert!(bench.read(&mut reader).starts_with("END Empty"));
    drop(reader);
    let inner = bench.hub.lock();
    assert_eq!(inner.channels.len(), 1, "the lobby");
}

/// What is for one member alone is let go of when that member has gone.
#[test]
fn private_lines_go_with_their_member() {
    let mut bench = Bench::new(10);
    let ada = bench.open(1);
    let _bob = bench.open(2);
    bench.types(2, "/w ada psst").unwrap();
    drop(ada);
    bench.tick(44);
    let mut back = bench.open(1);
    assert_eq!(bench.read(&mut back), "w:psst|[Ada Bob+0]|");
    drop(back);
    bench.tick(46);
    let mut later = bench.open(1);
    assert!(!bench.read(&mut later).contains("psst"));
}

/// The time of grace began when a silent reader had last been woken, and so was over half a minute too early.
#[test]
fn grace_begins_when_the_reader_has_gone() {
    let mut bench = Bench::new(10);
    let mut ada = bench.open(1);
    bench.types(2, "hello").unwrap();
    let bob = bench.open(2);
    bench.read(&mut ada);
    for _ in 0..29 {
        bench.tick(1);
    }
    drop(bob);
    bench.tick(44);
    assert!(!bench.read(&mut ada).contains("has left"));
    bench.tick(2);
    assert!(bench.read(&mut ada).contains("Bob has left the room."));
}

/// A reader who was slow kept on its screen what had been taken back; now it is shown the room anew. Comings
/// and goings do not push out what was taken back.
#[test]
fn erasures_are_never_missed() {
    let mut bench = Bench::new(200);
    let mut ada = bench.open_as(1, Form::Json);
    let mut bob = bench.open(3);
    bench.types(2, "secret").unwrap();
    bench.read(&mut ada);
    bench.read(&mut bob);
    bench.types(2, "/delete").unwrap();
    for member in 5..150 {
        drop(bench.open(member));
        bench.tick(10);
    }
    assert!(bench.read(&mut ada).contains("erased 1\n"));
    for number in 0..65 {
        bench.types(2, &number.to_string()).unwrap();
        bench.types(2, "/delete").unwrap();
    }
    assert_eq!(bench.read(&mut ada), "END FellBehind");
    assert_eq!(bench.read(&mut bob), "END Erased");
}

/// Whispers that were pushed out by others are counted as missed.
#[test]
fn lost_whispers_are_told() {
    let mut bench = Bench::new(10);
    let mut ada = bench.open(1);
    let _bob = bench.open(2);
    bench.read(&mut ada);
    for number in 0..70 {
        bench.types(2, &format!("/w ada {number}")).unwrap();
    }
    assert!(bench.read(&mut ada).starts_with("<6>w:6|"));
}

/// Whoever was banned read on in another window, with another session or none, over the same circuit.
#[test]
fn a_ban_ends_everything_over_the_circuit() {
    let mut bench = Bench::new(10);
    let token = HostToken::random(&mut bench.rng);
    bench.hub = Hub::new(
        10,
        Moderation::Operators,
        Some(token.clone()),
        Arc::new(Short),
        &mut bench.rng,
    );
    let (_ada, mut bob) = (bench.open(1), bench.open(2));
    let (mut another, mut innocent) = (bench.open(102), bench.open(3));
    bench.types(1, &format!("/op {}", token.reveal())).unwrap();
    bench.types(1, "/ban bob").unwrap();
    for reader in [&mut bob, &mut another] {
        assert!(bench.read(reader).ends_with("END Banned"));
    }
    assert!(!bench.read(&mut innocent).contains("END"));
    assert_eq!(bench.hub.occupancy().streams, 2);
    drop((bob, another));
    bench.tick(46);
    assert_eq!(bench.hub.occupancy().streams, 2);
    let roster = bench.hub.lock().state.roster(RoomId::LOBBY).unwrap();
    assert_eq!(roster.members.len(), 2);
}

/// Whispers that came and went while their member was away are counted as well, once.
#[test]
fn whispers_lost_while_away_are_told() {
    let mut bench = Bench::new(10);
    let (mut ada, _bob) = (bench.open(1), bench.open(2));
    bench.types(2, "/w ada seen").unwrap();
    bench.read(&mut ada);
    drop(ada);
    for number in 0..66 {
        bench.types(2, &format!("/w ada {number}")).unwrap();
        if number % 30 == 0 {
            drop(bench.open(1));
        }
    }
    let mut back = bench.open(1);
    assert!(bench.read(&mut back).starts_with("<2>w:2|"));
    let mut again = bench.open(1);
    assert!(bench.read(&mut again).starts_with("w:2|"));
}

/// That the end comes near is told to whoever reads, also without a session, and to nobody who comes later; a
/// program that asks is told what is left by then.
#[test]
fn everybody_who_reads_learns_of_the_end() {
    let mut bench = Bench::new(10);
    let (mut ada, mut nameless) = (bench.open(1), bench.open(0));
    let mut program = bench.open_as(0, Form::Json);
    for reader in [&mut ada, &mut nameless, &mut program] {
        bench.read(reader);
    }
    assert_eq!(bench.hub.occupancy().closes, None);
    bench.hub.set_end(bench.now(), Duration::from_mins(20));
    let told = "The room closes in 20 minutes.";
    for reader in [&mut ada, &mut nameless, &mut program] {
        assert_eq!(bench.read(reader).matches(told).count(), 1);
    }
    bench.tick(5 * 60);
    assert!(bench.read(&mut nameless).contains("closes in 15 minutes."));
    let mut late = bench.open(2);
    assert!(!bench.read(&mut late).contains("closes"));
    let left = bench.hub.time_left().unwrap();
    assert_eq!(left.as_secs(), 15 * 60);
    assert_eq!(bench.hub.occupancy().closes, Some(left));
}
