//! Two people, one at "Safest" and one at "Standard", do all that one does in a room. A third, without a browser,
//! reads along in the lobby and gets only what is for everybody.

use std::time::Duration;

use libtest_mimic::Trial;
use tokio::time::Instant;

use super::{Person, is_quiet, photograph, times};
use crate::browser::{CHAT, COMPOSE, PATIENCE, Turn, loaded, say, sees};
use crate::drive::firefox::Level;
use crate::drive::page::Page;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;
use crate::support::within;
use crate::tor::{Folders, SharedNetwork, trial};

/// The tests of this part.
pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    let name = "browsers::two_people_talk";
    vec![trial(network, name, two_people_talk, Turn::take_two)]
}

/// How long a message that was taken back may stay on a screen.
const ERASED: Duration = Duration::from_secs(10);

/// What everybody may know.
const WELCOME: &str = "welcome to the night shift";

/// Two browsers and what they show, step by step.
#[expect(clippy::print_stdout, reason = "the times are figures to report")]
async fn two_people_talk(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &["--title", "Night shift"]);
    let people = async {
        tokio::join!(
            Person::start(&network, Level::Safest),
            Person::start(&network, Level::Standard)
        )
    };
    let (room, (juniper, marlow)) = tokio::join!(room, people);
    let way = room.another_way();
    let mut eve = Visitor::returning(&way).await;
    let mut eve_reads = eve.read().await;
    eve.done_in(LOBBY, WELCOME).await;

    for (person, level) in [(&juniper, "Safest"), (&marlow, "Standard")] {
        let (seen, live) = person.come(&room, WELCOME).await;
        println!(
            "{level}: the first message was seen after {seen:.1?}, all was live after {live:.1?}"
        );
        let busy = person.firefox.busy().await;
        assert!(!person.firefox.is_busy().await, "the tab is busy: {busy:?}");
        assert_eq!(person.firefox.title().await, "Night shift");
    }
    in_the_lobby(&juniper, &marlow).await;
    for person in [&juniper, &marlow] {
        let (log, side) = tokio::join!(
            person.firefox.rect(CHAT, "#log"),
            person.firefox.rect(CHAT, "#side")
        );
        let is_beside = side.left >= log.left + log.width && side.top <= log.top;
        assert!(
            is_beside,
            "the members at {side:?}, the messages at {log:?}"
        );
    }
    photograph(&juniper.display, &juniper.firefox, "lobby-safest").await;
    photograph(&marlow.display, &marlow.firefox, "lobby-standard").await;
    let code = to_a_room(&juniper, &marlow).await;
    in_the_room(&juniper, &marlow).await;
    photograph(&juniper.display, &juniper.firefox, "room-safest").await;
    removed_and_back(&juniper, &marlow, &code).await;

    // Who was only in the lobby got only what is for everybody there.
    eve.done_in(LOBBY, "the lobby is quiet").await;
    eve_reads.read_until("the lobby is quiet").await;
    assert!(eve_reads.seen.contains("hello from Juniper"));
    for secret in [
        WHISPER,
        ANSWER,
        &code,
        "in the room",
        "regretted",
        "too loud",
    ] {
        assert!(!eve_reads.seen.contains(secret), "{secret}");
    }
    for person in [&juniper, &marlow] {
        let cookies = person.firefox.cookies().await;
        let session = cookies
            .iter()
            .find(|cookie| cookie["name"] == "__Host-session")
            .unwrap_or_else(|| panic!("a session in {cookies:#?}"));
        assert!(session["isSecure"] == true && session["isHttpOnly"] == true);
        assert_eq!(session["host"], room.address.as_str());
        is_quiet(&person.firefox, &room.address).await;
    }
}

/// What one whispers to the other.
const WHISPER: &str = "between you and me";

/// And what the other whispers back.
const ANSWER: &str = "nobody else knows";

/// They get names, talk, look who is here, and whisper.
#[expect(clippy::print_stdout, reason = "the times are figures to report")]
async fn in_the_lobby(juniper: &Person, marlow: &Person) {
    for (person, name) in [(juniper, "Juniper"), (marlow, "Marlow")] {
        say(&person.firefox, &format!("/nick {name}")).await;
        for other in [juniper, marlow] {
            sees(&other.firefox, &format!("is now {name}.")).await;
        }
        let who = person.firefox.document_text(COMPOSE).await;
        assert!(who.contains(&format!("You are {name} in lobby.")), "{who}");
    }
    let (juniper, marlow) = (&juniper.firefox, &marlow.firefox);

    for (from, to, text) in [
        (juniper, marlow, "hello from Juniper"),
        (marlow, juniper, "hello from Marlow"),
    ] {
        let start = Instant::now();
        let seen = async {
            sees(to, text).await;
            start.elapsed()
        };
        let ((), seen) = tokio::join!(say(from, text), seen);
        println!("what was typed was on the other screen after {seen:.1?}");
        sees(from, text).await;
    }
    say(juniper, "/me waves").await;
    for person in [juniper, marlow] {
        sees(person, "* Juniper waves").await;
    }

    say(marlow, "/who").await;
    sees(marlow, "(visible only to you)").await;
    let answer = marlow.document_text(CHAT).await;
    assert!(answer.contains("lobby: 3 here"), "{answer}");
    say(juniper, &format!("/w Marlow {WHISPER}")).await;
    say(marlow, &format!("/reply {ANSWER}")).await;
    for person in [juniper, marlow] {
        sees(person, &format!("Juniper → Marlow whispers: {WHISPER}")).await;
        sees(person, &format!("Marlow → Juniper whispers: {ANSWER}")).await;
        for text in ["hello from Juniper", "hello from Marlow", "waves", WHISPER] {
            assert_eq!(times(person, text).await, 1, "{text}");
        }
    }
    assert_eq!(times(juniper, "(visible only to you)").await, 0);
}

