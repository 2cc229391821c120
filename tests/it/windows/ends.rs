//! What a window shows whose transcript has ended for good. Its frame asks again whatever the end was, so the
//! answer says why and does not end; were it to end, whoever was removed would be back within a second. Coming
//! in again takes a new page, which is a person's own doing.

use libtest_mimic::Trial;

use super::WATCHED;
use crate::support::process::Room;
use crate::support::transcript::Transcript;
use crate::support::trials;
use crate::support::visitor::Visitor;
use crate::support::window::Window;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        kicked_windows_stay_out_until_a_new_page,
        calm_window_stays_out_when_kicked,
        banned_windows_stay_out,
        fifth_window_ends_the_first,
        exit_ends_all_windows,
        stop_ends_all_windows,
    ]
}

/// What was said in the room before, and is seen by nobody who is out of it.
const SAID: &str = "canary";

/// A room of somebody's own, in which something was said.
async fn owned(house: &Room) -> (Visitor<'_>, String) {
    let mut owner = Visitor::returning(house).await;
    let place = owner.make("/create demo").await;
    owner.done_in(&place, SAID).await;
    (owner, place)
}

/// Fails unless a window says this in place of its transcript, and goes on saying it, in the frame of its form as
/// well.
async fn expect_out(visitor: &mut Visitor<'_>, window: &Window, why: &str) {
    let mut live = visitor.read_window(window).await;
    live.read_until(why).await;
    live.stays_open(WATCHED).await;
    assert!(!live.seen.contains(SAID), "{}", live.seen);
    let form = visitor.get(&window.path("compose")).await.body;
    assert!(form.contains(why), "{form}");
    assert!(
        !form.contains("name=\"msg\"") && !form.contains(SAID),
        "{form}"
    );
}

/// Opens two windows of a place, and their transcripts.
async fn two(visitor: &mut Visitor<'_>, place: &str) -> [(Window, Transcript); 2] {
    let (first, second) = (visitor.load(place).await, visitor.load(place).await);
    let mut here = visitor.read_window(&first).await;
    let mut there = visitor.read_window(&second).await;
    for transcript in [&mut here, &mut there] {
        transcript.read_until(SAID).await;
    }
    [(first, here), (second, there)]
}

/// All windows of who was kicked say so, and by whom, however often they ask. What is typed there is not said. A
/// new page is the way back.
async fn kicked_windows_stay_out_until_a_new_page() {
    let house = Room::open().await;
    let (mut owner, place) = owned(&house).await;
    let mut own = owner.read_in(&place).await;
    let mut guest = Visitor::returning(&house).await;
    let windows = two(&mut guest, &place).await;
    let line = format!("/kick {} shouting", guest.nick());
    owner.done_in(&place, &line).await;
    let why = format!("{} removed you from the room: shouting.", owner.nick());
    for (window, mut transcript) in windows {
        transcript.read_to_end().await;
        expect_out(&mut guest, &window, &why).await;
        let path = window.path("compose");
        guest.post_form(&path, &[("msg", "let me in")]).await;
        expect_out(&mut guest, &window, &why).await;
    }
    for page in ["plain", "watch"] {
        let page = guest.get(&format!("{place}/{page}")).await.expect(403);
        assert!(!page.body.contains(SAID), "{}", page.body);
    }
    let window = guest.load(&place).await;
    let mut transcript = guest.read_window(&window).await;
    transcript.read_until(SAID).await;
    let form = guest.type_into(&window, "back again").await.expect(200);
    assert!(form.body.contains("name=\"msg\""), "{}", form.body);
    own.read_until(">back again<").await;
    assert!(!own.seen.contains("let me in"), "{}", own.body());
    transcript.stays_open(WATCHED).await;
}

/// A calm window has no transcript that could end, and is out all the same.
async fn calm_window_stays_out_when_kicked() {
    let house = Room::open().await;
    let (mut owner, place) = owned(&house).await;
    let mut guest = Visitor::returning(&house).await;
    let window = guest.load(&place).await.seen_as("dmck1en");
    let page = guest.get(&window.path("live")).await.expect(200).body;
    assert!(page.contains(SAID), "{page}");
    owner
        .done_in(&place, &format!("/kick {}", guest.nick()))
        .await;
    let mut live = guest.read_window(&window).await;
    live.read_until("You were removed from this room.").await;
    live.stays_open(WATCHED).await;
    assert!(!live.seen.contains(SAID), "{}", live.seen);
}

