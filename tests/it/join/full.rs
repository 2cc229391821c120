//! The whole screen, as a person sees it.

use libtest_mimic::Trial;

use super::{SMALL, Seat, WIDE, joining, piped};
use crate::support::process::Room;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;
use crate::support::{eventually, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        two_people_talk_beside_a_browser,
        keys_mend_a_line_and_bring_one_back,
        looking_up_stays_there_and_counts_what_is_new,
        what_is_refused_stays_in_the_line,
        every_size_has_its_picture,
        nothing_needs_colours,
        what_is_taken_back_is_gone,
        a_paste_is_one_line_and_sends_nothing,
        own_commands_never_reach_the_room,
        what_comes_back_takes_nothing_along,
        own_commands_are_no_passphrase,
    ]
}

/// Two people in terminals, one of them small, and one with a browser: each sees what the others say, once; whispers
/// reach only whom they are for; and the list of members is there where there is room for it.
async fn two_people_talk_beside_a_browser() {
    let room = Room::start(&["--title", "Night shift"]).await;
    let mut cy = Visitor::returning(&room).await;
    let mut transcript = cy.read().await;
    cy.compose_taken("/nick Cy").await;
    transcript.read_until("is now Cy").await;
    let (ada, bo) = tokio::join!(
        Seat::join(WIDE, room.address, "Ada"),
        Seat::join(SMALL, room.address, "Bo")
    );
    ada.says("good evening").await;
    bo.terminal.shows("Ada: good evening").await;
    transcript.read_until("good evening").await;
    bo.types("/me waves").await;
    ada.terminal.shows("* Bo waves").await;
    cy.done_in(LOBBY, "hello both").await;
    for seat in [&ada, &bo] {
        seat.terminal.shows("Cy: hello both").await;
    }
    ada.types("/w Bo between us").await;
    bo.terminal.shows("[Ada, to you only] between us").await;
    ada.terminal.shows("[you, to Bo only] between us").await;
    ada.tries("/topic tea").await;
    ada.terminal.shows("Only an operator").await;
    ada.terminal.press(&["C-u"]).await;
    ada.types("/help").await;
    ada.terminal.shows("/nick NAME").await;

    let screen = ada.terminal.screen().await;
    for shown in [
        "Night shift",
        "3 here",
        "Ada (you)",
        "│ Bo",
        "│ Cy",
        "connected | Ada",
    ] {
        assert!(screen.contains(shown), "no {shown:?} in\n{screen}");
    }
    assert!(screen.contains(&room.address.to_string()), "{screen}");
    let small = bo.terminal.screen().await;
    assert!(small.contains("3 here") && !small.contains('│'), "{small}");
    for text in ["Ada: good evening", "Cy: hello both"] {
        assert_eq!(bo.times(text).await, 1, "{text}");
    }
    assert!(!transcript.seen.contains("between us"));
    ada.tries("/quit").await;
    ada.ends(0).await;
    bo.tries("/exit").await;
    bo.ends(0).await;
    transcript.read_until("Gotta go").await;
}

/// Editing, history and the Tab key, with letters that take two columns.
async fn keys_mend_a_line_and_bring_one_back() {
    let room = Room::open().await;
    let ada = Seat::join(WIDE, room.address, "Ada").await;
    let line = async |keys: &[&str], text: &str| {
        ada.terminal.press(keys).await;
        ada.terminal
            .shows(&format!("\n{}\n", format!("> {text}").trim_end()))
            .await;
    };
    ada.terminal.type_text("hello teh").await;
    line(&["Left", "BSpace", "End", "e"], "hello the").await;
    line(&["C-w"], "hello").await;
    ada.terminal.type_text("x").await;
    line(&["C-a", "/"], "/hello x").await;
    line(&["C-k"], "/").await;
    ada.terminal.type_text("hel").await;
    line(&["Tab", "x"], "/help x").await;
    line(&["C-u"], "").await;
    ada.terminal.type_text("茶x茶").await;
    line(&["Left", "BSpace"], "茶茶").await;
    line(&["C-e", "C-u"], "").await;
    ada.terminal.shows("Ada (you)").await;
    ada.terminal.type_text("/w ad").await;
    line(&["Tab", "y"], "/w Ada y").await;
    line(&["C-u"], "").await;
    ada.says("first").await;
    ada.says("second").await;
    ada.terminal.type_text("half").await;
    line(&["Up"], "second").await;
    line(&["Up"], "first").await;
    line(&["Down", "Down"], "half").await;
    line(&["C-c"], "").await;
    line(&["Up"], "half").await;
    ada.terminal.press(&["C-u", "C-d"]).await;
    ada.ends(0).await;
}

