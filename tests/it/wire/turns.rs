//! Who speaks when: pipelines, chunks, old versions, half-open and vanished clients.

use std::time::Duration;

use libtest_mimic::Trial;

use crate::support::process::Room;
use crate::support::raw::Wire;
use crate::support::text::{nick, texts};
use crate::support::{PATIENCE, SLOW, trials, within};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let mut trials = trials![
        pipelined_requests_are_answered_in_order,
        malformed_request_behind_good_ones_is_refused,
        body_that_nobody_read_is_no_request,
        chunked_form_is_taken,
        chunked_form_byte_by_byte_is_taken,
        old_version_is_answered_and_closed,
        old_version_has_a_transcript_too,
        half_open_client_gets_its_answer,
        half_open_client_gets_all_of_a_long_answer,
        aborted_transcript_frees_its_place,
        vanished_reader_is_noticed_at_a_message,
        request_behind_a_transcript_is_not_answered_within_it,
    ];
    let slow = trials![vanished_reader_is_noticed_by_the_heartbeat];
    trials.extend(slow.into_iter().map(|trial| trial.with_kind(SLOW)));
    trials
}

/// A client may ask on without waiting.
async fn pipelined_requests_are_answered_in_order() {
    let room = Room::open().await;
    let mut wire = Wire::to(room.address).await;
    wire.send(concat!(
        "GET /clock HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nmsg=hello",
        "GET /api/messages HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ))
    .await;
    let clock = wire.reply().await;
    assert!(
        clock.status == 200 && clock.text().contains(" UTC"),
        "{clock:?}"
    );
    wire.reply().await.expect_empty(404);
    wire.reply().await.expect_empty(303);
    let messages = wire.reply().await;
    assert!(
        messages.status == 200 && messages.text().contains("\"hello\""),
        "{messages:?}"
    );
    wire.expect_closed().await;
}

/// The answer that hyper gives by itself may leave in one piece with the room's own; it has the fixed
/// headers there too.
async fn malformed_request_behind_good_ones_is_refused() {
    let room = Room::open().await;
    for behind in [
        "garbage\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\na : b\r\n\r\n",
    ] {
        let mut wire = Wire::to(room.address).await;
        let good = "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n";
        wire.send(format!(
            "{good}{good}GET / HTTP/1.1\r\nHost: x\r\n\r\n{behind}"
        ))
        .await;
        wire.reply().await.expect_empty(404);
        wire.reply().await.expect_empty(404);
        assert_eq!(wire.reply().await.status, 200);
        wire.reply().await.expect_empty(400);
        wire.expect_closed().await;
    }
}

/// A request that is refused before its body is read leaves the body on the wire. What stands in it is not
/// the next request, or a form on another site could say anything to the room in the name of its reader.
async fn body_that_nobody_read_is_no_request() {
    let room = Room::open().await;
    let smuggled = "POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\nmsg=smuggled";
    let length = smuggled.len();
    let heads = [
        ("POST /nothing", "", 404),
        ("POST /clock", "", 405),
        ("PUT /send", "", 405),
        ("POST /send", "Content-Type: text/plain\r\n", 415),
        ("POST /send", "Sec-Fetch-Site: cross-site\r\n", 403),
    ];
    for (request, header, status) in heads {
        let mut wire = Wire::to(room.address).await;
        wire.send(format!(
            "{request} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n{header}\r\n{smuggled}"
        ))
        .await;
        wire.reply().await.expect_empty(status);
        // The connection may go on behind the body, or end.
        wire.send("GET /clock HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            .await;
        let rest = wire.rest(PATIENCE).await;
        let rest = String::from_utf8_lossy(&rest);
        assert!(
            rest.is_empty() || rest.starts_with("HTTP/1.1 200 "),
            "behind {status} came {rest}"
        );
    }
    assert_eq!(room.texts().await, [""; 0]);
}

/// A client that does not know the length of its form yet.
async fn chunked_form_is_taken() {
    let room = Room::open().await;
    let mut wire = Wire::to(room.address).await;
    wire.send("POST /send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nmsg=\r\n5\r\nhello\r\n0\r\n\r\n").await;
    wire.reply().await.expect_empty(303);
    assert_eq!(room.texts().await, ["hello"]);
}

/// The same, in chunks of one byte, each in a packet of its own.
async fn chunked_form_byte_by_byte_is_taken() {
    let room = Room::open().await;
    let mut wire = Wire::to(room.address).await;
    let chunks: Vec<String> = "msg=%E6%BC%A2"
        .chars()
        .map(|c| format!("1\r\n{c}\r\n"))
        .collect();
    let body = chunks.concat();
    let request = format!(
        "POST /send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{body}0\r\n\r\n"
    );
    wire.drip(request, Duration::from_millis(1)).await;
    wire.reply().await.expect_empty(303);
    assert_eq!(room.texts().await, ["漢"]);
}

/// Old and small clients speak version 1.0, with or without a name for the host.
async fn old_version_is_answered_and_closed() {
    let room = Room::open().await;
    for head in [
        "GET /clock HTTP/1.0\r\n\r\n",
        "GET /clock HTTP/1.0\r\nHost: x\r\nUser-Agent: w3m\r\n\r\n",
    ] {
        let mut wire = Wire::to(room.address).await;
        wire.send(head).await;
        let reply = wire.reply().await;
        assert_eq!(
            (reply.status, reply.header("transfer-encoding")),
            (200, None)
        );
        assert!(reply.text().contains(" UTC"));
        wire.expect_closed().await;
    }
}

/// Version 1.0 knows no chunks: there the page ends with its connection.
async fn old_version_has_a_transcript_too() {
    let room = Room::open().await;
    let mut wire = Wire::to(room.address).await;
    wire.send("GET /messages HTTP/1.0\r\n\r\n").await;
    let head = wire.head().await;
    assert_eq!(
        (
            head.status,
            head.header("transfer-encoding"),
            head.header("content-length")
        ),
        (200, None, None)
    );
    room.expect_streams(1).await;
    room.say("Fox-ab12", "hello").await;
    let exit = room.terminate().await;
    let page = wire.rest(PATIENCE).await;
    let page = String::from_utf8_lossy(&page);
    assert_eq!(texts(&page), ["hello"]);
    assert!(
        page.contains("the room has closed") && !page.contains("\r\n0\r\n"),
        "{page}"
    );
    assert_eq!(exit.code, Some(0));
}

/// A client that has said all it wants to say still listens. The requests before the last one give the end
/// of them the time to arrive, so that the last one is answered behind it.
async fn half_open_client_gets_its_answer() {
    const BEFORE: usize = 20;
    let room = Room::open().await;
    for (request, status) in [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        ("GET /clock HTTP/1.0\r\n\r\n", 200),
        (
            "POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nmsg=hello",
            303,
        ),
    ] {
        for before in [0, 0, 0, BEFORE, BEFORE, BEFORE] {
            let mut wire = Wire::to(room.address).await;
            wire.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n".repeat(before) + request)
                .await;
            wire.finish().await;
            for _ in 0..before {
                wire.reply().await.expect_empty(404);
            }
            assert_eq!(
                wire.reply().await.status,
                status,
                "{before} requests and {request}"
            );
            wire.expect_closed().await;
        }
    }
    assert_eq!(room.texts().await, ["hello"; 6]);
}

/// An answer that does not fit between the room and a narrow client is still on its way when the room sees
/// that the client will ask nothing more.
async fn half_open_client_gets_all_of_a_long_answer() {
    /// As many as the room keeps. With 1,500 bytes each they are ten times what the system takes at once.
    const POSTED: usize = 200;
    let room = Room::open().await;
    room.flood(POSTED, |_| "漢".repeat(500)).await;
    let mut wire = Wire::narrow(room.address).await;
    wire.send("GET /api/messages HTTP/1.1\r\nHost: x\r\n\r\n")
        .await;
    wire.finish().await;
    // As long as it takes to answer another request, the answer to this one waits to be read.
    assert_eq!(room.texts().await.len(), POSTED);
    let reply = wire.reply().await;
    let messages: serde_json::Value = serde_json::from_slice(&reply.body).expect("JSON");
    assert_eq!(messages.as_array().map(Vec::len), Some(POSTED));
    wire.expect_closed().await;
}

/// Whether the reader's system says goodbye or not, the place is free before the next message or ping.
async fn aborted_transcript_frees_its_place() {
    let room = Room::open().await;
    let mut polite = Wire::to(room.address).await;
    polite
        .send("GET /messages HTTP/1.1\r\nHost: x\r\n\r\n")
        .await;
    polite.head().await;
    polite.chunks_until("</template>").await;
    // A connection that is dropped with something unread is reset.
    let mut rude = Wire::to(room.address).await;
    rude.send("GET /messages HTTP/1.1\r\nHost: x\r\n\r\n").await;
    rude.readable().await;
    room.expect_streams(2).await;
    drop(rude);
    within(
        Duration::from_secs(2),
        "the reset reader is gone",
        async || room.streams().await == 1,
    )
    .await;
    drop(polite);
    within(
        Duration::from_secs(2),
        "the polite reader is gone",
        async || room.streams().await == 0,
    )
    .await;
}

/// A reader who sent more than its request and is gone without a word. With bytes of it still unread, the
/// room does not see the end of the connection behind them, so it learns of it by writing: the first
/// message after it is sent in vain, the second can't be.
async fn vanished_reader_is_noticed_at_a_message() {
    let room = Room::open().await;
    let mut wire = Wire::to(room.address).await;
    wire.send("GET /messages HTTP/1.1\r\nHost: x\r\n\r\nGET /clock HTTP/1.1\r\nHost: x\r\n\r\n")
        .await;
    wire.head().await;
    // All that came is read, so that dropping the connection ends it politely, which is easy to miss.
    wire.chunks_until("</template>").await;
    room.expect_streams(1).await;
    drop(wire);
    let mut index = 0;
    within(PATIENCE, "the reader is gone", async || {
        index += 1;
        room.say(&nick(index), &format!("message {index}")).await;
        room.streams().await == 0
    })
    .await;
}

/// The same in a silent room: only the ping can tell.
async fn vanished_reader_is_noticed_by_the_heartbeat() {
    let room = Room::open().await;
    let mut wire = Wire::to(room.address).await;
    wire.send("GET /messages HTTP/1.1\r\nHost: x\r\n\r\nGET /clock HTTP/1.1\r\nHost: x\r\n\r\n")
        .await;
    // What came is left unread, so that dropping the connection resets it, and the first ping can't be
    // written.
    wire.readable().await;
    room.expect_streams(1).await;
    drop(wire);
    within(Duration::from_secs(35), "the reader is gone", async || {
        tokio::time::sleep(Duration::from_millis(500)).await;
        room.streams().await == 0
    })
    .await;
}

/// A request behind that for the endless page has to wait for its end, which never comes. Its answer must
/// not turn up in the page.
async fn request_behind_a_transcript_is_not_answered_within_it() {
    let room = Room::open().await;
    let mut wire = Wire::to(room.address).await;
    wire.send(
        "GET /messages HTTP/1.1\r\nHost: x\r\n\r\nGET /api/status HTTP/1.1\r\nHost: x\r\n\r\n",
    )
    .await;
    wire.head().await;
    room.expect_streams(1).await;
    room.say("Fox-ab12", "hello").await;
    let page = wire.chunks_until(">hello<").await;
    assert!(!page.contains("max_streams"), "{page}");
}
