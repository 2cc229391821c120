//! Arguments in, exit code out.

use std::{
    fmt::Display,
    io::{self, Read as _},
    path::{self, Path, PathBuf},
};

use nix::sys::resource::{Resource, setrlimit};
use onionchat::{
    app::{self, Remains},
    cli::{
        Cli, Command, FileCommand, GlobalArgs, JoinArgs, KeysCommand, Output, PeerCommand,
        ServeArgs, WhichService,
    },
    client,
    config::{self, Config},
    console,
    control::{self, AskError},
    exit::Exit,
    host::{Answer, FileOrder, Order, PeerOrder, Target},
    join,
    journal::{self, ForJournal},
    keys,
    manage::{self, Task},
    manual,
    report::{
        FileProgress, Reporter, Voice, complain, print,
        terminal::{Log, is_lost},
    },
    transfer::FileNumber,
};
use tracing_subscriber::EnvFilter;

fn main() {
    // A core file would hold the keys and what was said. Where the system does not let it, the room opens all the
    // same.
    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    let exit = run().unwrap_or_else(|exit| exit);
    // Where something went wrong, a folder may be left that was to be forgotten; nothing writes to it any more.
    keys::forget_ephemeral();
    console::restore();
    client::restore();
    // Arti may leave threads behind that would keep the process alive.
    std::process::exit(exit.code());
}

/// Does what was asked for, and says how the program ends, well or not.
fn run() -> Result<Exit, Exit> {
    let (global, command) = Cli::read().into_parts();
    match command {
        Command::Serve(serve) => open(global, &serve),
        Command::Status => order(global, &Order::Status),
        Command::Stop => order(global, &Order::Stop),
        Command::Say { text, which } => {
            let at = Target {
                service: which.service,
                room: None,
            };
            let text = said(&text);
            order(global, &Order::Say { at, text })
        }
        Command::Address(which) => tend(global, which, &Task::Address),
        Command::Invite { name, which } => tend(global, which, &Task::Invite(name)),
        Command::Guests(which) => tend(global, which, &Task::Guests),
        Command::Revoke { name, which } => tend(global, which, &Task::Revoke(name)),
        Command::Keys(KeysCommand::Import {
            dir,
            set_aside: may_set_aside,
            which,
        }) => tend(global, which, &Task::Import { dir, may_set_aside }),
        Command::Keys(KeysCommand::Export { dir, which }) => {
            tend(global, which, &Task::Export { dir })
        }
        Command::Keys(KeysCommand::New(which)) => tend(global, which, &Task::Renew),
        Command::Peer(command) => peer(global, command),
        Command::Join(args) => join(global, *args),
        Command::Config => {
            print(config::EXAMPLE.trim_end());
            done()
        }
        Command::Completions { shell } => {
            print(manual::completions(shell).trim_end());
            done()
        }
        Command::Man { dir } => {
            let output = global.output.unwrap_or(Output::Human);
            write_manual(Voice::new(output, global.quiet), &dir)
        }
    }
}

