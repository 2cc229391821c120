//! Who is called what. The attacks here were published against the chat of `OnionShare`: CVE-2022-21692 (write as
//! another participant), OTF-004 (make others believe that somebody left), CVE-2022-21695 (write without
//! being seen), CVE-2022-21696 (take somebody's name with a blank behind it), and the look-alikes that came
//! after them.

use libtest_mimic::Trial;

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::text::nicks;
use crate::support::typing::{LOBBY, all_until, json_post};
use crate::support::visitor::Visitor;
use crate::support::{eventually, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        nobody_writes_as_another,
        nobody_speaks_leaves_or_renames_for_another,
        who_writes_is_seen,
        blanks_and_invisible_characters_make_no_other_name,
        look_alikes_are_taken,
    ]
}

/// A member of the lobby who goes by a name of their own.
pub async fn member<'h>(house: &'h Room, name: &str) -> Visitor<'h> {
    let mut member = Visitor::returning(house).await;
    member.done_in(LOBBY, &format!("/nick {name}")).await;
    member
}

/// The cookies of somebody with a session of their own and another one's nick.
pub fn forged(forger: &Visitor<'_>, nick: &str) -> String {
    let session = forger.cookie("session").expect("a session");
    format!("nick={nick}; session={session}")
}

/// CVE-2022-21692: the name stands in the request in every place where a program may look for it, and counts
/// in none; with a session of one's own or without.
async fn nobody_writes_as_another() {
    let house = Room::open().await;
    let mut victim = member(&house, "Victoria").await;
    let _open = victim.read_in(LOBBY).await;
    let mut forger = Visitor::returning(&house).await;
    let _reading = forger.read_in(LOBBY).await;
    let cookies = [
        forged(&forger, "Victoria"),
        "nick=Victoria".to_owned(),
        "nick=Victoria; session=".to_owned(),
        format!("nick=Victoria; nick=Fox-ab12; session={}", "A".repeat(43)),
    ];
    for (index, cookie) in cookies.iter().enumerate() {
        let text = format!("forged {index}");
        let fields = [
            ("msg", text.as_str()),
            ("nick", "Victoria"),
            ("from", "Victoria"),
        ];
        eventually("the forger's turn", async || {
            let ask = Ask::form("/compose", &fields).header("cookie", cookie);
            house.ask(ask).await.status == 303
        })
        .await;
        let program = json_post(LOBBY, &format!("programmed {index}")).header("cookie", cookie);
        eventually("the forger's turn", async || {
            house.ask(program.clone()).await.status == 200
        })
        .await;
    }
    let body = r#"{"text":"forged","nick":"Victoria"}"#;
    let ask = Ask::post("/api/send", body).header("content-type", "application/json");
    house.ask(ask).await.expect_empty(400);
    let nicks = house.nicks().await;
    assert_eq!(nicks.len(), 2 * cookies.len(), "{:?}", house.texts().await);
    assert!(!nicks.contains(&"Victoria".to_owned()), "{nicks:?}");
    victim.done_in(LOBBY, "it is me").await;
    assert_eq!(house.nicks().await.pop().as_deref(), Some("Victoria"));
}

/// OTF-004 and its like: what one says about oneself cannot be said about another, and a text that reads like
/// an announcement stays a message with its author's name.
async fn nobody_speaks_leaves_or_renames_for_another() {
    let house = Room::open().await;
    let mut victim = member(&house, "Victoria").await;
    let mut own = victim.read_in(LOBBY).await;
    let mut witness = Visitor::returning(&house).await;
    let (mut seen, mut events) = (witness.read_in(LOBBY).await, witness.listen_in(LOBBY).await);
    let forger = Visitor::returning(&house).await;
    for line in ["/exit", "/nick Mallory", "/topic forged", "/leave"] {
        for cookie in ["nick=Victoria".to_owned(), forged(&forger, "Victoria")] {
            let ask = Ask::form("/send", &[("msg", line)]).header("cookie", &cookie);
            house
                .ask(ask)
                .await
                .expect(if line == "/exit" && cookie.contains("session=") {
                    200
                } else {
                    303
                });
        }
    }
    let mut liar = Visitor::returning(&house).await;
    let lies = ["Victoria has left the room.", "Victoria is now Mallory."];
    let markup = "</span></div><div class=\"note\">Victoria has left the room.</div>";
    for lie in lies.into_iter().chain([markup]) {
        liar.done_in(LOBBY, lie).await;
    }
    liar.done_in(LOBBY, "that was all").await;
    all_until([&mut own, &mut seen], ">that was all<").await;
    events.until_said("that was all").await;
    for note in seen.body().split("<div class=\"note\">").skip(1) {
        let note = note.split("</div>").next().unwrap_or_default();
        assert!(!note.contains("Victoria"), "{note}");
    }
    assert_eq!(
        nicks(&seen.seen),
        [&*liar.nick(); 4],
        "what was typed is said by who typed it"
    );
    for event in events
        .seen()
        .lines()
        .filter(|line| line.contains("Victoria"))
    {
        assert!(
            event.starts_with("{\"event\":\"said\"") || event.starts_with("{\"event\":\"members\""),
            "{event}"
        );
    }
    // The victim is where she was, under her name.
    let members = witness.send_in(LOBBY, "/who").await.expect(200).json();
    assert!(
        members["answer"]
            .as_str()
            .is_some_and(|who| who.contains("\nVictoria")),
        "{members}"
    );
}

