//! A room of two visitors' own, through Tor: made, locked, found, talked in, and erased.

use std::time::Duration;

use libtest_mimic::Trial;

use super::{Folders, SharedNetwork, tor_trials};
use crate::support::client::{Ask, Reply};
use crate::support::visitor::Visitor;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        a_room_of_their_own,
        guesses_are_paced_by_the_circuit,
        a_ban_holds_for_the_circuit,
    ]
}

/// How long something may take from one visitor to another, through twelve relays on a busy machine.
const DELIVERY: Duration = Duration::from_secs(15);

/// Two visitors, a room with a passphrase, a whisper, a rename, a kick, `/stop`; and a third one, who sees
/// nothing of it.
async fn a_room_of_their_own(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    let (owls_way, eves_way) = (room.another_way(), room.another_way());
    let mut fox = Visitor::returning(&room).await;
    let mut owl = Visitor::returning(&owls_way).await;
    let mut eve = Visitor::returning(&eves_way).await;
    let mut eve_reads = eve.read().await;
    let mut lobby = fox.read().await;
    lobby.read_until_within("</template>", DELIVERY).await;

    // The room, and the way there for the one frame that was open.
    let made = fox.compose("/create demo open sesame").await.expect(303);
    let compose = made.header("location").expect("a location").to_owned();
    let place = compose
        .strip_suffix("/compose#msg")
        .expect("a form")
        .to_owned();
    assert!(place.starts_with("/r/demo-"), "{place}");
    let moved = format!("0;url={place}/messages");
    lobby.read_until_within(&moved, DELIVERY).await;
    lobby.read_to_end().await;

    // The passphrase lets in; without it there is no such room.
    let shut = owl.get(&place).await.expect(404);
    let nowhere = owl.get("/r/demo-ABCDEFGHJKLMNPQR").await.expect(404);
    assert_eq!(
        shut.body.replace(&place, "/r/demo-ABCDEFGHJKLMNPQR"),
        nowhere.body
    );
    let door = &[("passphrase", "open says me")];
    owl.post_form(&place, door).await.expect(404);
    let key = &[("passphrase", "open sesame")];
    owl.post_form(&place, key).await.expect_see_other(&place);
    let page = owl.get(&place).await.expect(200);
    assert!(page.body.contains("<title>demo</title>"), "{}", page.body);
    let mut fox_reads = fox.read_at(&place).await;
    fox_reads
        .read_until_within("Room created: demo-", DELIVERY)
        .await;
    let mut owl_reads = owl.read_at(&place).await;

    // Said, named, whispered.
    let old = owl.nick();
    owl.compose_at(&place, "hello from owl").await.expect(303);
    fox_reads
        .read_until_within("hello from owl", DELIVERY)
        .await;
    owl.compose_at(&place, "/nick Сова").await.expect(303);
    let renamed = format!("{old} is now \u{2068}Сова\u{2069}.");
    fox_reads.read_until_within(&renamed, DELIVERY).await;
    says(&mut fox, &place, "/w сова a word to you")
        .await
        .expect(303);
    owl_reads.read_until_within("a word to you", DELIVERY).await;

    // Removed, with the reason; and then everything is gone.
    says(&mut fox, &place, "/kick Сова thank you")
        .await
        .expect(303);
    owl_reads
        .read_until_within("removed you from the room: thank you.", DELIVERY)
        .await;
    owl_reads.read_to_end().await;
    owl.get(&place).await.expect(404);
    fox_reads
        .read_until_within("removed \u{2068}Сова\u{2069}: thank you", DELIVERY)
        .await;
    says(&mut fox, &place, "/stop").await.expect(200);
    fox_reads
        .read_until_within("The room was stopped", DELIVERY)
        .await;
    fox_reads.read_to_end().await;
    fox.get(&place).await.expect(404);

    // Who was not there saw nothing of it.
    says(&mut fox, "", "back in the lobby").await.expect(303);
    eve_reads
        .read_until_within("back in the lobby", DELIVERY)
        .await;
    for secret in [
        place.as_str(),
        "hello from owl",
        "Сова",
        "a word to you",
        "sesame",
    ] {
        assert!(!eve_reads.seen.contains(secret), "{secret}");
    }
}

/// Says something, and a second later again where the visitor was too fast for their own pace or their
/// circuit's.
async fn says(visitor: &mut Visitor<'_>, place: &str, line: &str) -> Reply {
    for _ in 0..DELIVERY.as_secs() {
        let reply = visitor.compose_at(place, line).await;
        if reply.status != 429 {
            return reply;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    panic!("{line:?} was always too fast");
}

/// Guesses that one circuit may make at once (`circuit::GUESS_BURST`).
const GUESSES: usize = 8;

/// Whoever tries codes has to wait after a few, on that circuit, with fresh cookies or old ones.
async fn guesses_are_paced_by_the_circuit(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    let mut statuses = Vec::new();
    for _ in 0..3 * GUESSES {
        let reply = Visitor::new(&room).get("/r/demo-ABCDEFGHJKLMNPQR").await;
        statuses.push(reply.status);
    }
    assert!(
        statuses[..GUESSES].iter().all(|status| *status == 404),
        "{statuses:?}"
    );
    assert!(statuses.contains(&429), "{statuses:?}");
    let way = room.another_way();
    let honest = Visitor::new(&way).get("/r/demo-ABCDEFGHJKLMNPQR").await;
    assert_eq!(honest.status, 404, "another circuit is not touched by it");
}

/// A ban holds for whoever comes over the same circuit, with whatever cookies, and for the session on another
/// circuit; not for others.
async fn a_ban_holds_for_the_circuit(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    let (owls_way, other_way) = (room.another_way(), room.another_way());
    let mut fox = Visitor::returning(&room).await;
    let made = fox.compose("/create demo").await.expect(200);
    let code = made.body.split_once("href=\"/r/").expect("a link").1;
    let place = format!("/r/{}", code.split('"').next().expect("a code"));
    let mut fox_reads = fox.read_at(&place).await;
    let mut owl = Visitor::returning(&owls_way).await;
    let mut owl_reads = owl.read_at(&place).await;
    let joined = format!("{} has joined.", owl.nick());
    fox_reads.read_until_within(&joined, DELIVERY).await;
    let ban = format!("/ban {}", owl.nick());
    fox.compose_at(&place, &ban).await.expect(303);
    owl_reads
        .read_until_within("You were banned", DELIVERY)
        .await;

    owl.get(&place).await.expect(403);
    Visitor::new(&owls_way).get(&place).await.expect(403);
    let session = owl.cookie("session").expect("a session").to_owned();
    let mut elsewhere = Visitor::new(&other_way);
    elsewhere.ask(Ask::get(&place)).await.expect(200);
    elsewhere.set_cookie("session", Some(&session));
    elsewhere.get(&place).await.expect(403);
}
