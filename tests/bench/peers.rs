//! Between two appliances: how long a message takes, and what one that waits costs.

use std::error::Error;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::network::Network;
use crate::start::spread;

/// Messages that are timed: enough to see a median and how far it goes, and as many as a mailbox takes at once.
const MESSAGES: usize = 15;

/// How long to wait between them: a mailbox takes two a second over one circuit.
const PACE: Duration = Duration::from_millis(600);

/// Messages that wait: as many as may for one who is away, ten times.
const WAITING: usize = 500;

/// Measures messages between two appliances, and the memory of one whose messages wait; prints both.
pub fn measure(network: &Network) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let config = folder.path().join("room.toml");
    fs::write(&config, network.tor_table())?;
    let open = |name: &str| Appliance::open(&config, folder.path().join(name));
    let (one, two) = (open("one")?, open("two")?);
    one.order(&["peer", "send", &two.address, "first"])?;
    let mut times = Vec::new();
    for number in 0..MESSAGES {
        sleep(PACE);
        let begun = Instant::now();
        let told = one.order(&["peer", "send", &two.address, &number.to_string()])?;
        times.push(begun.elapsed());
        if !told.contains("delivered") {
            return Err(format!("not delivered: {told}").into());
        }
        two.order(&["peer", "inbox"])?;
    }
    println!(
        "a message to a peer, until it is known to be there: {} s",
        spread(times)
    );

    let before = one.memory()?;
    let text = "x".repeat(500);
    for number in 0..WAITING {
        // Nobody has these addresses; they are checked, so that each has to be one.
        let peer = ABSENT[number / 50];
        one.order(&["peer", "send", "--no-wait", peer, &text])?;
    }
    let cost = one.memory()?.saturating_sub(before) / WAITING;
    println!("a message of 500 letters that waits: {cost} bytes of memory");
    Ok(())
}

/// Addresses of onion services that nobody on this network has.
const ABSENT: [&str; 10] = [
    "lavafaju5p4nrvfr4gdwzfxl4qaerdczo4ek4zmxxb5mojnb4fdgdvyd.onion",
    "lepj2eit7b5z4yws3fbzyoy4iq7upvsmiw4momius4zkieduqahzmqid.onion",
    "yxkksqrnuuo7q3cd4srypzvabgm3nuz6nd2mwafikvzx5k3gkpwt4cyd.onion",
    "dqmw3pclmw3ebhi7o67x3lwjwznm5efe4n5cqtzyo7f3ojezqogfm6yd.onion",
    "dg5vxocidemkskt4ackhyx5u6gc7ek7ssaflhtrl63myxba62v5nfkyd.onion",
    "fd25onc4zqbdhdgriceuzvar5ljhh5mqf3fq7y7eice3oqlfnaorbuad.onion",
    "2torw6e773dki6fdtarpcdqx3fjnmdcidrf4iqedgnm35yzc6j5hxmqd.onion",
    "kx24vtodvo6jr5h242u3p6zlmbrbzj3b6d6lgmoyny7f2c6ofjesqbad.onion",
    "jg7pyrmwjjphi364jxerckei2pl7kqntq4bapilxhxsldou42zbbggyd.onion",
    "imnmtuojjj2xy5p4swyv6v73peh6pofcsyayjtbhtful5qtetkuwtoyd.onion",
];

/// A running appliance.
struct Appliance {
    /// Its process.
    process: Child,
    /// What its folders are in.
    home: PathBuf,
    /// Its address.
    address: String,
}

impl Appliance {
    /// Opens one, and waits until it is reachable.
    fn open(config: &Path, home: PathBuf) -> Result<Self, Box<dyn Error>> {
        let mut process = program(&home)
            .args(["--quiet", "--peers", "anyone"])
            .arg("--config")
            .arg(config)
            .stdout(Stdio::piped())
            .spawn()?;
        let stdout = process.stdout.take().ok_or("a process without stdout")?;
        let mut address = None;
        for line in BufReader::new(stdout).lines() {
            let line: serde_json::Value = serde_json::from_str(&line?)?;
            match line["event"].as_str() {
                Some("address") => address = line["onion"].as_str().map(str::to_owned),
                Some("reachable") => break,
                _ => {}
            }
        }
        Ok(Self {
            process,
            home,
            address: address.ok_or("an appliance without an address")?,
        })
    }

    /// Gives it an order; gives what it says.
    fn order(&self, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
        let output = program(&self.home).args(arguments).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// The bytes of memory that are its own.
    fn memory(&self) -> Result<usize, Box<dyn Error>> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("RssAnon:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
        Ok(kilobytes.ok_or("no RssAnon")?.trim().parse::<usize>()? * 1024)
    }
}

impl Drop for Appliance {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program with folders of its own.
fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onionchat"));
    command
        .args(["--output", "json"])
        .args(["--keys".as_ref(), home.join("keys").as_os_str()])
        .args(["--cache".as_ref(), home.join("cache").as_os_str()]);
    command
}
