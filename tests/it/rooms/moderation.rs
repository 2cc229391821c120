//! Who may remove and silence others: whoever made a room, the host, who shows a token, and everybody where
//! the host wants it so.

use libtest_mimic::Trial;
use serde_json::json;

use super::with_file;
use crate::support::process::{Program, Room};
use crate::support::text::{column, element};
use crate::support::transcript::Transcript;
use crate::support::typing::{LOBBY, all_until};
use crate::support::visitor::Visitor;
use crate::support::{eventually, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        plain_members_may_not_moderate,
        kick_ends_the_transcript_with_the_reason,
        ban_is_for_good,
        muted_members_only_read,
        hosts_token_is_good_once,
        token_is_told_to_people_on_stderr,
        everyone_may_kick_and_stop_where_the_host_wants,
    ]
}

/// A room in the house, with its operator.
pub async fn owned(house: &Room) -> (Visitor<'_>, String) {
    let mut owner = Visitor::returning(house).await;
    let place = owner.make("/create demo").await;
    (owner, place)
}

/// The last words of a transcript, which has ended with them.
pub async fn last_words(transcript: &mut Transcript) -> String {
    transcript.read_to_end().await;
    element(&transcript.seen, "end").expect("last words")
}

/// Starts a house that has a token for its host, and gives that.
pub async fn with_token() -> (Room, String) {
    let mut house = Room::start(&["--operator-token"]).await;
    let token = house.process.event("operator_token").await;
    let token = token["token"].as_str().expect("a token").to_owned();
    assert!(
        token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{token}"
    );
    (house, token)
}

/// In the lobby nobody is operator but the host, and in a room nobody but its maker.
async fn plain_members_may_not_moderate() {
    let house = Room::open().await;
    let (mut owner, place) = owned(&house).await;
    let mut member = Visitor::returning(&house).await;
    let nick = owner.nick();
    for place in [LOBBY, &place] {
        let mut theirs = owner.read_in(place).await;
        for command in [
            "kick NICK out",
            "ban NICK",
            "mute NICK",
            "unmute NICK",
            "delete NICK",
            "delete NICK all",
            "stop",
            "topic x",
        ] {
            let line = format!("/{}", command.replace("NICK", &nick));
            member
                .type_in(place, &line)
                .await
                .expect_refusal(403, &line);
        }
        member.done_in(place, "that was all").await;
        theirs.read_until(">that was all<").await;
        assert!(
            !theirs.seen.contains(&format!("{} removed", member.nick())),
            "{}",
            theirs.body()
        );
    }
    owner
        .type_in(&place, &format!("/kick {nick}"))
        .await
        .expect(409);
}

/// All windows of the one who is removed end with who did it and why; the others are told. The removed may
/// come back by a reload, and until then may not write.
async fn kick_ends_the_transcript_with_the_reason() {
    let house = Room::open().await;
    let (mut owner, place) = owned(&house).await;
    let mut target = Visitor::returning(&house).await;
    let mut frames = [target.read_in(&place).await, target.read_in(&place).await];
    let mut events = target.listen_in(&place).await;
    let mut own = owner.read_in(&place).await;
    let mut stranger = house.read_in(&place).await;
    let line = format!("/kick {} no <b>shouting</b>", target.nick());
    owner.done_in(&place, &line).await;
    for frame in &mut frames {
        let words = last_words(frame).await;
        let reason = format!(
            "{} removed you from the room: no <b>shouting</b>.",
            owner.nick()
        );
        assert!(words.starts_with(&reason), "{words}");
        assert!(!frame.seen.contains("<b>shouting"), "{}", frame.body());
    }
    let end = events.until("end").await;
    assert!(
        end["reason"]
            .as_str()
            .is_some_and(|why| why.contains("shouting")),
        "{end}"
    );
    assert_eq!(events.next().await, None);
    own.read_until(&format!("{} removed {}: no", owner.nick(), target.nick()))
        .await;
    for line in ["canary", "/me canary", "/who", "/nick canary", "/leave"] {
        target
            .type_in_turn(&place, line)
            .await
            .expect_refusal(403, line);
    }
    let _back = target.read_in(&place).await;
    target.done_in(&place, "back again").await;
    all_until([&mut own, &mut stranger], ">back again<").await;
    assert!(!own.seen.contains("canary"), "{}", own.body());
    assert!(!stranger.seen.contains("removed"), "{}", stranger.body());
}

/// Who is banned is told so, on every path, and the room goes on without them. The lobby is open to them.
async fn ban_is_for_good() {
    let house = Room::open().await;
    let (mut owner, place) = owned(&house).await;
    let mut target = Visitor::returning(&house).await;
    let mut frame = target.read_in(&place).await;
    let mut events = owner.listen_in(&place).await;
    owner
        .done_in(&place, &format!("/ban {}", target.nick()))
        .await;
    assert_eq!(
        last_words(&mut frame).await,
        "You were banned from this room."
    );
    let told = events.until("banned").await;
    assert_eq!(
        (&told["nick"], &told["by"]),
        (&target.nick().into(), &owner.nick().into())
    );
    for path in ["", "/messages", "/compose"] {
        let page = target.get(&format!("{place}{path}")).await.expect(403).body;
        assert!(page.contains("You were banned"), "{page}");
    }
    for path in ["messages", "stream"] {
        let reply = target.get(&format!("/api{place}/{path}")).await.expect(403);
        assert_eq!(reply.json()["error"], "banned");
    }
    target.type_in_turn(&place, "canary").await.expect(403);
    let join = format!("/join {}", place.trim_start_matches("/r/"));
    target
        .type_in(LOBBY, &join)
        .await
        .expect_refusal(403, &join);
    target.done_in(LOBBY, "hello").await;
    assert_eq!(column(&owner.messages_in(&place).await, "text"), [""; 0]);
}

