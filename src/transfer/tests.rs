//! Files that are fetched from whoever answers, and those that are offered.

mod fair; // who has a place, and how long

use std::{
    fs,
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
};

use rand::{SeedableRng as _, rngs::StdRng};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};

use super::{fetch::TRIES, table::MOST_OFFERED, *};
use crate::dial::{Destination, Dial, DialError};

/// The head of an honest answer, up to what the length says.
const OURS: &str = "HTTP/1.1 200 OK\r\nserver: onionchat\r\ncontent-length: ";

/// What one attempt meets.
#[derive(Clone)]
enum Meets {
    /// Nobody.
    Nobody(DialError),
    /// Somebody who says these bytes and closes.
    Says(Vec<u8>),
    /// The same, who then says nothing more and stays.
    Hangs(Vec<u8>),
    /// Somebody who has a file of this size, and says a byte of it now and then.
    Drips(usize),
}

/// A way to somebody who does one thing after the other, the last one again and again; what was asked.
#[derive(Clone)]
struct Fake {
    /// What each attempt meets.
    script: Arc<Vec<Meets>>,
    /// How many there were.
    attempts: Arc<AtomicUsize>,
    /// What they asked.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    /// One that does this.
    fn new(script: Vec<Meets>) -> Self {
        Self {
            script: Arc::new(script),
            attempts: Arc::default(),
            asked: Arc::default(),
        }
    }
}

impl Dial for Fake {
    type Stream = DuplexStream;

    async fn dial(&self, to: &Destination) -> Result<DuplexStream, DialError> {
        assert!(*to == Destination::Onion(anna(), 80), "to the sender only");
        let attempt = self.attempts.fetch_add(1, Ordering::Relaxed);
        let meets = self.script[attempt.min(self.script.len() - 1)].clone();
        let drips = match &meets {
            Meets::Drips(size) => Some(*size),
            _ => None,
        };
        let (mut says, then) = match meets {
            Meets::Nobody(error) => return Err(error),
            Meets::Says(says) => (says, None),
            Meets::Hangs(says) => (says, Some(Duration::MAX)),
            Meets::Drips(_) => (Vec::new(), Some(Duration::from_secs(7))),
        };
        let (ours, mut theirs) = duplex(8192);
        let asked = Arc::clone(&self.asked);
        tokio::spawn(async move {
            let mut head = vec![0; 8192];
            let read = theirs.read(&mut head).await.unwrap_or(0);
            let head = String::from_utf8_lossy(&head[..read]).into_owned();
            if let Some(size) = drips {
                let from = head.split_once("range: bytes=").map(|(_, range)| {
                    let digits = range.split('-').next().unwrap();
                    digits.parse::<usize>().unwrap()
                });
                let honest = format!("{OURS}{size}");
                let head = from.map_or(honest, |from| rest(from, size));
                says = answer(&head, b"");
            }
            asked.lock().unwrap().push(head);
            let _ = theirs.write_all(&says).await;
            while let Some(pause) = then {
                tokio::time::sleep(pause).await;
                if theirs.write_all(b"x").await.is_err() {
                    break;
                }
            }
        });
        Ok(ours)
    }
}

/// Somebody who offers.
fn anna() -> OnionAddress {
    OnionAddress::of([1; 32])
}

/// What the file holds: several pieces, and no two the same.
fn content() -> Vec<u8> {
    (0..50_000_u32).flat_map(u32::to_be_bytes).collect()
}

/// The offer of a file that holds this.
fn offer_of(content: &[u8]) -> FileOffer {
    FileOffer {
        name: FileName::parse("notes.txt").unwrap(),
        size: content.len() as u64,
        hash: Sha256::digest(content).into(),
        token: FileToken::random(&mut StdRng::seed_from_u64(1)),
    }
}

/// A head, and as much of the file.
fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [head.as_bytes(), b"\r\n\r\n", body].concat()
}

/// The head of an honest answer that goes on from there.
fn rest(from: usize, size: usize) -> String {
    format!(
        "HTTP/1.1 206 Partial Content\r\nserver: onionchat\r\ncontent-length: {}\r\ncontent-range: bytes {from}-{}/{size}",
        size - from,
        size - 1
    )
}

/// Somebody to whom a file is offered.
struct Receiver {
    files: Arc<Transfers>,
    folder: TempDir,
}

impl Receiver {
    /// Whom this is offered to.
    fn of(offer: &FileOffer) -> Self {
        let files = Arc::new(Transfers::default());
        files.note(Duration::ZERO, &anna(), offer);
        let folder = tempfile::tempdir().unwrap();
        Self { files, folder }
    }