/// What is to be said: the words that were typed, or for "-" what stdin has, as far as a message can hold it.
fn said(words: &[String]) -> String {
    /// More than any message may have; what is too long is refused with the reason.
    const MOST: u64 = 8 * 1024;
    if words != ["-"] {
        return words.join(" ");
    }
    let mut bytes = Vec::new();
    // What cannot be read is an empty message, and refused as one.
    let _ = io::stdin().take(MOST).read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Does something with messages between appliances.
fn peer(global: GlobalArgs, command: PeerCommand) -> Result<Exit, Exit> {
    let (which, what) = match command {
        PeerCommand::Send {
            to,
            text,
            no_wait,
            which,
        } => {
            let text = said(&text);
            (which, PeerOrder::Send { to, text, no_wait })
        }
        PeerCommand::Inbox(which) => (which, PeerOrder::Inbox),
        PeerCommand::History { peer, lines, which } => (which, PeerOrder::History { peer, lines }),
        PeerCommand::List(which) => (which, PeerOrder::List),
        PeerCommand::Add {
            name,
            address,
            which,
        } => (which, PeerOrder::Add { name, address }),
        PeerCommand::Remove { name, which } => (which, PeerOrder::Remove { name }),
        PeerCommand::Outbox(which) => (which, PeerOrder::Outbox),
        PeerCommand::Group { name, peers, which } => (which, PeerOrder::Group { name, peers }),
        PeerCommand::Invite { code, peers, which } => (which, PeerOrder::Invite { code, peers }),
        PeerCommand::Disband { code, which } => (which, PeerOrder::Disband { code }),
        PeerCommand::File(command) => return file(global, command),
    };
    let service = which.service;
    order(global, &Order::Peer { service, what })
}

/// Does something with files between appliances; what takes long is waited for.
fn file(global: GlobalArgs, command: FileCommand) -> Result<Exit, Exit> {
    let (which, what) = match command {
        FileCommand::Offer { to, path, which } => {
            let path = from_root(path);
            (which, FileOrder::Offer { to, path })
        }
        FileCommand::Accept { number, to, which } => {
            let (number, folder) = (FileNumber(number), from_root(to));
            (which, FileOrder::Accept { number, folder })
        }
        FileCommand::Files(which) => (which, FileOrder::List),
        FileCommand::Cancel { number, which } => {
            let number = FileNumber(number);
            (which, FileOrder::Cancel { number })
        }
    };
    let service = which.service;
    if matches!(what, FileOrder::List | FileOrder::Cancel { .. }) {
        let what = PeerOrder::File { what };
        return order(global, &Order::Peer { service, what });
    }
    let (config, voice) = begin(global, None)?;
    let mut progress = FileProgress::new(voice);
    let followed = control::follow(&config.keys, service.as_ref(), what, |file| {
        progress.tell(file);
    });
    let last = followed.map_err(|error| fail(voice, &error, (&error).into()))?;
    match last.map(|file| progress.end(&file)) {
        None | Some(Exit::Done) => done(),
        Some(exit) => Err(exit),
    }
}

/// Where something is from the root on: the process that is asked may be in another folder. Where the system cannot
/// say that, the process says that it needs it.
fn from_root(typed: String) -> PathBuf {
    path::absolute(&typed).unwrap_or_else(|_| typed.into())
}

/// Opens the rooms, and keeps them open.
fn open(global: GlobalArgs, serve: &ServeArgs) -> Result<Exit, Exit> {
    let (config, voice) = begin(global, Some(serve))?;
    let mut reporter = Reporter::new(voice, config.services.len() > 1);
    // The runtime is gone when this is over, and with it whatever wrote to the folder.
    let ended = in_runtime(voice, app::run(config, &mut reporter))?;
    ended
        .and_then(Remains::close)
        .map_err(|error| fail(voice, &error, error.exit()))?;
    reporter.stopped();
    Ok(Exit::Done)
}

/// Joins somebody else's room.
fn join(global: GlobalArgs, args: JoinArgs) -> Result<Exit, Exit> {
    let route = ServeArgs {
        route: args.route.clone(),
        ..ServeArgs::default()
    };
    let (config, voice) = begin(global, Some(&route))?;
    in_runtime(voice, join::run(args, &config, voice))?
        .map_err(|error| fail(voice, &error, error.exit()))?;
    done()
}

/// Gives an order to the process that runs on the keys folder.
fn order(global: GlobalArgs, order: &Order) -> Result<Exit, Exit> {
    let (config, voice) = begin(global, None)?;
    let answer = ask(&config, voice, order);
    let answer = answer.map_err(|error| fail(voice, &error, (&error).into()))?;
    // That is told already.
    if answer.is_refused() {
        return Err(Exit::Refused);
    }
    done()
}

/// Does something with addresses and guests: through the process that runs on the keys folder, or where none does, on
/// the folder itself.
fn tend(
    global: GlobalArgs,
    WhichService { service }: WhichService,
    task: &Task,
) -> Result<Exit, Exit> {
    let (config, voice) = begin(global, None)?;
    if let Some(order) = task.order(service.clone()) {
        match ask(&config, voice, &order) {
            Ok(_) => return done(),
            Err(AskError::NotRunning { .. }) => {}
            Err(error) => return Err(fail(voice, &error, (&error).into())),
        }
    }
    let work = async { manage::run(task, service.as_ref(), &config, voice) };
    in_runtime(voice, work)?.map_err(|error| fail(voice, &error, error.exit()))?;
    done()
}

/// Asks the process that runs on the keys folder, and tells what it answers.
fn ask(config: &Config, voice: Voice, order: &Order) -> Result<Answer, AskError> {
    let answer = control::ask(&config.keys, order)?;
    voice.answer(&answer);
    Ok(answer)
}

/// How a command ends that was done: well, if what was asked for got to stdout.
fn done() -> Result<Exit, Exit> {
    if !is_lost() {
        return Ok(Exit::Done);
    }
    complain(
        "What was asked for could not be written to stdout, and is lost. A guest's key that nobody has seen is taken \
         back with: onionchat revoke NAME",
    );
    Err(Exit::Storage)
}

/// What every command needs that is about a room: the log, the configuration, and how to speak.
fn begin(global: GlobalArgs, serve: Option<&ServeArgs>) -> Result<(Config, Voice), Exit> {
    let quiet = global.quiet;
    start_log(global.verbose, quiet);
    let output = global.output;
    match Config::load(global, serve) {
        Ok(config) => {
            let voice = Voice::new(config.output, quiet);
            Ok((config, voice))
        }
        Err(error) => {
            let voice = Voice::new(output.unwrap_or(Output::Human), quiet);
            Err(fail(voice, &error, Exit::Config))
        }
    }
}

/// Runs something that Arti has a part in.
fn in_runtime<T>(voice: Voice, work: impl Future<Output = T>) -> Result<T, Exit> {
    // It fails only where there is a provider already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    match builder.enable_all().build() {
        Ok(runtime) => Ok(runtime.block_on(work)),
        Err(error) => {
            let what = format!("The program cannot start its threads: {error}.");
            Err(fail(voice, &what, Exit::Internal))
        }
    }
}

/// Tells why the program could not do what it was asked for.
fn fail(voice: Voice, why: &impl Display, exit: Exit) -> Exit {
    voice.failed(&why.to_string(), exit);
    exit
}

/// Starts the log on stderr. What Arti warns of is mostly what it mends by itself, so a host sees
/// it only on request; the room's own warnings are always shown.
fn start_log(verbose: u8, quiet: bool) {
    let filter = match (quiet, verbose) {
        (true, _) => "off,onionchat=error",
        (false, 0) => "error,onionchat=warn",
        (false, 1) => "warn,onionchat=info",
        (false, _) => "info,onionchat=debug",
    };
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_writer(|| Log)
        .with_ansi(false)
        .without_time()
        .with_target(false);
    if journal::is_stderr() {
        log.event_format(ForJournal::new()).init();
    } else {
        log.init();
    }
}

/// Writes the manual into a folder.
fn write_manual(voice: Voice, folder: &Path) -> Result<Exit, Exit> {
    manual::pages(folder).map_err(|error| {
        let why = format!(
            "The manual cannot be written to {}: {error}. Name a folder that exists.",
            folder.display()
        );
        fail(voice, &why, Exit::Storage)
    })?;
    Ok(Exit::Done)
}