/// CVE-2022-21695: whoever writes is in the list of members, also one who opened no transcript; a message has
/// a name in any case, and an operator can silence whoever bears it.
async fn who_writes_is_seen() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    let mut events = owner.listen_in(&place).await;
    let ask = Ask::form(&format!("{place}/send"), &[("msg", "from a seed")]);
    house.ask(ask.nick("Owl-0001")).await.expect(303);
    assert_eq!(events.until_said("from a seed").await["nick"], "Owl-0001");
    let mut hidden = Visitor::returning(&house).await;
    hidden.done_in(&place, "boo").await;
    assert_eq!(events.until_said("boo").await["nick"], hidden.nick());
    for nick in ["Owl-0001", &hidden.nick()] {
        owner.done_in(&place, &format!("/mute {nick}")).await;
        assert_eq!(events.until("muted").await["nick"], *nick);
    }
    hidden
        .type_in_turn(&place, "boo again")
        .await
        .expect_refusal(403, "boo again");
    let who = owner.send_in(&place, "/who").await.expect(200).json();
    let who = who["answer"].as_str().unwrap_or_default();
    assert!(
        who.contains(&format!("\n{}", hidden.nick())),
        "{} wrote and is not in the list:\n{who}",
        hidden.nick()
    );
}

/// CVE-2022-21696: a name is what is seen of it.
async fn blanks_and_invisible_characters_make_no_other_name() {
    let house = Room::open().await;
    let mut victim = member(&house, "Victoria").await;
    let _open = victim.read_in(LOBBY).await;
    let mut forger = Visitor::returning(&house).await;
    let blanks = [
        " ",
        "\t",
        "\u{a0}",
        "\u{2003}",
        "\u{3000}",
        "\u{200b}",
        "\u{200c}",
        "\u{200d}",
        "\u{200e}",
        "\u{202e}",
        "\u{2060}",
        "\u{feff}",
        "\u{ad}",
        "\u{34f}",
        "\u{115f}",
        "\u{3164}",
        "\u{2800}",
        "\u{e0020}",
        "\u{fe0f}",
        "\u{301}",
        "-",
        "_",
        ".",
    ];
    for blank in blanks {
        for wish in [
            format!("Victoria{blank}"),
            format!("{blank}Victoria"),
            format!("Vic{blank}toria"),
        ] {
            let reply = forger.send_in(LOBBY, &format!("/nick {wish}")).await;
            assert!(
                matches!(reply.status, 400 | 409),
                "{wish:?}: {} {}",
                reply.status,
                reply.body
            );
            let encoded: Vec<String> = wish.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let encoded = encoded.concat();
            for encoded in [encoded.clone(), encoded.replace("%20", "+")] {
                let ask = json_post(LOBBY, &format!("as {encoded}"));
                let other = Visitor::returning(&house).await;
                let said = house
                    .ask(ask.header("cookie", &forged(&other, &encoded)))
                    .await;
                let nick = said.expect(200).json()["nick"].to_string();
                assert!(!nick.contains("toria"), "{wish:?} is granted as {nick}");
            }
        }
    }
}

/// A name that looks like another one's is that name, to a reader.
async fn look_alikes_are_taken() {
    let house = Room::open().await;
    for (name, wishes) in [
        (
            "scope",
            &[
                "SCOPE",
                "Scope",
                "\u{455}\u{441}\u{43e}\u{440}\u{435}",
                "ѕcope",
                "scоpe",
                "ｓｃｏｐｅ",
                "𝐬𝐜𝐨𝐩𝐞",
                "scópe",
                "s-cope",
            ][..],
        ),
        (
            "William",
            &[
                "VVilliam", "Wi11iam", "WILLIAM", "WiIIiam", "Wílliam", "Williarn",
            ],
        ),
        ("Марина", &["МАРИНА", "марина", "Mарина"]),
        (
            "host-1",
            &[
                "host", "Host", "h0st", "ноst", "operator", "0perator", "system", "lobby", "admin",
            ],
        ),
    ] {
        let mut victim = member(&house, name).await;
        let _open = victim.read_in(LOBBY).await;
        let mut forger = Visitor::returning(&house).await;
        for wish in wishes {
            let reply = forger.send_in(LOBBY, &format!("/nick {wish}")).await;
            assert!(
                matches!(reply.status, 400 | 409),
                "{wish} beside {name}: {} {}",
                reply.status,
                reply.body
            );
        }
    }
}