    /// Fetches what was offered; gives what came of it.
    async fn fetch(&self, dial: &Fake) -> FileState {
        let number = FileNumber(1);
        let accepted = self
            .files
            .accept(Duration::ZERO, number, self.folder.path());
        accepted.unwrap();
        let nothing = |_: &OnionAddress, _| Err(String::new());
        let running = run(
            Arc::clone(&self.files),
            dial.clone(),
            std::future::ready(()),
            (nothing, drop),
        );
        let over = async {
            loop {
                let state = self.state();
                if !matches!(state, FileState::Waiting { .. } | FileState::Running) {
                    return state;
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        };
        tokio::select! {
            () = running => unreachable!("it runs for ever"),
            state = over => state,
        }
    }

    /// How it stands.
    fn state(&self) -> FileState {
        let view = self.files.look(Duration::ZERO, FileNumber(1));
        view.unwrap().state
    }

    /// What is in the folder.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// Where a file is that came.
fn path_of(state: FileState) -> PathBuf {
    match state {
        FileState::Done { path: Some(path) } => path.into(),
        FileState::Failed { reason } => panic!("{reason}"),
        _ => panic!("it did not come"),
    }
}

/// Why one did not come.
fn reason_of(state: FileState) -> String {
    match state {
        FileState::Failed { reason } => reason,
        _ => panic!("it did not fail"),
    }
}

/// What comes is what was offered, this user's alone, no program, and in the place of nothing; a name that is taken
/// gets a number, also where a link to nowhere has it.
#[tokio::test(start_paused = true)]
async fn files_come_whole_and_overwrite_nothing() {
    for content in [content(), Vec::new()] {
        let offer = offer_of(&content);
        let receiver = Receiver::of(&offer);
        let link = receiver.folder.path().join("notes (1).txt");
        std::os::unix::fs::symlink("/nowhere/at/all", link).unwrap();
        let says = answer(&format!("{OURS}{}", content.len()), &content);
        let dial = Fake::new(vec![Meets::Says(says)]);
        for name in ["notes.txt", "notes (2).txt", "notes (3).txt"] {
            let path = path_of(receiver.fetch(&dial).await);
            assert_eq!(path, receiver.folder.path().join(name));
            assert_eq!(fs::read(&path).unwrap(), content);
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o7777, 0o600);
        }
        assert_eq!(receiver.names().len(), 4, "no draft is left");
        let asked = dial.asked.lock().unwrap();
        for head in asked.iter() {
            let request = format!("GET /peer/file/{} HTTP/1.1\r\n", offer.token);
            assert!(head.starts_with(&request) && !head.contains("range"));
        }
    }
}

/// Whoever sends anything else than what was offered is found out, and nothing of it stays.
#[tokio::test(start_paused = true)]
async fn liars_leave_nothing() {
    let content = content();
    let size = content.len();
    let mut other = content.clone();
    other[size - 1] ^= 1;
    let honest = format!("{OURS}{size}");
    let at = size / 4;
    let cut = Meets::Says(answer(&honest, &content[..at]));
    let says = |head: &str| vec![Meets::Says(answer(head, &content))];
    let resumes = |head: &str| vec![cut.clone(), Meets::Says(answer(head, &content[at..]))];
    let wrong_range = rest(at, size).replace(&format!("bytes {at}"), "bytes 0");
    let wrong_size = rest(at, size).replace(&format!("/{size}"), "/*");
    let no_range = rest(at, size).replace("content-range", "x");
    for (script, reason) in [
        (
            vec![Meets::Says(answer(&honest, &other))],
            "SHA-256 is another",
        ),
        (says(&format!("{OURS}{}", size + 1)), "does not fit"),
        (says(&format!("{OURS}{}", size - 1)), "does not fit"),
        (says(&format!("{OURS}{}", i64::MAX)), "does not fit"),
        (says("HTTP/1.1 200 OK\r\nserver: onionchat"), "does not fit"),
        (
            says("HTTP/1.1 200 OK\r\nserver: onionchat\r\ntransfer-encoding: chunked"),
            "does not fit",
        ),
        (says(&rest(0, size)), "does not fit"),
        (
            says("HTTP/1.1 302 Found\r\nserver: onionchat\r\nlocation: http://example.com/"),
            "does not fit",
        ),
        (says("HTTP/1.1 500 No\r\nserver: onionchat"), "does not fit"),
        (says("HTTP/1.1 404 No\r\nserver: onionchat"), "do not offer"),
        (
            says(&format!("HTTP/1.1 200 OK\r\ncontent-length: {size}")),
            "something else than an onionchat",
        ),
        (vec![Meets::Says(b"SSH-2.0-x\r\n".to_vec())], "given up"),
        (vec![Meets::Hangs(Vec::new())], "given up"),
        (vec![Meets::Drips(size)], "given up"),
        (vec![cut.clone()], "does not fit"),
        (resumes(&wrong_range), "does not fit"),
        (resumes(&wrong_size), "does not fit"),
        (resumes(&no_range), "does not fit"),
        (resumes(&format!("{OURS}{}", size - at)), "does not fit"),
        (
            vec![Meets::Nobody(DialError::KeyMissing)],
            "needs a guest's key",
        ),
        (vec![Meets::Nobody(DialError::NotFound)], "given up"),
    ] {
        let receiver = Receiver::of(&offer_of(&content));
        let dial = Fake::new(script);
        let told = reason_of(receiver.fetch(&dial).await);
        assert!(told.contains(reason), "{told}, and not {reason}");
        assert!(receiver.names().is_empty(), "{reason}");
        let attempts = dial.attempts.load(Ordering::Relaxed);
        assert!(attempts <= TRIES as usize, "{attempts}");
    }
}

/// A sender who has no place for it is waited for longer than one who is not there.
#[tokio::test(start_paused = true)]
async fn who_has_no_place_is_waited_for() {
    let content = content();
    let busy = "HTTP/1.1 503 Busy\r\nserver: onionchat\r\ncontent-length: 0";
    let busy = (0..2 * TRIES).map(|_| Meets::Says(answer(busy, b"")));
    let whole = answer(&format!("{OURS}{}", content.len()), &content);
    let dial = Fake::new(busy.chain([Meets::Says(whole)]).collect());
    let receiver = Receiver::of(&offer_of(&content));
    let state = receiver.fetch(&dial).await;
    assert!(fs::read(path_of(state)).unwrap() == content);
}

/// What was interrupted goes on where it was, however: lost, stalled, too busy, away for a while.
#[tokio::test(start_paused = true)]
async fn what_is_interrupted_goes_on() {
    let content = content();
    let size = content.len();
    let honest = format!("{OURS}{size}");
    let busy = answer(
        "HTTP/1.1 503 Busy\r\nserver: onionchat\r\ncontent-length: 0",
        b"",
    );
    let (lost, stalled) = (70_001, 120_001);
    let dial = Fake::new(vec![
        Meets::Nobody(DialError::NotRunning),
        Meets::Says(busy),
        Meets::Says(answer(&honest, &content[..lost])),
        Meets::Hangs(answer(&rest(lost, size), &content[lost..stalled])),
        Meets::Says(answer(&rest(stalled, size), &content[stalled..])),
    ]);
    let receiver = Receiver::of(&offer_of(&content));
    let state = receiver.fetch(&dial).await;
    let asked = dial.asked.lock().unwrap();
    let path = path_of(state);
    assert!(fs::read(path).unwrap() == content);
    assert_eq!(receiver.names(), ["notes.txt"]);
    for (head, from) in asked.iter().skip(2).zip([lost, stalled]) {
        assert!(
            head.contains(&format!("range: bytes={from}-\r\n")),
            "{head}"
        );
    }
}

/// What the host stops is gone at once, and can be accepted again; what cannot be written is said before.
#[tokio::test(start_paused = true)]
async fn the_host_stops_a_file() {
    let content = content();
    let receiver = Receiver::of(&offer_of(&content));
    let half = answer(
        &format!("{OURS}{}", content.len()),
        &content[..content.len() / 2],
    );
    let dial = Fake::new(vec![Meets::Hangs(half)]);
    let (state, ()) = tokio::join!(receiver.fetch(&dial), async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        let again = receiver
            .files
            .accept(Duration::ZERO, FileNumber(1), receiver.folder.path());
        assert!(matches!(again, Err(NoFile::UnderWay)));
        assert!(receiver.names().is_empty(), "the draft has no name");
        let view = receiver.files.look(Duration::ZERO, FileNumber(1)).unwrap();
        assert!(view.bytes > 0 && view.bytes < view.size);
        receiver
            .files
            .cancel(Duration::ZERO, FileNumber(1))
            .unwrap();
    });
    assert!(state == FileState::Cancelled);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(receiver.names().is_empty());
    let says = answer(&format!("{OURS}{}", content.len()), &content);
    path_of(receiver.fetch(&Fake::new(vec![Meets::Says(says)])).await);

    let cancelled = receiver.files.cancel(Duration::ZERO, FileNumber(1));
    assert!(matches!(cancelled, Err(NoFile::Over)));
    for (number, folder, name) in [
        (1, "/nowhere/at/all".into(), "folder_unusable"),
        (
            1,
            receiver.folder.path().join("notes.txt"),
            "folder_unusable",
        ),
        (1, "relative".into(), "file_unreadable"),
        (2, receiver.folder.path().to_owned(), "no_file"),
    ] {
        let accepted = receiver
            .files
            .accept(Duration::ZERO, FileNumber(number), &folder);
        assert_eq!(accepted.unwrap_err().name(), name);
    }
}

/// Somebody who offers a file that holds this, and its token; it is read by whoever runs.
async fn offering(content: &[u8]) -> (TempDir, Arc<Transfers>, FileToken) {
    let (folder, files, tokens) = offering_to(&[anna()], content).await;
    (folder, files, tokens[0])
}

/// The same, offered to several peers, with a token for each.
async fn offering_to(
    peers: &[OnionAddress],
    content: &[u8],
) -> (TempDir, Arc<Transfers>, Vec<FileToken>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    fs::write(&path, content).unwrap();
    let files = Arc::new(Transfers::default());
    for peer in peers {
        files.offer(Duration::ZERO, peer, &path).unwrap();
    }
    let offered = Mutex::new(Vec::new());
    let send = |_: &OnionAddress, offer: FileOffer| {
        offered.lock().unwrap().push(offer);
        Ok(MessageId(1))
    };
    let never = std::future::pending::<()>();
    let running = run(
        Arc::clone(&files),
        Fake::new(Vec::new()),
        never,
        (send, drop),
    );
    let over = async {
        let is_read = |view: FileView| view.state != FileState::Reading;
        while !files.all(Duration::ZERO).into_iter().all(is_read) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        () = running => {}
        () = over => {}
    }
    let offered = offered.into_inner().unwrap();
    for offer in &offered {
        assert_eq!(offer.hash, <[u8; 32]>::from(Sha256::digest(content)));
        assert_eq!(offer.name.as_str(), "a.bin");
    }
    let tokens = offered.into_iter().map(|offer| offer.token);
    (folder, files, tokens.collect())
}

/// All that a download brings.
async fn drain(mut sending: Sending) -> Vec<u8> {
    let mut got = Vec::new();
    while let Some(piece) = std::future::poll_fn(|cx| sending.poll_next(cx)).await {
        assert!(piece.len() <= PIECE);
        got.extend_from_slice(&piece);
    }
    got
}

/// An own file is sent from wherever it is asked for, to who knows its token.
#[tokio::test]
async fn own_files_are_sent() {
    let content = content();
    let (_folder, files, token) = offering(&content).await;
    let closing = CancellationToken::new();
    let send = |from: u64| files.send(Duration::ZERO, &token, from, &closing);
    let state = || files.look(Duration::ZERO, FileNumber(1)).unwrap().state;
    for from in [0, 1, 70_000, content.len() - 1] {
        let got = drain(send(from as u64).unwrap()).await;
        assert!(got == content[from..], "{from}");
        assert!(state() == FileState::Done { path: None });
    }
    let behind = send(content.len() as u64).unwrap();
    assert_eq!((behind.from(), behind.left()), (0, content.len() as u64));
    let wrong = FileToken::random(&mut StdRng::seed_from_u64(9));
    let unknown = files.send(Duration::ZERO, &wrong, 0, &closing);
    assert_eq!(unknown.unwrap_err(), NotSent::Unknown);

    // Who asks again gets the rest, and what was before ends.
    let mut first = send(0).unwrap();
    std::future::poll_fn(|cx| first.poll_next(cx))
        .await
        .unwrap();
    assert!(state() == FileState::Running);
    let second = send(0).unwrap();
    assert!(drain(first).await.is_empty());
    drop((second, behind));
    assert!(state() == FileState::Offered);
    files.cancel(Duration::ZERO, FileNumber(1)).unwrap();
    assert_eq!(send(0).unwrap_err(), NotSent::Unknown);
}

/// A file that is taken back in the moment in which its message is made takes the message with it.
#[tokio::test]
async fn a_file_takes_its_message_back() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let files = Arc::new(Transfers::default());
    let number = files.offer(Duration::ZERO, &anna(), file.path()).unwrap();
    let send = |_: &OnionAddress, _| {
        assert_eq!(files.cancel(Duration::ZERO, number).unwrap(), None);
        Ok(MessageId(7))
    };
    let (told, tell) = std::sync::mpsc::channel();
    let back = CancellationToken::new();
    let take_back = |id| {
        told.send(id).unwrap();
        back.cancel();
    };
    let never = std::future::pending::<()>();
    let running = run(
        Arc::clone(&files),
        Fake::new(Vec::new()),
        never,
        (send, take_back),
    );
    let in_time = tokio::time::timeout(Duration::from_mins(1), back.run_until_cancelled(running));
    assert_eq!(in_time.await, Ok(None));
    assert_eq!(tell.try_iter().collect::<Vec<_>>(), [MessageId(7)]);
    assert!(files.look(Duration::ZERO, number).unwrap().state == FileState::Cancelled);
}

