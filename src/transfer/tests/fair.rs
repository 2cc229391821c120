//! Who has one of the few places, and for how long.

use std::collections::BTreeMap;

use tokio::time::{Instant, sleep};

use super::*;

/// How long each file is: a few turns of somebody who sends a piece now and then.
const SIZE: usize = 32 * PIECE;

/// So slow that it is hardly borne.
const TRICKLES: Duration = Duration::from_secs(50);

/// As fast as usual.
const FAST: Duration = Duration::from_millis(100);

/// Peers who all send zeros.
#[derive(Clone, Default)]
struct Peers {
    /// How long each of them waits before a piece; who is missing is not there, and Tor takes its time to find out.
    pauses: Arc<BTreeMap<u8, Duration>>,
    /// Where each download began, in the order in which they began.
    begun: Arc<Mutex<Vec<(u8, usize)>>>,
    /// How many each of them has open now, and had at most.
    open: Arc<Mutex<BTreeMap<u8, (usize, usize)>>>,
}

impl Peers {
    /// They.
    fn new(pauses: &[(u8, Duration)]) -> Self {
        Self {
            pauses: Arc::new(pauses.iter().copied().collect()),
            ..Self::default()
        }
    }

    /// Sends a file, or what is left of it.
    async fn send(&self, peer: u8, pause: Duration, mut to: DuplexStream) {
        let mut head = vec![0; 8192];
        let read = to.read(&mut head).await.unwrap();
        let head = String::from_utf8_lossy(&head[..read]).into_owned();
        let range = head.split_once("range: bytes=");
        let from = range.map_or(0, |(_, from)| {
            from.split('-').next().unwrap().parse().unwrap()
        });
        self.begun.lock().unwrap().push((peer, from));
        let answered = if from == 0 {
            format!("{OURS}{SIZE}")
        } else {
            rest(from, SIZE)
        };
        let mut said = to.write_all(&answer(&answered, b"")).await;
        let mut left = SIZE - from;
        while left > 0 && said.is_ok() {
            sleep(pause).await;
            let piece = left.min(PIECE);
            said = to.write_all(&vec![0; piece]).await;
            left -= piece;
        }
    }
}

impl Dial for Peers {
    type Stream = DuplexStream;

    async fn dial(&self, to: &Destination) -> Result<DuplexStream, DialError> {
        let Destination::Onion(address, _) = to else {
            panic!("to peers only");
        };
        let peer = address.key()[0];
        let Some(&pause) = self.pauses.get(&peer) else {
            return std::future::pending().await;
        };
        let (ours, theirs) = duplex(2 * PIECE);
        let this = self.clone();
        tokio::spawn(async move {
            let count = |add: usize, sub: usize| {
                let mut open = this.open.lock().unwrap();
                let (now, most) = open.entry(peer).or_default();
                *now = *now + add - sub;
                *most = (*most).max(*now);
            };
            count(1, 0);
            this.send(peer, pause, theirs).await;
            count(0, 1);
        });
        Ok(ours)
    }
}

/// Accepts a file of each of these peers, in this order; says after which time each of those came that came before the
/// last of `awaited`.
async fn fetch_all(from: &[u8], awaited: &[u64], dial: &Peers) -> BTreeMap<u64, Duration> {
    let files = Arc::new(Transfers::default());
    let folder = tempfile::tempdir().unwrap();
    let mut rng = StdRng::seed_from_u64(4);
    for (number, peer) in (1..).zip(from) {
        let offer = FileOffer {
            token: FileToken::random(&mut rng),
            ..offer_of(&vec![0; SIZE])
        };
        files.note(Duration::ZERO, &OnionAddress::of([*peer; 32]), &offer);
        let accepted = files.accept(Duration::ZERO, FileNumber(number), folder.path());
        accepted.unwrap();
    }
    let nothing = |_: &OnionAddress, _| Err(String::new());
    let running = run(
        Arc::clone(&files),
        dial.clone(),
        std::future::ready(()),
        (nothing, drop),
    );
    let began = Instant::now();
    let mut came = BTreeMap::new();
    let over = async {
        while !awaited.iter().all(|number| came.contains_key(number)) {
            sleep(Duration::from_secs(1)).await;
            for view in files.all(Duration::ZERO) {
                match view.state {
                    FileState::Done { .. } => {
                        came.entry(view.number.0).or_insert_with(|| began.elapsed());
                    }
                    FileState::Failed { reason } => panic!("{reason}"),
                    _ => {}
                }
            }
        }
    };
    tokio::select! {
        () = running => unreachable!("it runs for ever"),
        () = over => {}
    }
    came
}

