//! The program under test: started with folders of its own, listened to line by line, and ended.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::{Instant, timeout};

/// How long the program may take to say that it listens, on a machine that is busy with seven other tests.
const START: Duration = Duration::from_secs(20);

/// How long the program may take to end, once told to. This is the promise made to the host, not a guess.
pub const END: Duration = Duration::from_secs(5);

/// A Tor network of which nothing is there: its one authority would be on a port that nothing listens on. A
/// room in it has its folders and its address, and needs no network for that.
pub const DEAD_NETWORK: &str = r#"
[tor.tor_network.authorities]
v3idents = ["0123456789ABCDEF0123456789ABCDEF01234567"]

[[tor.tor_network.fallback_caches]]
rsa_identity = "0123456789ABCDEF0123456789ABCDEF01234567"
ed_identity = "VEaXz3Cf7VjkirTC79f/g8z+WKHsXaBXqgBPs7GO8L0"
orports = ["127.255.255.254:9"]
"#;

/// A room on a loopback port that the system chooses, speaking JSON.
const LOOPBACK: [&str; 4] = ["--no-tor", "--output", "json", "--listen"];

/// Any port that is free.
const ANY_PORT: &str = "127.0.0.1:0";

/// A command line that is not started yet. Its process sees an empty environment but for what a test gives
/// it, and a home of its own that is deleted in the end, so that no test can see another or the machine's
/// owner.
pub struct Program {
    /// What is started: the binary under test, or what starts it in its turn.
    command: Vec<OsString>,
    /// What is typed behind the name of the program.
    arguments: Vec<OsString>,
    /// The variables that it sees.
    environment: Vec<(String, OsString)>,
    /// Its home, and the folder that it is started in.
    home: TempDir,
}

impl Program {
    /// Exactly these arguments.
    pub fn new(arguments: &[&str]) -> Self {
        let home = tempfile::Builder::new()
            .prefix("onionchat-it-")
            .tempdir()
            .expect("a temporary folder");
        Self {
            command: vec![binary().into_os_string()],
            arguments: arguments.iter().map(OsString::from).collect(),
            environment: Vec::new(),
            home,
        }
    }

    /// The same command line behind another program: one that starts the binary in surroundings of its own, or
    /// a binary that was built otherwise.
    pub fn started_as<A: Into<OsString>>(self, command: impl IntoIterator<Item = A>) -> Self {
        let command = command.into_iter().map(Into::into).collect();
        Self { command, ..self }
    }

    /// Further arguments.
    pub fn and<A: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// An environment variable.
    pub fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.push((name.to_owned(), value.into()));
        self
    }

    /// A file in the home of the process, written now.
    pub fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.home.path().join(name);
        std::fs::write(&path, content).expect("the temporary folder takes a file");
        path
    }

    /// The home of the process. It holds all that the process could leave behind, what it says on stderr
    /// included.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Starts the process.
    pub fn spawn(self) -> Process {
        let stderr =
            std::fs::File::create(self.home.path().join(STDERR)).expect("a file for stderr");
        // A coverage run leaves its counts where this variable says; the rest of the environment is none of
        // the program's.
        let passed = ["PATH", "LLVM_PROFILE_FILE"]
            .into_iter()
            .filter_map(|name| Some((name, std::env::var_os(name)?)));
        let mut child = Command::new(&self.command[0])
            .args(&self.command[1..])
            .args(&self.arguments)
            .env_clear()
            .envs(passed)
            .env("HOME", self.home.path())
            .envs(self.environment)
            .current_dir(self.home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(stderr)
            .kill_on_drop(true)
            .spawn()
            .expect("the binary starts");
        let pid = child
            .id()
            .expect("a process that was not awaited yet has an id");
        let lines = child
            .stdout
            .take()
            .map(|stdout| BufReader::new(stdout).lines());
        Process {
            child,
            pid,
            lines,
            said: Vec::new(),
            home: self.home,
        }
    }

    /// Starts the process and waits for it to end by itself.
    pub async fn run(self) -> Exit {
        self.spawn().finish(START).await
    }
}

