//! Arguments in, exit code out.

use clap::Parser as _;
use onionchat::{
    app,
    cli::{Action, Cli},
    config::{self, Config},
    report::{Reporter, print, warn},
};
use tracing_subscriber::EnvFilter;

/// The exit code for a configuration file that cannot be used; `EX_CONFIG` of sysexits.h.
const EX_CONFIG: i32 = 78;

/// The exit code for what should not happen; `EX_SOFTWARE` of sysexits.h.
const EX_SOFTWARE: i32 = 70;

fn main() {
    let code = run();
    // Arti may leave threads behind that would keep the process alive.
    std::process::exit(code);
}

/// Does what was asked for, and gives the exit code.
fn run() -> i32 {
    let (global, serve, action) = Cli::parse().into_parts();
    if action == Action::PrintExample {
        print(config::EXAMPLE.trim_end());
        return 0;
    }
    let (verbose, quiet) = (global.verbose, global.quiet);
    start_log(verbose, quiet);
    let config = match Config::load(global, serve) {
        Ok(config) => config,
        Err(error) => {
            warn(&error.to_string());
            return EX_CONFIG;
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
            warn(&format!("The program cannot start its threads: {error}."));
            return EX_SOFTWARE;
        }
    };
    let mut reporter = Reporter::new(config.output, quiet);
    match runtime.block_on(app::run(config, &mut reporter)) {
        Ok(()) => {
            reporter.stopped();
            0
        }
        Err(error) => {
            warn(&error.to_string());
            error.exit_code().into()
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
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .without_time()
        .with_target(false)
        .init();
}