/// Whoever is muted reads on, and may say nothing to anybody, in no form, until they are given the word.
async fn muted_members_only_read() {
    let house = Room::open().await;
    let (mut owner, place) = owned(&house).await;
    let mut target = Visitor::returning(&house).await;
    let (mut frame, mut events) = (target.read_in(&place).await, target.listen_in(&place).await);
    owner
        .done_in(&place, &format!("/mute {}", target.nick()))
        .await;
    assert_eq!(events.until("muted").await["nick"], target.nick());
    events
        .find("a list", |event| {
            event.to_string().contains("\"muted\":true")
        })
        .await;
    let lines = [
        "canary".to_owned(),
        "/me canary".to_owned(),
        format!("/w {} canary", owner.nick()),
        "/nick canary".to_owned(),
    ];
    for line in &lines {
        target.type_in(&place, line).await.expect_refusal(403, line);
        target
            .post_form(&format!("{place}/send"), &[("msg", line)])
            .await
            .expect_see_other(&place);
        assert_eq!(
            target.send_in(&place, line).await.expect(403).json()["error"],
            "muted"
        );
    }
    target.done_in(&place, "/who").await;
    owner.done_in(&place, "read this").await;
    frame.read_until(">read this<").await;
    assert!(!frame.seen.contains("canary"), "{}", frame.body());
    owner
        .done_in(&place, &format!("/unmute {}", target.nick()))
        .await;
    events.until("unmuted").await;
    target.done_in(&place, "thank you").await;
    frame.read_until(">thank you<").await;
}

/// The token makes one person operator in every room, once; the host can be removed by nobody, and no reader
/// ever sees the token.
async fn hosts_token_is_good_once() {
    let (house, token) = with_token().await;
    let (mut owner, place) = owned(&house).await;
    let mut frame = owner.read_in(&place).await;
    let mut host = Visitor::returning(&house).await;
    for wrong in [
        "0".repeat(32),
        token[..31].to_owned(),
        format!("{token}0"),
        token.to_uppercase() + "x",
    ] {
        let line = format!("/op {wrong}");
        host.type_in(&place, &line).await.expect_refusal(403, &line);
    }
    host.done_in(&place, &format!("/op {token}")).await;
    let mut second = Visitor::returning(&house).await;
    let line = format!("/op {token}");
    second
        .type_in(&place, &line)
        .await
        .expect_refusal(403, &line);
    owner
        .type_in(&place, &format!("/kick {}", host.nick()))
        .await
        .expect(403);
    host.done_in(&place, &format!("/kick {} enough", owner.nick()))
        .await;
    assert!(last_words(&mut frame).await.contains("enough"));
    assert!(!frame.seen.contains(&token), "{}", frame.body());
}

/// Whoever reads the terminal gets the token there, and not on stdout, which is for the address.
async fn token_is_told_to_people_on_stderr() {
    let program = Program::new(&["--no-tor", "--listen", "127.0.0.1:0", "--operator-token"]);
    let mut process = program.spawn();
    process.line().await.expect("the address");
    let said = async || process.stderr().contains("/op ");
    eventually("the token on stderr", said).await;
    let exit = process.terminate().await;
    assert!(!exit.stdout.join("\n").contains("/op "), "{exit:?}");
}

/// In a house where everyone may remove people, everyone may, and stop the room and set its topic; who may
/// silence others and take back their words is as before.
async fn everyone_may_kick_and_stop_where_the_host_wants() {
    let house = with_file("moderation = \"everyone\"\n").await;
    let mut first = Visitor::returning(&house).await;
    let mut second = Visitor::returning(&house).await;
    let mut frame = second.read_in(LOBBY).await;
    let nick = second.nick();
    for line in [
        format!("/ban {nick}"),
        format!("/mute {nick}"),
        format!("/delete {nick} all"),
    ] {
        first.type_in(LOBBY, &line).await.expect_refusal(403, &line);
    }
    first.done_in(LOBBY, "/topic ours").await;
    first.done_in(LOBBY, &format!("/kick {nick} why not")).await;
    assert!(last_words(&mut frame).await.contains("why not"));
    let mut frame = second.read_in(LOBBY).await;
    second.done_in(LOBBY, "canary").await;
    second.type_in(LOBBY, "/stop").await.expect(200);
    assert!(
        last_words(&mut frame)
            .await
            .starts_with("The room was stopped")
    );
    assert_eq!(house.messages().await, json!([]));
}