/// Who was banned is told so, and a new page says the same.
async fn banned_windows_stay_out() {
    let house = Room::open().await;
    let (mut owner, place) = owned(&house).await;
    let mut guest = Visitor::returning(&house).await;
    let windows = two(&mut guest, &place).await;
    owner
        .done_in(&place, &format!("/ban {}", guest.nick()))
        .await;
    let why = "You were banned from this room.";
    for (window, mut transcript) in windows {
        transcript.read_to_end().await;
        expect_out(&mut guest, &window, why).await;
    }
    let page = guest.get(&place).await.expect(403).body;
    assert!(page.contains(why) && !page.contains("<iframe"), "{page}");
    // The lobby is open to them.
    let window = guest.load("").await;
    guest
        .read_window(&window)
        .await
        .stays_open(super::RATE)
        .await;
}

/// One person reads in four windows at most. The oldest gives way to the fifth, and does not take the place of
/// another one in its turn.
async fn fifth_window_ends_the_first() {
    let house = Room::open().await;
    house.say("Fox-ab12", SAID).await;
    let mut visitor = Visitor::returning(&house).await;
    let mut open = Vec::new();
    for _ in 0..4 {
        let window = visitor.load("").await;
        let mut transcript = visitor.read_window(&window).await;
        transcript.read_until(SAID).await;
        open.push((window, transcript));
    }
    let fifth = visitor.load("").await;
    let mut transcript = visitor.read_window(&fifth).await;
    transcript.read_until(SAID).await;
    let (first, mut ended) = open.remove(0);
    ended.read_to_end().await;
    let mut live = visitor.read_window(&first).await;
    live.read_until("opened elsewhere").await;
    live.stays_open(WATCHED).await;
    assert!(!live.seen.contains(SAID), "{}", live.seen);
    house.say("Owl-ab12", "still here").await;
    transcript.read_until(">still here<").await;
    for (_, transcript) in &mut open {
        transcript.read_until(">still here<").await;
    }
    assert_eq!(house.streams().await, 4);
}

/// Whoever says goodbye in one window is gone from all, and comes in again by a new page.
async fn exit_ends_all_windows() {
    let house = Room::open().await;
    house.say("Fox-ab12", SAID).await;
    let mut other = Visitor::returning(&house).await;
    let mut theirs = other.read().await;
    theirs.read_until("</template>").await;
    let mut visitor = Visitor::returning(&house).await;
    let windows = two(&mut visitor, "").await;
    let form = visitor.type_into(&windows[0].0, "/exit").await;
    assert!(form.body.contains("You left the room."), "{}", form.body);
    for (window, mut transcript) in windows {
        transcript.read_to_end().await;
        expect_out(&mut visitor, &window, "You left the room.").await;
    }
    let joined = format!("{} has joined.", visitor.nick());
    theirs.read_until("Gotta go now.").await;
    assert_eq!(theirs.seen.matches(&joined).count(), 1);
    let window = visitor.load("").await;
    visitor.read_window(&window).await.read_until(SAID).await;
}

/// Everybody is out of a room that was stopped, its operator as well, and nothing that was said there is shown
/// again.
async fn stop_ends_all_windows() {
    let house = Room::open().await;
    let (mut owner, place) = owned(&house).await;
    let mut guest = Visitor::returning(&house).await;
    let theirs = two(&mut guest, &place).await;
    let [(window, mut transcript), second] = two(&mut owner, &place).await;
    owner.type_into(&window, "/stop").await;
    transcript.read_to_end().await;
    let why = "The room was stopped";
    expect_out(&mut owner, &window, why).await;
    let (window, mut transcript) = second;
    transcript.read_to_end().await;
    expect_out(&mut owner, &window, why).await;
    for (window, mut transcript) in theirs {
        transcript.read_to_end().await;
        expect_out(&mut guest, &window, why).await;
    }
    let window = guest.load("").await;
    guest
        .read_window(&window)
        .await
        .stays_open(super::RATE)
        .await;
}
