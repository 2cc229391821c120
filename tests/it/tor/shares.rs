//! What one visitor's circuit may take. Without cookies, every request comes from somebody new; the circuit
//! is the same.

use libtest_mimic::Trial;

use super::{Folders, SharedNetwork, tor_trials};
use crate::support::client::{Ask, Line};
use crate::support::transcript::Transcript;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        throwing_cookies_away_buys_no_budget,
        one_circuit_cannot_take_every_place,
    ]
}

/// Messages that one circuit may send at once (`circuit::MESSAGE_BURST`).
const BURST: u64 = 8;

/// Transcripts that one circuit may have open (`circuit::TRANSCRIPTS`).
const TRANSCRIPTS: usize = 16;

/// A fault of the seed: limits by a cookie that the visitor can throw away. A flood without cookies on one
/// circuit is held to the circuit's pace; a visitor on another circuit is not touched by it.
async fn throwing_cookies_away_buys_no_budget(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    let mut line = Line::to(&room).await;
    let start = tokio::time::Instant::now();
    for number in 0..60 {
        let text = format!("flood {number}");
        line.ask(Ask::form("/send", &[("msg", &text)]))
            .await
            .expect_see_other("/");
    }
    // Two messages a second beside the burst, and one for the rounding of the time.
    let most = BURST + 2 * (start.elapsed().as_secs() + 1);
    let heard = line.ask(Ask::get("/api/status")).await.json()["messages"]
        .as_u64()
        .expect("a number");
    assert!(
        (BURST..=most).contains(&heard),
        "{heard} heard, at most {most} should be"
    );
    assert!(most < 60, "the flood took so long that it was none");

    let way = room.another_way();
    let mut other = Line::to(&way).await;
    other
        .ask(Ask::form("/send", &[("msg", "an honest word")]))
        .await
        .expect_see_other("/");
    let messages = other.ask(Ask::get("/api/messages")).await.expect(200);
    assert!(messages.body.contains("an honest word"));
}

/// A fault of the seed: a hundred connections without a cookie lock everybody else out.
async fn one_circuit_cannot_take_every_place(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &["--max-streams", "20"]).await;
    let mut held = Vec::new();
    for _ in 0..TRANSCRIPTS {
        let mut reader = Transcript::open(Line::to(&room).await, Ask::get("/messages")).await;
        reader.read_until("</template>").await;
        held.push(reader);
    }
    let refused = Line::to(&room)
        .await
        .ask(Ask::get("/messages"))
        .await
        .expect(200);
    assert!(
        refused.body.contains("Chat full"),
        "the circuit has its share"
    );
    let way = room.another_way();
    let mut honest = Transcript::open(Line::to(&way).await, Ask::get("/messages")).await;
    honest.read_until("</template>").await;
}
