//! The two examples for those who write programs.

use std::path::Path;
use std::process::Stdio;

use libtest_mimic::Trial;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

use super::{Folders, SharedNetwork, tor_trials};
use crate::support::client::{Ask, Line};
use crate::support::eventually;
use crate::support::process::binary;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        the_echo_bot_answers,
        a_shell_asks_the_control_socket
    ]
}

/// The bot that the README names comes through a Tor client, answers who asks, and nobody else.
async fn the_echo_bot_answers(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    let mut visitor = Line::to(&room).await;
    visitor
        .ask(Ask::form("/send", &[("msg", "echo before")]))
        .await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bots/echo.py");
    let mut bot = Command::new("python3")
        .arg(path)
        .args([&room.socks.to_string(), &room.address])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("Python");
    let mut lines = BufReader::new(bot.stdout.take().expect("a pipe")).lines();
    let first = lines.next_line().await.expect("text");
    assert_eq!(first.as_deref(), Some("echo.py: here as Echo"));
    visitor
        .ask(Ask::form("/send", &[("msg", "nothing for bots")]))
        .await;
    let mut another = Line::to(&room.another_way()).await;
    another
        .ask(Ask::form("/send", &[("msg", "echo ça va?")]))
        .await;
    let mut said = Vec::new();
    eventually("the bot answers", async || {
        let messages = visitor.ask(Ask::get("/api/messages")).await.json();
        let messages = messages.as_array().expect("messages").iter();
        said = messages
            .map(|one| {
                (
                    one["nick"] == "Echo",
                    one["text"].as_str().unwrap_or_default().to_owned(),
                )
            })
            .collect();
        said.len() >= 4
    })
    .await;
    let echoes: Vec<&str> = said
        .iter()
        .filter(|(is_bot, _)| *is_bot)
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(echoes, ["ça va?"]);
    room.terminate().await;
    let end = bot.wait().await.expect("it ends with the room");
    assert_eq!(end.code(), Some(1));
}

/// One line in a shell asks the running appliance, in the words of `TORchat`.
async fn a_shell_asks_the_control_socket(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    let output = Command::new("sh")
        .args([
            "-c",
            "printf '{\"cmd\":\"HOST\"}' | socat -t 5 - UNIX-CONNECT:keys/control",
        ])
        .current_dir(folders.0.path())
        .output()
        .await
        .expect("a shell");
    let reply: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!([&reply["cmd"], &reply["msg"]], ["HOST", &room.address]);
    // What is to be said need not stand in the list of processes.
    let script = "printf 'from a pipe' | \"$0\" --keys keys --output json say -";
    let output = Command::new("sh")
        .args(["-c".as_ref(), script.as_ref(), binary().as_os_str()])
        .current_dir(folders.0.path())
        .output()
        .await
        .expect("a shell");
    let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(said["event"], "said");
}
