//! One running tor process: start it, question it, wait for it, pause it, stop it.

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::NetworkError;
use super::command::{self, KILL, TOR};
use super::control;

/// The mode of a node's folder: tor refuses a control socket in a folder that others can enter.
const OWNER_ONLY: u32 = 0o700;
/// The time between two looks at a condition: short beside the seconds that a network takes, long
/// beside the look itself.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// What tor logs about every question that we ask; it would hide everything else.
const LOG_NOISE: &str = "New control connection opened";
/// The last lines of a log that an error shows: enough for a warning and what led to it.
const LOG_LINES: usize = 15;
/// How long a node may take to accept a changed option; it does at once, unless the machine is
/// very busy.
const ANSWER_LIMIT: Duration = Duration::from_secs(20);
/// How long a node may take to bootstrap; some ten times what an idle machine needs.
const BOOTSTRAP_LIMIT: Duration = Duration::from_mins(1);

/// A running tor process. Dropping it ends the process.
#[derive(Debug)]
pub(super) struct Node {
    /// Everything that it writes; the last part of the path is the node's name.
    folder: PathBuf,
    /// The process.
    process: Child,
}

impl Node {
    /// Starts a tor with this configuration; its folder may hold keys already.
    pub(super) fn start(folder: &Path, torrc: &str) -> Result<Self, NetworkError> {
        Self::start_as(Path::new(TOR), folder, torrc)
    }

    /// The same with a tor of one's own.
    pub(super) fn start_as(
        program: &Path,
        folder: &Path,
        torrc: &str,
    ) -> Result<Self, NetworkError> {
        make_folder(folder)?;
        let torrc_file = folder.join("torrc");
        write(&torrc_file, torrc)?;
        let log = log_file(folder);
        let open = || {
            let out = File::create(&log)?;
            Ok((out.try_clone()?, out))
        };
        let (out, err) = open()
            .map_err(|failure| NetworkError::io(format!("creating {}", log.display()), failure))?;
        let mut command = without_defaults(program, folder);
        // In a process group of its own, a paused tor is woken by the kernel when this process is
        // killed, and can notice that it is to end. Ctrl-C does not reach it, either: our side
        // decides when it ends.
        command
            .process_group(0)
            .arg("-f")
            .arg(&torrc_file)
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err);
        let process = command::spawn(&mut command, TOR)?;
        Ok(Self {
            folder: folder.to_owned(),
            process,
        })
    }

    /// Where its files are.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The process id.
    pub(super) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Ends the process at once, and waits until it has ended. Its folder stays.
    pub(super) fn kill(&mut self) {
        // Both fail only when the process has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// Sends the process a signal by its name.
    pub(super) fn signal(&self, name: &str) -> Result<(), NetworkError> {
        let mut kill = Command::new(KILL);
        kill.arg(format!("-{name}")).arg(self.id().to_string());
        command::run(&mut kill, KILL, "")
    }

    /// Asks tor through its control socket; nothing when it can't answer yet, or refuses.
    pub(super) fn ask(&self, command: &str) -> Option<String> {
        control::ask(&control_socket(&self.folder), command).ok()
    }

    /// Waits until the condition holds, and returns what it found; an error when the process ends,
    /// or the time is up.
    pub(super) fn wait_for<T>(
        &mut self,
        what: &str,
        limit: Duration,
        mut condition: impl FnMut(&Self) -> Option<T>,
    ) -> Result<T, NetworkError> {
        let began = Instant::now();
        loop {
            if let Some(found) = condition(self) {
                return Ok(found);
            }
            let ended = self.process.try_wait();
            if ended
                .map_err(|failure| NetworkError::io("looking after a tor process", failure))?
                .is_some()
            {
                return Err(NetworkError::Died {
                    node: self.name(),
                    log: self.log_end(),
                });
            }
            if began.elapsed() > limit {
                return Err(NetworkError::Late {
                    node: self.name(),
                    waiting_for: what.to_owned(),
                    limit,
                    log: self.log_end(),
                });
            }
            thread::sleep(LOOK_EVERY);
        }
    }

    /// Changes one of its options while it runs.
    pub(super) fn set(&mut self, option: &str) -> Result<(), NetworkError> {
        let command = format!("SETCONF {option}");
        self.wait_for(&command, ANSWER_LIMIT, |node| node.ask(&command).map(drop))
    }

    /// Waits until the node has the directory and has built circuits.
    pub(super) fn wait_bootstrapped(&mut self) -> Result<(), NetworkError> {
        self.wait_for("the bootstrap to be complete", BOOTSTRAP_LIMIT, |node| {
            node.ask("GETINFO status/bootstrap-phase")?
                .contains("PROGRESS=100")
                .then_some(())
        })
    }

    /// The node's name.
    fn name(&self) -> String {
        self.folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    }

    /// The last lines of its log.
    fn log_end(&self) -> String {
        let log = fs::read_to_string(log_file(&self.folder)).unwrap_or_default();
        let lines: Vec<&str> = log
            .lines()
            .filter(|line| !line.contains(LOG_NOISE))
            .collect();
        lines[lines.len().saturating_sub(LOG_LINES)..].join("\n")
    }
}

impl Drop for Node {
    /// Kills at once, which also ends a paused process: nothing that a node of a private network
    /// knows is worth a goodbye, and the kernel closes its connections.
    fn drop(&mut self) {
        self.kill();
    }
}

/// A tor command that reads nothing of the machine's own tor configuration.
pub(super) fn tor_without_defaults(folder: &Path) -> Command {
    without_defaults(Path::new(TOR), folder)
}

/// The same with a tor of one's own.
fn without_defaults(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .arg("--ignore-missing-torrc")
        .arg("--defaults-torrc")
        .arg(folder.join("no-defaults"));
    command
}

/// Creates a folder that only its owner can enter, and the folders above it.
pub(super) fn make_folder(folder: &Path) -> Result<(), NetworkError> {
    DirBuilder::new()
        .recursive(true)
        .mode(OWNER_ONLY)
        .create(folder)
        .map_err(|failure| NetworkError::io(format!("creating {}", folder.display()), failure))
}

/// Reads a file.
pub(super) fn read(file: &Path) -> Result<String, NetworkError> {
    fs::read_to_string(file)
        .map_err(|failure| NetworkError::io(format!("reading {}", file.display()), failure))
}

/// Writes a file.
pub(super) fn write(file: &Path, text: &str) -> Result<(), NetworkError> {
    fs::write(file, text)
        .map_err(|failure| NetworkError::io(format!("writing {}", file.display()), failure))
}

/// Where the node with this folder answers questions.
pub(super) fn control_socket(folder: &Path) -> PathBuf {
    folder.join("control")
}

/// Where everything goes that the node with this folder prints.
fn log_file(folder: &Path) -> PathBuf {
    folder.join("log")
}