/// Who reads further up is not moved by what comes, and sees how much that is; and comes back to the newest.
async fn looking_up_stays_there_and_counts_what_is_new() {
    let room = Room::open().await;
    room.flood(60, |index| format!("message {index:02}")).await;
    let ada = Seat::join(WIDE, room.address, "Ada").await;
    ada.terminal.shows("message 59").await;
    ada.terminal.press(&["PPage"]).await;
    ada.terminal.shows("Esc: newest").await;
    let top = ada.terminal.screen().await;
    assert!(!top.contains("message 59"), "{top}");
    let row = |screen: &str| screen.lines().nth(5).unwrap_or_default().to_owned();
    room.say("Owl-0001", "news one").await;
    room.say("Otter-0002", "news two").await;
    ada.terminal.shows("2 new below").await;
    let now = ada.terminal.screen().await;
    assert_eq!(row(&now), row(&top), "it has moved:\n{now}");
    ada.terminal
        .press(&["PPage", "PPage", "PPage", "PPage"])
        .await;
    ada.terminal.shows("message 00").await;
    ada.terminal.press(&["Escape"]).await;
    ada.terminal.shows("news two").await;
    ada.hides("new below").await;
}

/// What the room refuses is in the line again, with the reason.
async fn what_is_refused_stays_in_the_line() {
    let room = Room::open().await;
    let ada = Seat::join(WIDE, room.address, "Ada").await;
    ada.tries("/knock knock").await;
    ada.terminal.shows("No such command").await;
    ada.terminal.shows("\n> /knock knock\n").await;
    ada.terminal.press(&["C-u"]).await;
    let long = "x".repeat(501);
    ada.terminal.type_text(&long).await;
    ada.terminal.press(&["Enter"]).await;
    ada.terminal.shows("501").await;
    ada.terminal.press(&["BSpace", "Enter"]).await;
    eventually("the rest is said", async || {
        room.texts().await == [&long[..500]]
    })
    .await;
}

/// Whatever the size, the newest is in sight, the line is at the bottom and nothing is cut at the right.
async fn every_size_has_its_picture() {
    let room = Room::open().await;
    let ada = Seat::join(WIDE, room.address, "Ada").await;
    let words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen \
                 fifteen sixteen seventeen eighteen nineteen twenty";
    room.say("Owl-0001", words).await;
    for (columns, lines) in [SMALL, (200, 50), (60, 8), (20, 5), (9, 3), WIDE] {
        ada.terminal.resize(columns, lines).await;
        let shown = |screen: &str| {
            let whole = screen.split_whitespace().collect::<Vec<_>>().join(" ");
            let newest = if columns < 40 { "ty" } else { "twelve" };
            whole.contains(newest) || lines < 6
        };
        eventually("the newest is in sight", async || {
            let screen = ada.terminal.screen().await;
            shown(&screen) && screen.trim_end().ends_with("\n>")
        })
        .await;
    }
    ada.says("still here").await;
    let screen = ada.terminal.screen().await;
    let told = screen.lines().filter(|line| line.contains("thirteen"));
    assert_eq!(told.count(), 1, "{screen}");
}

/// With `NO_COLOR` nothing is coloured, and everything is there.
async fn nothing_needs_colours() {
    let room = Room::open().await;
    room.say("Owl-0001", "hello").await;
    let ada = Seat::join(WIDE, room.address, "Ada").await;
    ada.terminal.shows("Owl-0001: hello").await;
    assert!(ada.terminal.is_coloured().await);
    let program = crate::support::process::binary();
    let program = program.to_str().expect("UTF-8");
    let address = room.address.to_string();
    let command = ["env", "NO_COLOR=1", program, "join", &address];
    let plain = crate::support::terminal::Terminal::start(WIDE.0, WIDE.1, &command).await;
    plain.shows("Owl-0001: hello").await;
    assert!(!plain.is_coloured().await);
}

/// A message that was taken back is no longer on the screen, while all else stays.
async fn what_is_taken_back_is_gone() {
    let room = Room::open().await;
    let mut cy = Visitor::returning(&room).await;
    let ada = Seat::join(WIDE, room.address, "Ada").await;
    cy.done_in(LOBBY, "what stays").await;
    cy.done_in(LOBBY, "what is regretted").await;
    ada.terminal.shows("what is regretted").await;
    cy.done_in(LOBBY, "/delete").await;
    ada.hides("what is regretted").await;
    assert_eq!(ada.times("what stays").await, 1);
}

