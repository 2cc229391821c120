//! What the README tells people to type. Every line of its code blocks is run here or by `tests/run`.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use libtest_mimic::Trial;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

use crate::support::process::Program;
use crate::support::trials;

pub fn trials() -> Vec<Trial> {
    trials![
        every_command_is_known_here,
        the_private_network_by_hand,
        what_the_text_names_exists,
        cargo_commands_in_the_text_are_run,
        the_example_configuration_is_printed,
    ]
}

/// The README.
const README: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"));

/// The README's commands, and what runs each.
const COMMANDS: [(&str, &str); 26] = [
    (
        "cargo run --release",
        "packaging/build builds this profile; what people see then: tests/it/tor/greeting.rs",
    ),
    ("onionchat status", "another_shell_asks_and_orders"),
    (
        "onionchat say 'We close at nine'",
        "another_shell_asks_and_orders",
    ),
    ("onionchat stop", "stop_ends_when_the_folder_is_free"),
    (
        "onionchat invite anna",
        "guests_change_while_the_room_is_open",
    ),
    ("onionchat guests", "guests_change_while_the_room_is_open"),
    (
        "onionchat revoke anna",
        "guests_change_while_the_room_is_open",
    ),
    ("onionchat join ADDRESS", "a_terminal_beside_a_browser"),
    (
        "echo hi | onionchat join ADDRESS",
        "what_is_piped_in_is_said",
    ),
    (
        "onionchat peer add bert ADDRESS",
        "peers_write_to_each_other",
    ),
    (
        "onionchat peer send bert 'See you at nine'",
        "peers_write_to_each_other",
    ),
    ("onionchat peer inbox", "peers_write_to_each_other"),
    ("onionchat peer history bert", "peers_write_to_each_other"),
    ("onionchat peer list", "peers_write_to_each_other"),
    (
        "onionchat peer offer bert photos.zip",
        "files_go_from_peer_to_peer",
    ),
    ("onionchat peer files", "files_go_from_peer_to_peer"),
    (
        "onionchat peer accept 1 --to incoming",
        "files_go_from_peer_to_peer",
    ),
    (
        "cargo run --release -- config",
        "the_example_configuration_is_printed, and packaging/build",
    ),
    ("tests/run", "tests/run"),
    (
        "cargo run --example private-network",
        "the_private_network_by_hand",
    ),
    (
        "cargo run --release -- --config /tmp/private-tor-network-XXXXXX/onionchat.toml",
        "the_private_network_by_hand",
    ),
    (
        "curl --socks5-hostname 127.19.245.1:43803 http://ADDRESS.onion/",
        "the_private_network_by_hand",
    ),
    (COOKIES, "the_private_network_by_hand"),
    (SEND, "the_private_network_by_hand"),
    (STREAM, "the_private_network_by_hand"),
    (SHELL, "a_shell_asks_the_control_socket"),
];

/// Gets the cookies, which every page sets.
const COOKIES: &str = "curl --socks5-hostname 127.19.245.1:43803 --cookie-jar cookies.txt --output page.html http://ADDRESS.onion/";

/// Asks the running appliance in the words of `TORchat`.
const SHELL: &str = "printf '{\"cmd\":\"HOST\"}' | socat -t 5 - UNIX-CONNECT:keys/control";

/// Gives a command.
const SEND: &str = "curl --socks5-hostname 127.19.245.1:43803 --cookie cookies.txt --json '{\"text\":\"/nick Robot\"}' http://ADDRESS.onion/api/send";

/// Reads the transcript for programs.
const STREAM: &str = "curl --socks5-hostname 127.19.245.1:43803 --cookie cookies.txt --no-buffer http://ADDRESS.onion/api/stream";

/// The lines of the README's shell blocks.
fn commands() -> Vec<&'static str> {
    let blocks = README.split("```sh\n").skip(1);
    blocks
        .flat_map(|block| block.split("```").next().unwrap_or_default().lines())
        .collect()
}

/// A command that is added to the README must be added to the table, and so to a test.
async fn every_command_is_known_here() {
    let known: Vec<&str> = COMMANDS.iter().map(|(command, _)| *command).collect();
    assert_eq!(commands(), known);
}

/// How long the private network and a room in it may take to be there, on a busy machine.
const READY: Duration = Duration::from_secs(80);

