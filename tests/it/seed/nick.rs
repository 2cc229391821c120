//! Who may speak under which name.
//!
//! The seed's nick is a bare cookie, shown to everybody with each message: whoever copies it speaks as its
//! owner, and eats the owner's rate as well. Here the nick in the cookie is a wish, honoured while nobody
//! who is present holds it, and the session token beside it is the proof.

use libtest_mimic::Trial;

use crate::support::client::{Ask, Reply};
use crate::support::process::Room;
use crate::support::text::{is_nick, is_token};
use crate::support::trials;
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        ill_formed_nicks_are_replaced,
        bare_nick_is_one_visitor,
        forged_nick_of_somebody_who_posted_is_not_honoured,
        forged_nick_of_somebody_who_reads_is_not_honoured,
        forger_does_not_eat_the_owners_rate,
        forged_session_proves_nothing,
        own_session_does_not_give_anothers_nick,
        passer_by_does_not_get_a_held_nick,
        flood_of_nicks_does_not_push_an_owner_out,
        look_alikes_of_a_held_nick_are_refused,
        free_nick_is_granted,
        lost_nick_cookie_comes_back,
        nick_that_nobody_uses_is_free,
        cookies_among_others_are_found,
        first_visit_may_wish,
    ]
}

/// Somebody who has a session, came back with it, and has spoken: present, by any meaning of the word.
async fn speaker(room: &Room) -> Visitor<'_> {
    let mut visitor = Visitor::returning(room).await;
    visitor.say("it is me").await;
    visitor
}

/// The nick of the newest message.
async fn latest(room: &Room) -> String {
    room.nicks().await.pop().expect("there is a message")
}

/// py 19, py 20, go 21, go 22, and what else only looks like a nick: it is never shown, and the answer sets
/// a good one.
async fn ill_formed_nicks_are_replaced() {
    let room = Room::open().await;
    let long = format!("{}-abcd", "A".repeat(100));
    let wishes = [
        "<script>evil</script>",
        long.as_str(),
        "Fox-AB12",
        "Fox-ab1",
        "Fox-ab123",
        "F-ab12",
        "Foxfoxfoxfo-ab12",
        "Fox_ab12",
        "Fox1-ab12",
        "-ab12",
        "Fox-ab12%20",
        "Fox-ab12%0a",
        "Fox%2Dab12",
        "Fox ab12",
        "",
    ];
    for (index, wish) in wishes.into_iter().enumerate() {
        let reply = room
            .ask(Ask::form("/send", &[("msg", &format!("message {index}"))]).nick(wish))
            .await;
        let set = reply
            .cookie("nick")
            .unwrap_or_else(|| panic!("the nick {wish:?} is not replaced"))
            .to_owned();
        assert!(is_nick(&set), "{wish:?} is replaced by {set:?}");
        assert_eq!(latest(&room).await, set, "after the wish {wish:?}");
    }
    let nicks = room.nicks().await;
    assert_eq!(nicks.len(), wishes.len());
    assert!(nicks.iter().all(|nick| is_nick(nick)), "{nicks:?}");
}

/// The contract of the seed for those who have nothing but the cookie: who sends the same nick is the same
/// visitor, so the same name and one rate.
async fn bare_nick_is_one_visitor() {
    let room = Room::open().await;
    room.say("Fox-ab12", "one").await;
    room.say("Fox-ab12", "two, too soon").await;
    room.say("Owl-0001", "another").await;
    assert_eq!(room.nicks().await, ["Fox-ab12", "Owl-0001"]);
}

/// Who has spoken has a voice that others know.
async fn forged_nick_of_somebody_who_posted_is_not_honoured() {
    let room = Room::open().await;
    let owner = speaker(&room).await;
    let reply = room
        .ask(Ask::form("/send", &[("msg", "forged")]).nick(&owner.nick()))
        .await
        .expect_see_other("/");
    assert_eq!(
        room.texts().await,
        ["it is me", "forged"],
        "the forger may speak, but not as the owner"
    );
    let forger = latest(&room).await;
    assert_ne!(forger, owner.nick());
    assert!(is_nick(&forger), "{forger:?}");
    assert_eq!(
        reply.cookie("nick"),
        Some(forger.as_str()),
        "the forger is told the name in force"
    );
}