/// The file in the home of a process that takes what it says on stderr.
const STDERR: &str = "stderr.txt";

/// The binary under test: the one that this test was built with, unless the environment names another.
pub fn binary() -> PathBuf {
    let built = || option_env!("CARGO_BIN_EXE_onionchat").map(PathBuf::from);
    let named = std::env::var_os("ONIONCHAT_BIN").map(PathBuf::from);
    named
        .or_else(built)
        .expect("ONIONCHAT_BIN names the binary when this test was not built beside it")
}

/// A running process. It is killed when dropped.
pub struct Process {
    /// The process.
    child: Child,
    /// Its number.
    pid: u32,
    /// What it says on stdout, unless that was closed.
    lines: Option<Lines<BufReader<ChildStdout>>>,
    /// What it said there until now.
    said: Vec<String>,
    /// Its home, and the folder that it is started in.
    home: TempDir,
}

/// How a process ended, and all that it said.
#[derive(Debug)]
pub struct Exit {
    /// The exit code, unless a signal ended it.
    pub code: Option<i32>,
    /// The lines on stdout.
    pub stdout: Vec<String>,
    /// All that was said on stderr.
    pub stderr: String,
    /// How long the end took from when it was waited for.
    pub took: Duration,
}

impl Process {
    /// The process's number.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// The home of the process.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// All that the process said on stderr until now.
    pub fn stderr(&self) -> String {
        let bytes = std::fs::read(self.home.path().join(STDERR)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The next line on stdout, or nothing when there will be none.
    pub async fn line(&mut self) -> Option<String> {
        self.line_within(START).await
    }

    /// The same with a limit of its own.
    async fn line_within(&mut self, limit: Duration) -> Option<String> {
        let lines = self.lines.as_mut()?;
        let line = timeout(limit, lines.next_line()).await;
        let line = line.unwrap_or_else(|_| {
            panic!(
                "no line on stdout within {limit:?}; stderr:\n{}",
                self.stderr()
            )
        });
        let line = line.expect("stdout is UTF-8");
        self.said.extend(line.clone());
        line
    }

    /// The next event of a name on stdout. Every line on the way to it must be a JSON object that names its
    /// event.
    pub async fn event(&mut self, name: &str) -> Value {
        self.event_within(name, START).await
    }

    /// The same, where up to this long may pass between one line and the next.
    pub async fn event_within(&mut self, name: &str, limit: Duration) -> Value {
        loop {
            let line = self.line_within(limit).await;
            let line = line.unwrap_or_else(|| {
                panic!("stdout ended before {name:?}; stderr:\n{}", self.stderr())
            });
            let event: Value =
                serde_json::from_str(&line).unwrap_or_else(|e| panic!("not JSON: {line:?}: {e}"));
            let said = event["event"]
                .as_str()
                .unwrap_or_else(|| panic!("a line without an event: {line}"));
            if said == name {
                return event;
            }
        }
    }

    /// Closes our end of the process's stdout, as `| head -1` does.
    pub fn close_stdout(&mut self) {
        self.lines = None;
    }

    /// Sends a signal by name, such as `TERM`. The command is asked, since the system call would need
    /// unsafe code.
    pub async fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .arg(format!("-{name}"))
            .arg(self.pid.to_string())
            .status()
            .await;
        assert!(
            status.expect("the command kill is there").success(),
            "kill -{name} failed"
        );
    }

    /// Ends the process as a service manager does, and waits until it is gone.
    pub async fn terminate(self) -> Exit {
        self.signal("TERM").await;
        self.finish(END).await
    }

    /// The same for one whose stdout nobody reads; gives its exit code.
    pub async fn terminate_unread(mut self) -> Option<i32> {
        self.signal("TERM").await;
        let status = timeout(END, self.child.wait()).await;
        let status = status.unwrap_or_else(|_| panic!("not over after {END:?}"));
        status.expect("the process can be awaited").code()
    }

    /// Waits until the process is gone.
    pub async fn finish(mut self, limit: Duration) -> Exit {
        let start = Instant::now();
        // What nobody reads could fill the pipe, and then the process would wait for ever.
        let status = timeout(limit, async {
            loop {
                tokio::select! {
                    status = self.child.wait() => return status,
                    Some(line) = next(&mut self.lines) => self.said.push(line),
                }
            }
        })
        .await;
        let status = status
            .unwrap_or_else(|_| panic!("not over after {limit:?}; stderr:\n{}", self.stderr()));
        let took = start.elapsed();
        while self.line().await.is_some() {}
        let code = status.expect("the process can be awaited").code();
        Exit {
            code,
            stdout: std::mem::take(&mut self.said),
            stderr: self.stderr(),
            took,
        }
    }
}

/// The next line of a process, if there is one.
async fn next(lines: &mut Option<Lines<BufReader<ChildStdout>>>) -> Option<String> {
    lines.as_mut()?.next_line().await.ok()?
}

impl Drop for Process {
    /// A panic in the program may hurt only one of its tasks, and no answer would tell; so whatever a test
    /// was about, it fails when the program has panicked.
    fn drop(&mut self) {
        let stderr = self.stderr();
        if !std::thread::panicking() {
            assert!(
                !stderr.contains("panicked at"),
                "the program panicked:\n{stderr}"
            );
            assert!(
                !stderr.contains("stack backtrace"),
                "the program shows a backtrace:\n{stderr}"
            );
        }
    }
}

/// A room that listens on loopback.
pub struct Room {
    /// The process that runs the room.
    pub process: Process,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Room {
    /// A room with nothing special about it.
    pub async fn open() -> Self {
        Self::start(&[]).await
    }

    /// A room with further arguments.
    pub async fn start(arguments: &[&str]) -> Self {
        Self::run(Self::program(arguments)).await
    }

    /// The command line of a room with an onion service that nobody can reach, and on loopback beside it, in
    /// whatever folders it takes by itself: for what concerns the folders.
    pub fn offline(arguments: &[&str]) -> Program {
        let program = Program::new(&["--listen", "127.0.0.1:0", "--output", "json"]);
        let config = program.file("offline.toml", DEAD_NETWORK);
        program
            .and(["--config".into(), config.into_os_string()])
            .and(arguments.iter().copied())
    }

    /// The command line of a room with further arguments, for a test that gives it more than arguments.
    pub fn program(arguments: &[&str]) -> Program {
        Self::program_at(ANY_PORT, arguments)
    }

    /// The same at an address of its own.
    fn program_at(address: &str, arguments: &[&str]) -> Program {
        let program = Program::new(&LOOPBACK).and([address]);
        let (keys, cache) = (program.home().join("keys"), program.home().join("cache"));
        let folders = [
            OsString::from("--keys"),
            keys.into(),
            OsString::from("--cache"),
            cache.into(),
        ];
        program.and(folders).and(arguments.iter().copied())
    }

    /// A room that listens where another one did before.
    pub async fn again_at(address: SocketAddr) -> Self {
        Self::run(Self::program_at(&address.to_string(), &[])).await
    }

    /// Starts a command line of a room and waits until it listens.
    pub async fn run(program: Program) -> Self {
        let mut process = program.spawn();
        let event = process.event("listening").await;
        Self::at(process, &event)
    }

    /// The room of a process that has told with this event where it listens.
    pub fn at(process: Process, listening: &Value) -> Self {
        let url = listening["url"]
            .as_str()
            .expect("the event listening has a url");
        let address = url
            .strip_prefix("http://")
            .and_then(|rest| rest.parse().ok());
        let address = address.unwrap_or_else(|| panic!("{url} is no http://ADDRESS:PORT"));
        Self { process, address }
    }

    /// Ends the room as a service manager does.
    pub async fn terminate(self) -> Exit {
        self.process.terminate().await
    }
}