/// Who sends as little as is borne keeps a place for a turn while somebody waits for it, and then goes on from where
/// it was; where nobody waits, it is left alone.
#[tokio::test(start_paused = true)]
async fn who_is_slow_gives_the_place_to_who_waits() {
    let slow = [(1, TRICKLES), (2, TRICKLES)];
    let peers = Peers::new(&[&slow[..], &[(3, FAST)]].concat());
    let came = fetch_all(&[1, 1, 2, 2, 3], &[1, 2, 3, 4, 5], &peers).await;
    assert!(came[&5] > TURN, "who was first has a turn");
    assert!(came[&5] < TURN + 2 * TRICKLES, "{:?}", came[&5]);
    let begun = peers.begun.lock().unwrap();
    let anew: Vec<_> = begun.iter().filter(|(_, from)| *from > 0).collect();
    let [(1 | 2, from)] = anew[..] else {
        panic!("only one gave its place up: {begun:?}");
    };
    assert!(*from >= 5 * PIECE, "it goes on where it was");
    assert_eq!(begun.len(), 6);
}

/// One peer has not all places, however many of its files are accepted.
#[tokio::test(start_paused = true)]
async fn nobody_sends_everything_at_once() {
    let peers = Peers::new(&[(1, FAST), (2, FAST)]);
    fetch_all(&[1, 1, 1, 1, 1, 2], &[1, 2, 3, 4, 5, 6], &peers).await;
    let open = peers.open.lock().unwrap();
    assert_eq!(open[&1], (0, AT_ONCE_WITH_ONE));
    let begun = peers.begun.lock().unwrap();
    let first: Vec<u8> = begun[..3].iter().map(|(peer, _)| *peer).collect();
    assert!(first.contains(&2), "{begun:?}");
}

/// Who is not there has a place only while that is tried.
#[tokio::test(start_paused = true)]
async fn who_is_away_holds_up_nobody() {
    let peers = Peers::new(&[(9, FAST)]);
    let came = fetch_all(&[1, 2, 3, 4, 5, 6, 7, 8, 9], &[9], &peers).await;
    assert!(came[&9] < Duration::from_mins(4), "{:?}", came[&9]);
}

/// Own files are sent a few at once, fewer to one peer. Who wants a place gets that of whoever has had one for longer
/// than a turn, also of one who does not read; not before.
#[tokio::test]
async fn own_files_are_sent_in_turns() {
    let closing = CancellationToken::new();
    let address = |peer: u8| OnionAddress::of([peer; 32]);
    let peers = [1, 1, 1, 2, 2, 3].map(address);
    let (_folder, files, tokens) = offering_to(&peers, &content()).await;
    let send = |at: usize, now: Duration| files.send(now, &tokens[at], 0, &closing);
    let state = |at: u64| files.look(Duration::ZERO, FileNumber(at)).unwrap().state;
    let second = Duration::from_secs(1);
    let almost = TURN.saturating_sub(second);
    let first = send(0, Duration::ZERO).unwrap();
    let mut others = vec![send(1, second).unwrap()];
    assert_eq!(send(2, second).unwrap_err(), NotSent::Busy, "of one");
    others.extend([send(3, 2 * second).unwrap(), send(4, 2 * second).unwrap()]);
    assert_eq!(send(5, almost).unwrap_err(), NotSent::Busy);
    // Who has a place may take it anew, whoever else wants one, and has it no longer by that.
    let anew = send(0, almost).unwrap();
    assert!(drain(first).await.is_empty());
    drop(anew);
    let anew = send(0, almost).unwrap();

    let last = send(5, TURN).unwrap();
    assert!(drain(anew).await.is_empty(), "its turn was over");
    let soon = send(0, TURN + second).unwrap_err();
    assert_eq!(soon, NotSent::Busy, "who has had a turn ends nobody else's");
    assert!(state(1) == FileState::Offered);
    drop(last);
    let again = send(0, TURN + second).unwrap();
    let third = send(2, TURN + second).unwrap();
    assert!(drain(others.remove(0)).await.is_empty(), "its own gave way");
    for going_on in others.into_iter().chain([again, third]) {
        assert!(drain(going_on).await == content());
    }
    assert!(state(1) == FileState::Done { path: None });
}