/// Who only reads until now may speak at any moment.
async fn forged_nick_of_somebody_who_reads_is_not_honoured() {
    let room = Room::open().await;
    let mut owner = Visitor::returning(&room).await;
    let mut transcript = owner.read().await;
    transcript.read_until("</template>").await;
    room.ask(Ask::form("/send", &[("msg", "forged")]).nick(&owner.nick()))
        .await
        .expect_see_other("/");
    transcript.read_until(">forged<").await;
    assert_ne!(latest(&room).await, owner.nick());
    owner.say("it is me").await;
    assert_eq!(latest(&room).await, owner.nick());
}

/// In the seed a forger could keep somebody silent by posting once a second under that nick.
async fn forger_does_not_eat_the_owners_rate() {
    let room = Room::open().await;
    let mut owner = Visitor::returning(&room).await;
    let transcript = owner.read().await;
    for index in 0..3 {
        let ask = Ask::form("/send", &[("msg", &format!("forged {index}"))]).nick(&owner.nick());
        room.ask(ask).await.expect_see_other("/");
    }
    owner.say("it is me").await;
    assert_eq!(latest(&room).await, owner.nick());
    assert_eq!(
        room.texts().await.last().map(String::as_str),
        Some("it is me")
    );
    drop(transcript);
}

/// A token that is not somebody's proves nothing of them, however much it looks like theirs: whoever has one
/// that could be a token is somebody else with it, and what could be none is replaced.
async fn forged_session_proves_nothing() {
    let room = Room::open().await;
    let owner = speaker(&room).await;
    let (nick, token) = (
        owner.nick(),
        owner.cookie("session").expect("a session").to_owned(),
    );
    // One character of the token changed for another one of it, so that it looks as it should: at the end, in
    // the middle, at the beginning.
    let changed = [token.len() - 1, token.len() / 2, 0].map(|at| {
        let other = token.chars().find(|c| !token[at..].starts_with(*c));
        let other = other.expect("a token is not one character over and over");
        format!("{}{other}{}", &token[..at], &token[at + 1..])
    });
    let cut = token[..token.len() - 1].to_owned();
    let others = [
        String::new(),
        "x".to_owned(),
        cut,
        format!("{token}{token}"),
        nick.clone(),
    ];
    for (index, forged) in changed.iter().chain(&others).enumerate() {
        let ask = Ask::form("/send", &[("msg", &format!("forged {index}"))]);
        let reply: Reply = room
            .ask(ask.header("cookie", &format!("nick={nick}; session={forged}")))
            .await;
        expect_other(&reply, &nick);
        let is_replaced = reply.cookie("session").is_some();
        assert_eq!(is_replaced, !is_token(forged), "the session {forged:?}");
    }
    expect_nobody_else_as(&room, &nick).await;
}

/// Fails unless the answer sets another nick than this one, in any letters.
#[track_caller]
fn expect_other(reply: &Reply, nick: &str) {
    let set = reply
        .cookie("nick")
        .expect("the answer tells the name in force");
    assert!(
        is_nick(set) && !set.eq_ignore_ascii_case(nick),
        "{set:?} is granted beside {nick:?}"
    );
}

/// Fails unless others have spoken behind the first message, and none of them as its author.
async fn expect_nobody_else_as(room: &Room, nick: &str) {
    let nicks = room.nicks().await;
    assert!(nicks.len() > 1 && nicks[0] == nick, "{nicks:?}");
    assert!(
        nicks[1..]
            .iter()
            .all(|other| !other.eq_ignore_ascii_case(nick)),
        "{nicks:?} beside {nick:?}"
    );
}

/// A session proves one visitor, and not another one's nick: who is in the room keeps the own one, and the
/// cookie is set right.
async fn own_session_does_not_give_anothers_nick() {
    let room = Room::open().await;
    let owner = speaker(&room).await;
    let mut other = Visitor::returning(&room).await;
    let kept = other.nick();
    let transcript = other.read().await;
    other.set_cookie("nick", Some(&owner.nick()));
    let reply = other.get("/compose").await;
    assert_eq!(
        reply.cookie("nick"),
        Some(kept.as_str()),
        "the cookie is set back"
    );
    other.set_cookie("nick", Some(&owner.nick()));
    other.say("forged").await;
    assert_eq!((latest(&room).await, other.nick()), (kept.clone(), kept));
    drop(transcript);
}

/// A visitor who has only fetched pages is not remembered, so there is no old nick to keep; but the wish
/// for a held one is as vain.
async fn passer_by_does_not_get_a_held_nick() {
    let room = Room::open().await;
    let owner = speaker(&room).await;
    let mut other = Visitor::returning(&room).await;
    other.set_cookie("nick", Some(&owner.nick()));
    other.say("forged").await;
    expect_nobody_else_as(&room, &owner.nick()).await;
    assert_eq!(
        latest(&room).await,
        other.nick(),
        "the cookie tells the name in force"
    );
}

