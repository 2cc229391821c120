//! What two say to each other. Whoever else reads, by whichever way and at whatever time, gets not one byte
//! of it.

use libtest_mimic::Trial;

use crate::support::events::Events;
use crate::support::process::Room;
use crate::support::transcript::Transcript;
use crate::support::trials;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        whisper_reaches_two_in_the_lobby,
        whisper_reaches_two_in_a_room,
        reply_goes_to_who_last_whispered,
        whisper_goes_nowhere_without_its_target,
        ignored_are_neither_seen_nor_heard,
    ]
}

/// A reader of both forms of a transcript.
struct Ears {
    /// For people.
    page: Transcript,
    /// For programs.
    events: Events,
}

impl Ears {
    /// Those of a member.
    async fn of(member: &mut Visitor<'_>, place: &str) -> Self {
        Self {
            page: member.read_in(place).await,
            events: member.listen_in(place).await,
        }
    }

    /// Reads on until this was said.
    async fn until_said(&mut self, text: &str) {
        self.page.read_until(&format!(">{text}<")).await;
        self.events.until_said(text).await;
    }

    /// Every byte that has come.
    fn bytes(&self) -> String {
        format!("{}{}", self.page.seen, self.events.seen())
    }
}

/// See [`whisper_between`].
async fn whisper_reaches_two_in_the_lobby() {
    let house = Room::open().await;
    whisper_between(&house, LOBBY).await;
}

/// See [`whisper_between`].
async fn whisper_reaches_two_in_a_room() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    // The owner is an operator, and no less a stranger to others' whispers.
    whisper_between(&house, &place).await;
    let late = owner.read_in(&place).await;
    assert!(!late.seen.contains("canary"), "{}", late.body());
}

/// A whisper and its answer, among five who read in both forms: the two, two other members, and one without
/// cookies. The two have both, in both forms and after a reload; the others have nothing, then and later.
async fn whisper_between(house: &Room, place: &str) {
    let mut members = Vec::new();
    let mut ears = Vec::new();
    for _ in 0..4 {
        let mut member = Visitor::returning(house).await;
        ears.push(Ears::of(&mut member, place).await);
        members.push(member);
    }
    ears.push(Ears {
        page: house.read_in(place).await,
        events: house.listen_in(place).await,
    });
    let [first, second] = [members[0].nick(), members[1].nick()];
    members[0]
        .done_in(place, &format!("/w {second} canary-one"))
        .await;
    members[1].done_in(place, "/reply canary-two").await;
    members[2].done_in(place, "that was all").await;
    for (index, ears) in ears.iter_mut().enumerate() {
        ears.until_said("that was all").await;
        let bytes = ears.bytes();
        for canary in ["canary-one", "canary-two"] {
            assert_eq!(
                bytes.matches(canary).count(),
                if index < 2 { 2 } else { 0 },
                "{index}: {bytes}"
            );
        }
        assert_eq!(
            bytes.contains("whisper\"") || bytes.contains("whispered"),
            index < 2,
            "{bytes}"
        );
        assert_eq!(bytes.contains("whispers:"), index < 2, "{bytes}");
    }
    let heard = ears[1]
        .events
        .seen()
        .lines()
        .find(|line| line.contains("canary-one"));
    for field in [
        "\"event\":\"whispered\"".to_owned(),
        format!("\"from\":\"{first}\""),
        format!("\"to\":\"{second}\""),
    ] {
        assert!(
            heard.is_some_and(|line| line.contains(&field)),
            "no {field} in {heard:?}"
        );
    }
    drop(ears);
    // Later: a reload of each, somebody new, and the backlog.
    let mut new = Visitor::returning(house).await;
    let backlog = house
        .get(&format!("/api{place}/messages"))
        .await
        .expect(200)
        .body;
    assert!(!backlog.contains("canary"), "{backlog}");
    members.push(Visitor::returning(house).await);
    for (index, member) in members.iter_mut().enumerate() {
        let backlog = member.messages_in(place).await.to_string();
        assert!(!backlog.contains("canary"), "{backlog}");
        let mut ears = Ears::of(member, place).await;
        new.done_in(place, &format!("fence {index}")).await;
        ears.until_said(&format!("fence {index}")).await;
        let bytes = ears.bytes();
        for canary in ["canary-one", "canary-two"] {
            assert_eq!(
                bytes.matches(canary).count(),
                if index < 2 { 2 } else { 0 },
                "{index}: {bytes}"
            );
        }
    }
}