/// One makes a room, the other comes with its code; their windows go there by themselves. Gives the code.
async fn to_a_room(juniper: &Person, marlow: &Person) -> String {
    let (juniper, marlow) = (&juniper.firefox, &marlow.firefox);
    say(juniper, "/create demo").await;
    sees(juniper, "Room created: demo-").await;
    let text = juniper.document_text(CHAT).await;
    let code = text.split_once("Room created: ").expect("it is seen").1;
    let code: String = code.chars().take_while(|c| !c.is_whitespace()).collect();
    sees(juniper, "demo: 1 here").await;
    assert!(!text.contains("hello from Marlow"), "{text}");

    say(marlow, &format!("/join {code}")).await;
    for person in [juniper, marlow] {
        sees(person, "demo: 2 here").await;
        within(PATIENCE, "the form writes to the room", async || {
            let who = person.document_text(COMPOSE).await;
            who.contains(" in demo.")
        })
        .await;
        loaded(person).await;
        assert!(!person.is_busy().await);
    }
    sees(juniper, "Marlow has joined.").await;
    assert_eq!(times(marlow, "hello from Juniper").await, 0);
    code
}

/// They talk in the room; the topic is set; a message is taken back.
#[expect(clippy::print_stdout, reason = "the times are figures to report")]
async fn in_the_room(juniper: &Person, marlow: &Person) {
    let (juniper, marlow) = (&juniper.firefox, &marlow.firefox);
    say(marlow, "Marlow speaks in the room").await;
    say(juniper, "/topic tea and tides").await;
    for person in [juniper, marlow] {
        sees(person, "Marlow speaks in the room").await;
        sees(person, "Juniper set the topic: tea and tides").await;
        within(PATIENCE, "the list has the topic", async || {
            let side = person.document_text(CHAT).await;
            let list = side
                .rsplit_once("demo: 2 here")
                .map_or("", |(_, list)| list);
            list.contains("tea and tides") && list.contains("operator")
        })
        .await;
    }

    say(marlow, "regretted-a94a8fe5").await;
    for person in [juniper, marlow] {
        sees(person, "regretted-a94a8fe5").await;
    }
    let start = Instant::now();
    say(marlow, "/delete").await;
    for person in [juniper, marlow] {
        within(ERASED, "what was taken back is gone", async || {
            !person.html_everywhere().await.contains("regretted")
        })
        .await;
    }
    println!("what was taken back was gone after {:.1?}", start.elapsed());
    for person in [juniper, marlow] {
        sees(person, "Marlow speaks in the room").await;
        loaded(person).await;
        assert!(!person.html_everywhere().await.contains("regretted"));
    }
}

/// One removes the other, whose screen keeps nothing of the room but why, and a link that leads back.
async fn removed_and_back(juniper: &Person, marlow: &Person, code: &str) {
    say(&juniper.firefox, "/kick Marlow too loud").await;
    sees(&juniper.firefox, "Juniper removed Marlow: too loud").await;
    sees(
        &marlow.firefox,
        "Juniper removed you from the room: too loud.",
    )
    .await;
    let left = marlow.firefox.html_everywhere().await;
    for said in ["Marlow speaks in the room", "tea and tides"] {
        assert!(!left.contains(said), "{said} in {left}");
    }
    sees(&juniper.firefox, "demo: 1 here").await;
    photograph(&marlow.display, &marlow.firefox, "removed-standard").await;

    marlow.firefox.click(CHAT, "a[target=_top]").await;
    sees(&marlow.firefox, "Marlow speaks in the room").await;
    loaded(&marlow.firefox).await;
    let address = marlow.firefox.url().await;
    assert!(address.ends_with(&format!("/r/{code}")), "{address}");
    say(&marlow.firefox, "I shall whisper").await;
    for person in [juniper, marlow] {
        sees(&person.firefox, "I shall whisper").await;
    }
}