/// A file that was written to is sent no more, also in the middle; one that was replaced stays what it was.
#[tokio::test]
async fn a_file_that_changed_is_not_sent() {
    let content = content();
    let closing = CancellationToken::new();
    for in_the_middle in [false, true] {
        let (folder, files, token) = offering(&content).await;
        let path = folder.path().join("a.bin");
        let send = || files.send(Duration::ZERO, &token, 0, &closing);
        let moved = folder.path().join("b.bin");
        fs::rename(&path, &moved).unwrap();
        fs::write(&path, "another").unwrap();
        let mut sending = send().unwrap();
        if in_the_middle {
            std::future::poll_fn(|cx| sending.poll_next(cx))
                .await
                .unwrap();
        } else {
            assert!(drain(sending).await == content);
            sending = send().unwrap();
        }
        let file = fs::OpenOptions::new().append(true).open(&moved).unwrap();
        (&file).write_all(b"more").unwrap();
        if in_the_middle {
            assert!(drain(sending).await.is_empty());
        }
        assert_eq!(send().unwrap_err(), NotSent::Unknown);
        let view = files.look(Duration::ZERO, FileNumber(1)).unwrap();
        assert!(reason_of(view.state).contains("was changed"));
    }
}

/// What is no file, is too big or cannot be read is refused before anything is sent; so is one file too many.
#[test]
fn not_everything_is_offered() {
    let folder = tempfile::tempdir().unwrap();
    let files = Transfers::default();
    let offer = |path: PathBuf| files.offer(Duration::ZERO, &anna(), &path);
    let path = |name: &str| folder.path().join(name);
    fs::File::create(path("big"))
        .and_then(|file| file.set_len(crate::peer::MAX_FILE + 1))
        .unwrap();
    for (path, name) in [
        (folder.path().to_owned(), "file_unreadable"),
        ("/dev/zero".into(), "file_unreadable"),
        (path("missing"), "file_unreadable"),
        ("relative".into(), "file_unreadable"),
        (path("big"), "file_too_big"),
    ] {
        assert_eq!(offer(path).unwrap_err().name(), name);
    }
    fs::write(path(".hidden"), "x").unwrap();
    let numbers: Vec<FileNumber> = (0..MOST_OFFERS)
        .map(|_| offer(path(".hidden")).unwrap())
        .collect();
    assert_eq!(offer(path(".hidden")).unwrap_err().name(), "offers_full");
    files.cancel(Duration::ZERO, numbers[3]).unwrap();
    let last = offer(path(".hidden")).unwrap();
    let view = files.look(Duration::ZERO, last).unwrap();
    assert_eq!(view.name.as_str(), "_.hidden");
    let accepted = files.accept(Duration::ZERO, last, folder.path());
    assert_eq!(accepted.unwrap_err().name(), "own_file");
}

