//! Too much of a good thing.

use libtest_mimic::Trial;

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::raw::Wire;
use crate::support::{PATIENCE, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        head_over_its_limit_is_refused,
        head_within_its_limit_is_taken,
        path_over_its_limit_is_refused,
        garbage_in_cookies_is_ignored,
        oversize_body_is_refused_before_it_is_sent,
        fitting_body_is_asked_for,
        chunks_over_the_limit_are_refused,
    ]
}

/// The bytes that the head of a request may have.
const HEAD: usize = 8192;

/// The three ways to make a head too long: one long line, many short ones, and a line that never ends.
async fn head_over_its_limit_is_refused() {
    let room = Room::open().await;
    let start = "GET / HTTP/1.1\r\nHost: x\r\n";
    let long = format!("{start}X-Long: {}\r\n\r\n", "a".repeat(HEAD));
    let many = format!("{start}{}\r\n", "X-Short: aaaaaaaaaaaaaaaa\r\n".repeat(400));
    let endless = format!("{start}X-Long: {}", "a".repeat(16 * HEAD));
    for (what, request) in [
        ("a long line", long),
        ("many lines", many),
        ("a line without an end", endless),
    ] {
        let mut wire = Wire::to(room.address).await;
        wire.send(request).await;
        let reply = wire.reply().await;
        assert_eq!((reply.status, reply.text()), (431, ""), "{what}");
        wire.expect_closed().await;
    }
}

/// A browser with large cookies of other services is no attacker.
async fn head_within_its_limit_is_taken() {
    let room = Room::open().await;
    let reply = room
        .ask(Ask::get("/clock").header("x-long", &"a".repeat(HEAD - 400)))
        .await;
    reply.expect(200);
}

/// The same for the first line, for which HTTP has a status of its own.
async fn path_over_its_limit_is_refused() {
    let room = Room::open().await;
    for length in [HEAD + 1, 16 * HEAD] {
        let mut wire = Wire::to(room.address).await;
        wire.send(format!(
            "GET /{} HTTP/1.1\r\nHost: x\r\n\r\n",
            "a".repeat(length)
        ))
        .await;
        let reply = wire.reply().await;
        assert!(matches!(reply.status, 414 | 431), "{}", reply.status);
        assert_eq!(reply.text(), "");
        wire.expect_closed().await;
    }
}

/// Four kilobytes that are no cookies, and some that look like ours.
async fn garbage_in_cookies_is_ignored() {
    const GARBAGE: usize = 4096;
    let room = Room::open().await;
    let mut wire = Wire::to(room.address).await;
    wire.send(format!(
        "GET / HTTP/1.1\r\nHost: x\r\nCookie: {}\r\n\r\n",
        ";=\x7e,\" ".repeat(GARBAGE / 6)
    ))
    .await;
    assert_eq!(wire.reply().await.status, 200);
    // Bytes beyond ASCII are allowed in a value, and are none of a cookie's.
    let mut bytes = b"GET / HTTP/1.1\r\nHost: x\r\nCookie: nick=".to_vec();
    bytes.extend([0xff, 0xe2, 0x80].repeat(GARBAGE / 3));
    bytes.extend(b"; session=");
    bytes.extend([0xe9].repeat(64));
    bytes.extend(b"\r\nConnection: close\r\n\r\n");
    wire.send(bytes).await;
    let reply = wire.reply().await;
    assert_eq!(reply.status, 200);
    let set: Vec<&(String, String)> = reply
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .collect();
    assert_eq!(set.len(), 2, "both cookies are replaced: {set:?}");
    wire.expect_closed().await;
}

/// A client that asks first is told no before it has sent a byte of a body that will not be taken.
async fn oversize_body_is_refused_before_it_is_sent() {
    let room = Room::open().await;
    let request =
        "POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n";
    let mut wire = Wire::to(room.address).await;
    wire.send(request).await;
    wire.reply().await.expect_empty(413);
    wire.expect_closed().await;
    // One that does not ask is told so too, whether its body is then read to the end or not.
    let mut wire = Wire::to(room.address).await;
    wire.send(request.replace("Expect: 100-continue\r\n", ""))
        .await;
    wire.send("a".repeat(100_000)).await;
    wire.reply().await.expect_empty(413);
    assert_eq!(room.texts().await, [""; 0]);
}

/// And one whose body fits is asked for it.
async fn fitting_body_is_asked_for() {
    let room = Room::open().await;
    let mut wire = Wire::to(room.address).await;
    wire.send(
        "POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n",
    )
    .await;
    assert_eq!(wire.interim(PATIENCE).await.status, 100);
    wire.send("msg=hello").await;
    let reply = wire.reply().await;
    assert_eq!((reply.status, reply.header("location")), (303, Some("/")));
    assert_eq!(room.texts().await, ["hello"]);
}

/// A body that does not say how long it will be is held against the limit as it comes, and one without an
/// end is not read for ever.
async fn chunks_over_the_limit_are_refused() {
    /// As much as a client can send in no time, and more than anybody reads out of politeness.
    const ENDLESS: usize = 4 * 1024 * 1024;
    let room = Room::open().await;
    let head = "POST /send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    let chunk = format!("400\r\n&x={}\r\n", "a".repeat(0x400 - 3));
    let mut wire = Wire::to(room.address).await;
    wire.send(format!("{head}{}0\r\n\r\n", chunk.repeat(9)))
        .await;
    wire.reply().await.expect_empty(413);
    let mut wire = Wire::to(room.address).await;
    wire.send(format!("{head}{}", chunk.repeat(ENDLESS / chunk.len())))
        .await;
    wire.reply().await.expect_empty(413);
    wire.expect_closed().await;
    assert_eq!(room.texts().await, [""; 0]);
}
