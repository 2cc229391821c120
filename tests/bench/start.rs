//! From the start of the process to its address, and until visitors can come in.

use std::error::Error;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::network::Network;

/// Starts of each sort: enough to see a median and how far it goes, in about a minute.
const STARTS: usize = 10;

/// Measures starts with nothing kept from before, and starts of a room that was open before; prints both.
pub fn measure(network: &Network) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let config = folder.path().join("room.toml");
    fs::write(&config, network.tor_table())?;
    println!("{STARTS} starts each, in seconds: median (least to most)");
    for (name, is_fresh) in [
        ("with nothing kept", true),
        ("of a room that was open before", false),
    ] {
        let starts = (0..STARTS).map(|number| {
            let home = folder.path().join(if is_fresh {
                format!("{number}")
            } else {
                "kept".into()
            });
            start(&config, &home)
        });
        let starts = starts.collect::<Result<Vec<_>, _>>()?;
        let (addresses, reachables): (Vec<_>, Vec<_>) = starts.into_iter().unzip();
        println!(
            "{name}: address {}, reachable {}",
            spread(addresses),
            spread(reachables)
        );
    }
    Ok(())
}

/// Starts a room and closes it; gives the time to its address, and until it was reachable.
fn start(config: &Path, home: &Path) -> Result<(Duration, Duration), Box<dyn Error>> {
    let begun = Instant::now();
    let mut process = Command::new(env!("CARGO_BIN_EXE_onionchat"))
        .args(["--output", "json", "--quiet"])
        .arg("--config")
        .arg(config)
        .args(["--keys".as_ref(), home.join("keys").as_os_str()])
        .args(["--cache".as_ref(), home.join("cache").as_os_str()])
        .stdout(Stdio::piped())
        .spawn()?;
    let measured = watch(&mut process, begun);
    process.kill()?;
    process.wait()?;
    measured
}

/// Reads what a process says until it says that it is reachable.
fn watch(process: &mut Child, begun: Instant) -> Result<(Duration, Duration), Box<dyn Error>> {
    let stdout = process.stdout.take().ok_or("a process without stdout")?;
    let mut address = None;
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        if line.contains("\"event\":\"address\"") {
            address = Some(begun.elapsed());
        } else if line.contains("\"event\":\"reachable\"") {
            let address = address.ok_or("reachable before there is an address")?;
            return Ok((address, begun.elapsed()));
        }
    }
    Err("the room ended before it was reachable".into())
}

/// The median of some times, and how far they go.
pub fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let seconds = |time: &Duration| time.as_secs_f64();
    let (Some(least), Some(most)) = (times.first(), times.last()) else {
        return "none".into();
    };
    let median = seconds(&times[times.len() / 2]);
    format!(
        "{median:.3} ({:.3} to {:.3})",
        seconds(least),
        seconds(most)
    )
}