/// However much is offered, what is remembered is bounded, and who offers much pushes out their own.
#[test]
fn offers_are_bounded() {
    let files = Transfers::default();
    let friend = FileOffer {
        token: FileToken::random(&mut StdRng::seed_from_u64(2)),
        ..offer_of(b"x")
    };
    files.note(Duration::ZERO, &anna(), &friend);
    let mut rng = StdRng::seed_from_u64(3);
    for seed in 2..=100 {
        let peer = OnionAddress::of([seed; 32]);
        for _ in 0..40 {
            let token = FileToken::random(&mut rng);
            let offer = FileOffer {
                token,
                ..offer_of(b"x")
            };
            files.note(Duration::ZERO, &peer, &offer);
        }
    }
    let all = files.all(Duration::ZERO);
    assert_eq!(all.len(), MOST_OFFERED);
    assert_eq!(files.number_of(&anna(), &friend), Some(FileNumber(1)));
    let of_one = |seed: u8| {
        all.iter()
            .filter(|view| view.peer == OnionAddress::of([seed; 32]))
            .count()
    };
    assert!((2..=100).all(|seed| of_one(seed) <= MOST_OFFERS));
    files.forget(&anna());
    assert_eq!(files.number_of(&anna(), &friend), None);
    assert!(files.all(crate::peer::EXPIRY).is_empty());
}
