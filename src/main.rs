//! Arguments in, exit code out.

use clap::Parser as _;
use onionchat::{
    app,
    cli::{Cli, Command, GlobalArgs, ServeArgs},
    config::{self, Config},
    console,
    control::{self, AskError},
    exit::Exit,
    host::{Order, Target},
    report::{self, Reporter, print, say, terminal::Log},
};
use tracing_subscriber::EnvFilter;

fn main() {
    let exit = run();
    console::restore();
    // Arti may leave threads behind that would keep the process alive.
    std::process::exit(exit.code());
}

/// Does what was asked for, and says how the program ends.
fn run() -> Exit {
    let (global, command) = Cli::parse().into_parts();
    let serve = match command {
        Command::Config => {
            print(config::EXAMPLE.trim_end());
            return Exit::Closed;
        }
        Command::Serve(serve) => serve,
        Command::Status => return ask(global, &Order::Status),
        Command::Stop => return ask(global, &Order::Stop),
        Command::Say { text, which } => {
            let at = Target {
                service: which.service.map(|service| service.to_string()),
                room: None,
            };
            let text = text.join(" ");
            return ask(global, &Order::Say { at, text });
        }
        _ => {
            say("This command is not there yet.");
            return Exit::Internal;
        }
    };
    let (verbose, quiet) = (global.verbose, global.quiet);
    start_log(verbose, quiet);
    let config = match Config::load(global, &serve) {
        Ok(config) => config,
        Err(error) => {
            say(&error.to_string());
            return Exit::Config;
        }
    };
    // It fails only where there is a provider already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            say(&format!("The program cannot start its threads: {error}."));
            return Exit::Internal;
        }
    };
    let mut reporter = Reporter::new(config.output, quiet, config.services.len() > 1);
    match runtime.block_on(app::run(config, &mut reporter)) {
        Ok(()) => {
            reporter.stopped();
            Exit::Closed
        }
        Err(error) => {
            say(&error.to_string());
            error.exit()
        }
    }
}

/// Gives an order to the process that runs on the keys folder.
fn ask(global: GlobalArgs, order: &Order) -> Exit {
    let quiet = global.quiet;
    let config = match Config::load(global, &ServeArgs::default()) {
        Ok(config) => config,
        Err(error) => {
            say(&error.to_string());
            return Exit::Config;
        }
    };
    match control::ask(&config.keys, order) {
        Ok(answer) => {
            report::answer(config.output, quiet, &answer);
            Exit::Closed
        }
        Err(error) => {
            say(&error.to_string());
            match error {
                AskError::NotRunning { .. } => Exit::NotRunning,
                AskError::Denied { .. } => Exit::Permission,
                AskError::Refused(_) => Exit::Refused,
                AskError::Unreachable { .. } => Exit::Internal,
            }
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
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_writer(|| Log)
        .with_ansi(false)
        .without_time()
        .with_target(false)
        .init();
}