/// What the room remembers of its visitors is bounded, so somebody is forgotten when too many come. It is
/// not the one who was here first and can prove it, or a flood of nicks would be a way to take somebody's.
async fn flood_of_nicks_does_not_push_an_owner_out() {
    /// More than the 4,096 visitors that the room remembers beside its readers.
    const FLOOD: usize = 4300;
    let room = Room::open().await;
    let owner = speaker(&room).await;
    room.flood(FLOOD, |index| format!("flood {index}")).await;
    room.say(&owner.nick(), "forged").await;
    assert_eq!(room.texts().await.pop().as_deref(), Some("forged"));
    assert_ne!(latest(&room).await, owner.nick());
}

/// OTF-005 of the audit of `OnionShare` and what came after it: a name that looks like another one's on the
/// screen is that name, to a reader.
async fn look_alikes_of_a_held_nick_are_refused() {
    let room = Room::open().await;
    let owner = speaker(&room).await;
    let nick = owner.nick();
    let (word, hex) = nick.split_once('-').expect("a nick");
    let look_alikes = [
        format!("{}-{hex}", word.to_lowercase()),
        format!("{}-{hex}", word.to_uppercase()),
        format!("{nick}%20"),
        format!("{nick}."),
        format!("\"{nick}\""),
        format!("{nick}; nick={nick}"),
        format!("Fox-ab12; nick={nick}"),
        format!("{nick}; nick=Fox-ab12"),
    ];
    for (index, wish) in look_alikes.iter().enumerate() {
        let ask = Ask::form("/send", &[("msg", &format!("forged {index}"))]).nick(wish);
        let reply = room.ask(ask).await.expect_see_other("/");
        if let Some(set) = reply.cookie("nick") {
            assert!(
                !set.eq_ignore_ascii_case(&nick),
                "the wish {wish:?} is granted as {set:?} beside {nick:?}"
            );
        }
    }
    expect_nobody_else_as(&room, &nick).await;
}

/// A visitor with a session may take another name that nobody holds.
async fn free_nick_is_granted() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    visitor.set_cookie("nick", Some("Heron-beef"));
    visitor.say("hello").await;
    assert_eq!(latest(&room).await, "Heron-beef");
    assert_eq!(visitor.nick(), "Heron-beef");
    assert!(
        visitor.get("/compose").await.body.contains("Heron-beef"),
        "the form shows the new name"
    );
    // From now on it is held like any other.
    room.say("Heron-beef", "forged").await;
    assert_ne!(latest(&room).await, "Heron-beef");
}

/// The session remembers the name; the cookie is only its copy.
async fn lost_nick_cookie_comes_back() {
    let room = Room::open().await;
    let mut visitor = speaker(&room).await;
    let nick = visitor.nick();
    for lost in [None, Some("<nonsense>")] {
        visitor.set_cookie("nick", lost);
        let reply = visitor.get("/").await;
        assert_eq!(
            reply.cookie("nick"),
            Some(nick.as_str()),
            "after the jar held {lost:?}"
        );
        assert_eq!(reply.cookie("session"), None, "the session was in order");
    }
}

/// Who only came by, and neither spoke nor reads, does not hold the nick that was drawn.
async fn nick_that_nobody_uses_is_free() {
    let room = Room::open().await;
    let passer_by = Visitor::returning(&room).await;
    room.say(&passer_by.nick(), "hello").await;
    assert_eq!(latest(&room).await, passer_by.nick());
}

/// A browser may send other cookies too, before and behind, with or without the blank.
async fn cookies_among_others_are_found() {
    let room = Room::open().await;
    let header = "a=b; nick=Fox-ab12;c=\"d\"; e";
    room.ask(Ask::form("/send", &[("msg", "hello")]).header("cookie", header))
        .await
        .expect_see_other("/");
    assert_eq!(latest(&room).await, "Fox-ab12");
}

/// A wish on the very first request is kept by the session that the answer sets.
async fn first_visit_may_wish() {
    let room = Room::open().await;
    let mut visitor = Visitor::new(&room);
    visitor.set_cookie("nick", Some("Heron-beef"));
    visitor.get("/").await.expect(200);
    visitor.get("/compose").await.expect(200);
    visitor.say("hello").await;
    assert_eq!(
        (latest(&room).await.as_str(), visitor.nick().as_str()),
        ("Heron-beef", "Heron-beef")
    );
}
