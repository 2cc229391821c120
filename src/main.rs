//! Arguments in, exit code out.

use std::path::Path;

use nix::sys::resource::{Resource, setrlimit};
use onionchat::{
    app,
    cli::{Cli, Command},
    config::{self, Config},
    console,
    exit::Exit,
    journal::{self, ForJournal},
    manage, manual,
    report::{Reporter, complain, print, terminal::Log},
    shell,
};
use tracing_subscriber::EnvFilter;

fn main() {
    // A core file would hold the keys and what was said. Where the system does not let it, the room opens all the
    // same.
    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    let exit = run();
    console::restore();
    // Arti may leave threads behind that would keep the process alive.
    std::process::exit(exit.code());
}

/// Does what was asked for, and says how the program ends.
fn run() -> Exit {
    let (global, command) = Cli::read().into_parts();
    let serve = match &command {
        Command::Config => {
            print(config::EXAMPLE.trim_end());
            return Exit::Closed;
        }
        Command::Completions { shell } => {
            print(manual::completions(*shell).trim_end());
            return Exit::Closed;
        }
        Command::Man { dir } => return write_manual(dir),
        Command::Serve(serve) => Some(serve),
        _ => None,
    };
    let (verbose, quiet) = (global.verbose, global.quiet);
    start_log(verbose, quiet);
    let config = match Config::load(global, serve) {
        Ok(config) => config,
        Err(error) => {
            complain(&error.to_string());
            return Exit::Config;
        }
    };
    let mut reporter = Reporter::new(config.output, quiet, config.services.len() > 1);
    if let Some(exit) = shell::order(&command, &config, &reporter) {
        return exit;
    }
    // It fails only where there is a provider already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            complain(&format!("The program cannot start its threads: {error}."));
            return Exit::Internal;
        }
    };
    if !matches!(command, Command::Serve(_)) {
        let done = runtime.block_on(async { manage::run(&command, &config, &reporter) });
        return done.map_or_else(
            |error| {
                complain(&error.to_string());
                error.exit()
            },
            |()| Exit::Closed,
        );
    }
    match runtime.block_on(app::run(config, &mut reporter)) {
        Ok(()) => {
            reporter.stopped();
            Exit::Closed
        }
        Err(error) => {
            complain(&error.to_string());
            error.exit()
        }
    }
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
fn write_manual(folder: &Path) -> Exit {
    match manual::pages(folder) {
        Ok(()) => Exit::Closed,
        Err(error) => {
            complain(&format!(
                "The manual cannot be written to {}: {error}. Name a folder that exists.",
                folder.display()
            ));
            Exit::Storage
        }
    }
}