/// Several lines that are pasted become one, and nothing is sent until Enter is pressed.
async fn a_paste_is_one_line_and_sends_nothing() {
    let room = Room::open().await;
    let ada = Seat::join(WIDE, room.address, "Ada").await;
    ada.terminal.paste("one\ntwo\n\u{1b}[31mthree").await;
    ada.terminal.shows("\n> one two [31mthree\n").await;
    assert_eq!(room.texts().await.len(), 0);
    ada.terminal.press(&["Enter"]).await;
    ada.terminal.shows("Ada: one two [31mthree").await;
}

/// What the room refused comes back into the line while somebody begins to type for a peer: what they type is a line of
/// its own.
async fn what_comes_back_takes_nothing_along() {
    let room = Room::open().await;
    let ada = Seat::join(WIDE, room.address, "Ada").await;
    for line in ["one", "two"] {
        ada.terminal.type_text(line).await;
        ada.terminal.press(&["Enter"]).await;
    }
    ada.terminal.shows("The room says: You write faster").await;
    ada.terminal.shows("\n> two\n").await;
    ada.terminal.type_text("/peer anna a secret").await;
    ada.terminal.shows("\n> /peer anna a secret\n").await;
    ada.terminal.press(&["Up"]).await;
    ada.terminal.shows("\n> two\n").await;
    ada.terminal.press(&["Down", "Enter"]).await;
    ada.terminal.shows("\n> /peer anna a secret\n").await;
    ada.terminal.press(&["C-u"]).await;
    ada.says("three").await;
    assert_eq!(room.texts().await, ["one", "three"]);
}

/// Where a room asks for a passphrase, own commands are not shown to it as one.
async fn own_commands_are_no_passphrase() {
    let room = Room::open().await;
    let mut cy = Visitor::returning(&room).await;
    let place = cy.make("/create demo some words").await;
    let ada = Seat::start(WIDE, &format!("http://{}{place}", room.address), &[]).await;
    ada.terminal.shows("\nPassphrase:").await;
    ada.terminal.type_text("/peer anna what is it?").await;
    ada.terminal.press(&["Enter"]).await;
    ada.terminal.shows("No onionchat runs on").await;
    ada.terminal.press(&["C-u"]).await;
    ada.terminal.type_text("some words").await;
    ada.terminal.press(&["Enter"]).await;
    ada.terminal.shows("connected |").await;
    let screen = ada.terminal.screen().await;
    assert!(!screen.contains("is wrong"), "{screen}");
}

/// What is for a peer stays here, also where there is no mailbox: it is in the line again with the reason, and the room
/// gets nothing of it.
async fn own_commands_never_reach_the_room() {
    let room = Room::open().await;
    let folder = tempfile::tempdir().expect("a folder");
    let keys = folder.path().to_str().expect("UTF-8").to_owned();
    let address = room.address.to_string();
    let ada = Seat::start(WIDE, &address, &["--nick", "Ada", "--keys", &keys]).await;
    ada.terminal.shows("connected | Ada").await;
    for (line, told) in [
        ("/peer anna a secret", "No onionchat runs on"),
        ("/PEER anna a secret", "No onionchat runs on"),
        ("/peer", "No onionchat runs on"),
        ("/peers anna a secret", "nothing was sent"),
        ("\u{ff0f}peer anna a secret", "No onionchat runs on"),
        ("/open", "Nobody invites you"),
        (
            "/open example.com",
            "nothing goes out to the network beside Tor",
        ),
        (
            "/open 2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion",
            "reached another way",
        ),
    ] {
        ada.terminal.type_text(line).await;
        ada.terminal.press(&["Enter"]).await;
        ada.terminal.shows(told).await;
        ada.terminal.shows(&format!("\n> {line}\n")).await;
        ada.terminal.press(&["C-u"]).await;
        ada.terminal.shows("\n>\n").await;
    }
    ada.tries("/back").await;
    ada.terminal.shows("This is the room already").await;
    ada.says("done").await;
    assert_eq!(room.texts().await, ["done"]);
    let refused = piped("echo /peer anna a secret; echo hi", joining(&address, &[]));
    let exit = refused.run().await;
    assert_eq!(exit.code, Some(65), "{exit:?}");
    assert!(exit.stderr.contains("onionchat peer send"), "{exit:?}");
    assert_eq!(room.texts().await, ["done", "hi"]);
    let mailbox = joining(&address, &["--plain", "--mailbox", "room"]);
    assert_eq!(mailbox.run().await.code, Some(2));
    let exit = piped("echo /quit; echo no", joining(&address, &[]))
        .run()
        .await;
    assert_eq!((exit.code, room.texts().await.len()), (Some(0), 2));
}
