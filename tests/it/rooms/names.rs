//! Names: chosen by a command, kept by a session, told to the members of a room with everybody's coming and
//! going, and to nobody who reads without cookies.

use libtest_mimic::Trial;

use super::forgers::{forged, member};
use crate::support::process::Room;
use crate::support::trials;
use crate::support::typing::{LOBBY, all_until, json_post};
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        name_is_kept_for_who_closed_the_window,
        rename_is_announced,
        name_in_the_cookie_is_honoured_and_proves_nothing,
        coming_and_going_is_announced_and_a_reload_is_not,
        readers_without_cookies_get_messages_only,
    ]
}

/// Nobody slips into a name while its owner reloads the page, or takes a pause.
async fn name_is_kept_for_who_closed_the_window() {
    let house = Room::open().await;
    let mut victim = member(&house, "Victoria").await;
    drop(victim.read_in(LOBBY).await);
    house.expect_streams(0).await;
    let mut forger = Visitor::returning(&house).await;
    let reply = forger
        .send_in(LOBBY, "/nick Victoria")
        .await
        .expect(409)
        .json();
    assert_eq!(reply["error"], "nick_taken");
}

/// Everybody in the room is told, the name is in the list, and the next message bears it.
async fn rename_is_announced() {
    let house = Room::open().await;
    let mut other = Visitor::returning(&house).await;
    let (mut seen, mut events) = (other.read_in(LOBBY).await, other.listen_in(LOBBY).await);
    let mut visitor = Visitor::returning(&house).await;
    let before = visitor.nick();
    let _open = visitor.read_in(LOBBY).await;
    let reply = visitor.type_in(LOBBY, "/nick Ada").await.expect(303);
    assert_eq!(reply.cookie("nick"), Some("Ada"));
    let renamed = events.until("renamed").await;
    assert_eq!(
        (&renamed["from"], &renamed["to"]),
        (&before.clone().into(), &"Ada".into())
    );
    seen.read_until(&format!("{before} is now Ada.")).await;
    events
        .find("a list with the new name", |event| {
            event.to_string().contains("\"nick\":\"Ada\"")
        })
        .await;
    visitor.done_in(LOBBY, "hello").await;
    assert_eq!(events.until_said("hello").await["nick"], "Ada");
    let again = visitor.send_in(LOBBY, "/nick Ida").await.expect(429).json();
    assert_eq!(again["error"], "renamed_lately");
}

/// A name of any script stands in the cookie as in an address, and comes back with the session that it was
/// given to; with another session, or none, it is a wish for a name that somebody has.
async fn name_in_the_cookie_is_honoured_and_proves_nothing() {
    let house = Room::open().await;
    let mut fox = Visitor::returning(&house).await;
    let reply = fox.type_in(LOBBY, "/nick лиса").await.expect(303);
    let cookie = "%D0%BB%D0%B8%D1%81%D0%B0";
    assert_eq!(reply.cookie("nick"), Some(cookie));
    let page = fox.get("/compose").await.expect(200);
    assert!(
        page.body.contains("You are \u{2068}лиса\u{2069} in lobby.") && page.cookies().is_empty(),
        "{page:?}"
    );
    fox.done_in(LOBBY, "it is me").await;
    let forger = Visitor::returning(&house).await;
    for (index, cookies) in [format!("nick={cookie}"), forged(&forger, cookie)]
        .iter()
        .enumerate()
    {
        let ask = json_post(LOBBY, &format!("forged {index}")).header("cookie", cookies);
        let reply = house.ask(ask).await.expect(200);
        assert_ne!(reply.cookie("nick"), Some(cookie));
        assert!(reply.cookie("nick").is_some(), "the name in force is told");
    }
    let nicks = house.nicks().await;
    assert_eq!(nicks[0], "лиса");
    assert!(!nicks[1..].contains(&nicks[0]), "{nicks:?}");
    // Whoever comes back to a house that has forgotten them is called so again.
    let mut back = Visitor::returning(&house).await;
    back.set_cookie("nick", Some("%D0%B2%D0%BE%D0%BB%D0%BA"));
    assert_eq!(
        back.send_in(LOBBY, "hello").await.expect(200).json()["nick"],
        "волк"
    );
}

/// Coming and going is told once each; neither a reload nor a second window is either.
async fn coming_and_going_is_announced_and_a_reload_is_not() {
    let house = Room::open().await;
    let mut other = Visitor::returning(&house).await;
    let (mut seen, mut events) = (other.read_in(LOBBY).await, other.listen_in(LOBBY).await);
    let mut visitor = Visitor::returning(&house).await;
    let nick = visitor.nick();
    let first = visitor.read_in(LOBBY).await;
    assert_eq!(events.until("joined").await["nick"], *nick);
    drop(first);
    house.expect_streams(2).await;
    let away = |event: &serde_json::Value| {
        let members = event["members"].as_array().into_iter().flatten();
        members
            .into_iter()
            .any(|one| one["nick"] == *nick && one["here"] == false)
    };
    events.find("that somebody is away", away).await;
    let mut frames = [visitor.read_in(LOBBY).await, visitor.read_in(LOBBY).await];
    visitor.done_in(LOBBY, "back again").await;
    let [first, second] = &mut frames;
    all_until([first, second, &mut seen], ">back again<").await;
    assert_eq!(
        seen.seen.matches("has joined.").count(),
        1,
        "{}",
        seen.body()
    );
    assert!(!seen.seen.contains("has left"), "{}", seen.body());
    visitor.type_in(LOBBY, "/exit").await.expect(200);
    assert_eq!(events.until("farewell").await["nick"], *nick);
    events
        .find("a list without them", |event| {
            event["event"] == "members" && !event.to_string().contains(&nick)
        })
        .await;
}

/// Who reads without cookies is nobody's member: what comes is what came in the seed, to the byte, and
/// nothing of who is there.
async fn readers_without_cookies_get_messages_only() {
    let house = Room::open().await;
    let (mut stranger, mut events) = (house.read_in(LOBBY).await, house.listen_in(LOBBY).await);
    let mut first = Visitor::returning(&house).await;
    let mut second = Visitor::returning(&house).await;
    let (mut theirs, _other) = (first.read_in(LOBBY).await, second.listen_in(LOBBY).await);
    second.done_in(LOBBY, "/nick Ada").await;
    second
        .done_in(LOBBY, &format!("/w {} psst", first.nick()))
        .await;
    second.done_in(LOBBY, "/who").await;
    second.type_in(LOBBY, "/exit").await.expect(200);
    theirs.read_until("Ada: Gotta go now.").await;
    first.done_in(LOBBY, "hello").await;
    stranger.read_until(">hello</span></div>").await;
    let said = events.until_said("hello").await;
    let line = format!(
        "<div class=\"msg\"><span class=\"ts\">{}</span> <span class=\"nick\">{}</span> \
         <span class=\"text\">hello</span></div>\n",
        said["time"].as_str().map_or("", |time| &time[11..16]),
        first.nick(),
    );
    assert_eq!(stranger.body(), line);
    assert_eq!(events.seen().lines().count(), 1, "{}", events.seen());
}