/// Follows the README: the network in one terminal, a room in another with the file that the first one
/// printed, and the page with curl through the port that it printed.
async fn the_private_network_by_hand() {
    let binary = Path::new(env!("CARGO_BIN_EXE_onionchat"));
    let mut network = Command::new(binary.with_file_name("examples").join("private-network"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("`cargo test` builds the example private-network");
    let mut lines = BufReader::new(network.stdout.take().expect("a pipe")).lines();
    let (mut config, mut socks) = (None, None);
    let printed = timeout(READY, async {
        while let Ok(Some(line)) = lines.next_line().await {
            if let Some((_, file)) = line.split_once("--config ") {
                config = Some(PathBuf::from(file));
            } else if let Some((_, rest)) = line.split_once("curl --socks5-hostname ") {
                socks = rest.split(' ').next().map(str::to_owned);
                return;
            }
        }
    });
    printed.await.expect("the network is there in time");
    let (config, socks) = (
        config.expect("a --config FILE"),
        socks.expect("a SOCKS port"),
    );

    let program = Program::new(&["--output", "json"]);
    let mut room = program
        .and(["--config".into(), config.clone().into_os_string()])
        .spawn();
    let address = crate::tor::address_of(&mut room).await;
    room.event_within("reachable", READY).await;
    let fetched = Command::new("curl")
        .args([
            "--silent",
            "--fail",
            "--max-time",
            "60",
            "--socks5-hostname",
            &socks,
        ])
        .arg(format!("http://{address}/"))
        .output()
        .await
        .expect("curl is installed; tests/run installs it");
    assert!(fetched.status.success(), "{fetched:?}");
    assert!(String::from_utf8_lossy(&fetched.stdout).contains("<title>onionchat</title>"));
    let curl = |command: &str| {
        let typed = command
            .replace("127.19.245.1:43803", &socks)
            .replace("ADDRESS.onion", &address);
        let mut shell = Command::new("sh");
        shell.args(["-c", &typed]).current_dir(room.home());
        shell.stderr(Stdio::null()).kill_on_drop(true);
        shell
    };
    let got = curl(COOKIES).status().await.expect("a shell");
    assert!(got.success());
    let sent = curl(SEND).output().await.expect("a shell");
    assert_eq!(String::from_utf8_lossy(&sent.stdout), r#"{"nick":"Robot"}"#);
    let mut stream = curl(STREAM)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut lines = BufReader::new(stream.stdout.take().expect("a pipe")).lines();
    let mut next = async || {
        let line = timeout(READY, lines.next_line()).await;
        let line = line.expect("a line in time").expect("UTF-8");
        line.expect("a line")
    };
    let welcome = next().await;
    assert!(welcome.contains(r#""nick":"Robot""#), "{welcome}");
    let members = next().await;
    assert!(
        members.contains(r#""nick":"Robot","here":true"#),
        "{members}"
    );
    drop(stream);
    assert_eq!(room.terminate().await.code, Some(0));

    let pid = network.id().expect("it runs").to_string();
    let asked = Command::new("kill").args(["-INT", &pid]).status().await;
    assert!(asked.expect("kill is there").success());
    let over = timeout(READY, network.wait())
        .await
        .expect("it ends when asked to");
    assert!(over.expect("it can be awaited").success());
    assert!(!config.exists(), "everything of the network is gone");
}

/// Everything in the README that stands between backticks on one line.
fn quoted() -> impl Iterator<Item = &'static str> {
    let prose = README.split("```").step_by(2);
    prose
        .flat_map(str::lines)
        .flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// Every command and option that the README names in passing is one that the program has.
async fn what_the_text_names_exists() {
    let mut help = String::new();
    for of in [
        &["--help"][..],
        &["address", "--help"],
        &["join", "--help"],
        &["keys", "import", "--help"],
    ] {
        let said = Program::new(of).run().await;
        assert_eq!(said.code, Some(0));
        help += &said.stdout.join("\n");
        help += "\n";
    }
    let known =
        |word: &str| help.contains(&format!("{word} ")) || help.contains(&format!("{word}\n"));
    let mut seen = 0;
    for quoted in quoted() {
        let arguments = match quoted.strip_prefix("cargo run --release -- ") {
            Some(arguments) => arguments,
            None if quoted.starts_with("--") => quoted,
            None => match quoted.strip_prefix("onionchat ") {
                Some(arguments) => arguments,
                None => continue,
            },
        };
        seen += 1;
        if let Some(command) = arguments.split(' ').find(|word| !word.starts_with("--"))
            && arguments.starts_with(command)
        {
            let listed = format!("\n  {command} ");
            assert!(help.contains(&listed), "there is no command of `{quoted}`");
        }
        for option in arguments.split(' ').filter(|word| word.starts_with("--")) {
            assert!(
                known(option),
                "{option} of `{quoted}` is no option of the program"
            );
        }
    }
    assert!(seen >= 16, "the README's options were not found");
}

/// Which of cargo's commands the README names in passing; `tests/run` runs them, but for the opening of a
/// browser, for what needs the public network, and for measuring.
async fn cargo_commands_in_the_text_are_run() {
    let run = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/run"));
    for quoted in quoted().filter(|quoted| quoted.starts_with("cargo ")) {
        if quoted.starts_with("cargo run --release") || quoted == "cargo bench" {
            continue;
        }
        let mut words = quoted.split(' ').filter(|word| *word != "--open");
        assert!(
            words.all(|word| run.contains(word)),
            "`{quoted}` is not in tests/run"
        );
    }
}

/// What `config` prints is a configuration file that the program takes.
async fn the_example_configuration_is_printed() {
    let printed = Program::new(&["config"]).run().await;
    assert_eq!(printed.code, Some(0));
    let program = Program::new(&["--no-tor", "--listen", "127.0.0.1:0", "--output", "json"]);
    let file = program.file("printed.toml", &printed.stdout.join("\n"));
    let mut room = program
        .and(["--config".into(), file.into_os_string()])
        .spawn();
    room.event("listening").await;
    assert_eq!(room.terminate().await.code, Some(0));
}