/// An answer goes to whom one heard last, whatever they are called by now; who heard nobody answers nobody.
async fn reply_goes_to_who_last_whispered() {
    let house = Room::open().await;
    let mut first = Visitor::returning(&house).await;
    let mut second = Visitor::returning(&house).await;
    let mut third = Visitor::returning(&house).await;
    let mut first_ears = Ears::of(&mut first, LOBBY).await;
    let mut second_ears = Ears::of(&mut second, LOBBY).await;
    third
        .type_in(LOBBY, "/reply hello")
        .await
        .expect_refusal(409, "/reply hello");
    let nick = third.nick();
    first.done_in(LOBBY, &format!("/msg {nick} one")).await;
    second
        .done_in(LOBBY, &format!("/purr @{} two", nick.to_uppercase()))
        .await;
    second.done_in(LOBBY, "/nick Ada").await;
    third.done_in(LOBBY, "/reply to you").await;
    second_ears.page.read_until("to you").await;
    third.done_in(LOBBY, "that was all").await;
    first_ears.until_said("that was all").await;
    assert!(
        !first_ears.bytes().contains("to you"),
        "{}",
        first_ears.bytes()
    );
}

/// Nobody of that name, more than one, or oneself: the whisper comes back into the box and goes nowhere.
async fn whisper_goes_nowhere_without_its_target() {
    let house = Room::open().await;
    let mut speaker = Visitor::returning(&house).await;
    let mut gone = Visitor::returning(&house).await;
    let mut listener = Visitor::returning(&house).await;
    let mut ears = Ears::of(&mut listener, LOBBY).await;
    speaker.done_in(LOBBY, "/nick Anna").await;
    listener.done_in(LOBBY, "/nick Annabel").await;
    let mut third = Visitor::returning(&house).await;
    third.done_in(LOBBY, "/nick Annabella").await;
    gone.done_in(LOBBY, "hello").await;
    gone.type_in(LOBBY, "/exit").await.expect(200);
    let nick = gone.nick();
    for (to, status) in [
        (nick.as_str(), 409),
        ("Nobody-0000", 409),
        ("Anna", 409),
        ("Annab", 409),
        ("x", 409),
    ] {
        let line = format!("/w {to} canary");
        speaker
            .type_in(LOBBY, &line)
            .await
            .expect_refusal(status, &line);
    }
    // Who is in another room is not here.
    let mut frame = gone.read_in(LOBBY).await;
    gone.type_in_turn(LOBBY, "/create demo").await.expect(303);
    frame.read_to_end().await;
    let line = format!("/w {nick} canary");
    speaker
        .type_in(LOBBY, &line)
        .await
        .expect_refusal(409, &line);
    speaker.done_in(LOBBY, "that was all").await;
    ears.until_said("that was all").await;
    assert!(!ears.bytes().contains("canary"), "{}", ears.bytes());
}

/// Whoever is ignored is in no byte of the ignorer's transcripts, those of a reload included, and does not
/// learn of it. Taking it back brings the messages back, and not the whispers.
async fn ignored_are_neither_seen_nor_heard() {
    let house = Room::open().await;
    let mut pest = Visitor::returning(&house).await;
    let mut victim = Visitor::returning(&house).await;
    let mut other = Visitor::returning(&house).await;
    let mut ears = Ears::of(&mut victim, LOBBY).await;
    let mut pests_ears = Ears::of(&mut pest, LOBBY).await;
    victim
        .done_in(LOBBY, &format!("/ignore {}", pest.nick()))
        .await;
    let nick = victim.nick();
    pest.done_in(LOBBY, "canary-one").await;
    pest.done_in(LOBBY, &format!("/w {nick} canary-two")).await;
    pest.done_in(LOBBY, "/me canary-three").await;
    other.done_in(LOBBY, "that was all").await;
    ears.until_said("that was all").await;
    assert!(!ears.bytes().contains("canary"), "{}", ears.bytes());
    pests_ears.until_said("that was all").await;
    for canary in ["canary-one", "canary-two", "canary-three"] {
        assert_eq!(
            pests_ears.bytes().matches(canary).count(),
            2,
            "{}",
            pests_ears.bytes()
        );
    }
    assert!(
        !pests_ears.bytes().contains("gnor"),
        "{}",
        pests_ears.bytes()
    );
    victim
        .type_in(LOBBY, "/reply canary")
        .await
        .expect_refusal(409, "/reply canary");
    drop(ears);
    let mut ears = Ears::of(&mut victim, LOBBY).await;
    ears.until_said("that was all").await;
    assert!(!ears.bytes().contains("canary"), "{}", ears.bytes());
    drop(ears);
    victim
        .done_in(LOBBY, &format!("/unignore {}", pest.nick()))
        .await;
    victim
        .type_in(LOBBY, "/unignore x")
        .await
        .expect_refusal(409, "/unignore x");
    let mut ears = Ears::of(&mut victim, LOBBY).await;
    ears.until_said("that was all").await;
    let bytes = ears.bytes();
    assert!(
        bytes.contains("canary-one") && bytes.contains("canary-three"),
        "{bytes}"
    );
    assert!(!bytes.contains("canary-two"), "{bytes}");
}
