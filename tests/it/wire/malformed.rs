//! Heads and bodies that are no HTTP: refused with 400 and closed, as nothing behind them can be trusted to
//! begin where it seems to. Most of these never reach the program's own code; hyper answers them, and by
//! itself with other headers.

use std::time::Duration;

use libtest_mimic::Trial;

use crate::support::process::Room;
use crate::support::raw::{RawReply, Wire, find};
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        malformed_heads_are_refused,
        malformed_framing_is_refused,
        nothing_is_read_behind_a_length_beside_chunks,
        malformed_chunks_are_refused,
        odd_targets_are_answered,
        unusual_methods_are_refused,
        mutated_requests_do_no_harm,
    ]
}

/// Sends a request, and says what is wrong with the answer: it should be empty, of one of these statuses,
/// with the fixed headers, and the last on its connection.
async fn fault_of(room: &Room, what: &str, request: &[u8], statuses: &[u16]) -> Option<String> {
    let mut wire = Wire::to(room.address).await;
    wire.send(request).await;
    let (bytes, closed) = wire.listen(Duration::from_secs(2)).await;
    let end = find(&bytes, b"\r\n\r\n").map(|at| at + 4);
    let fault = match end {
        None => format!("no answer, but {:?}", String::from_utf8_lossy(&bytes)),
        Some(end) => {
            let reply = RawReply::parse(&bytes[..end]);
            let faults = reply.faults();
            if !statuses.contains(&reply.status) {
                format!("status {}", reply.status)
            } else if !faults.is_empty() {
                format!("{} with {faults:?}", reply.status)
            } else if end < bytes.len() {
                format!(
                    "{} and then {:?}",
                    reply.status,
                    String::from_utf8_lossy(&bytes[end..])
                )
            } else if closed {
                return None;
            } else {
                format!("{}, but the connection stays open", reply.status)
            }
        }
    };
    Some(format!("{what}: {fault}"))
}

/// Sends each request on a connection of its own, and fails with all that is wrong. The room is as well
/// afterwards as before.
async fn expect_refusals(cases: &[(&str, &[u8])], statuses: &[u16]) {
    let room = Room::open().await;
    let faults = futures::future::join_all(
        cases
            .iter()
            .map(|(what, request)| fault_of(&room, what, request, statuses)),
    )
    .await;
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    assert!(
        faults.is_empty(),
        "{} of {}: {faults:#?}",
        faults.len(),
        cases.len()
    );
    assert_eq!(
        room.texts().await,
        [""; 0],
        "a malformed request left a message"
    );
}

/// A first line, a header or a first byte that HTTP does not have.
async fn malformed_heads_are_refused() {
    let cases: [(&str, &[u8]); 20] = [
        ("garbage", b"garbage\r\n\r\n"),
        ("no target and no version", b"GET\r\n\r\n"),
        ("no version", b"GET /\r\nHost: x\r\n\r\n"),
        (
            "a word behind the version",
            b"GET / HTTP/1.1 x\r\nHost: x\r\n\r\n",
        ),
        (
            "a blank in the target",
            b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
        ),
        (
            "a version that is not there yet",
            b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        ),
        (
            "version 2 in the words of version 1",
            b"GET / HTTP/2.0\r\nHost: x\r\n\r\n",
        ),
        (
            "the first words of HTTP/2",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ),
        (
            "the first bytes of TLS",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        ),
        ("the first bytes of SOCKS", b"\x05\x01\x00\r\n\r\n"),
        (
            "a bracket in the method",
            b"GE(T / HTTP/1.1\r\nHost: x\r\n\r\n",
        ),
        ("no colon", b"GET / HTTP/1.1\r\nHost: x\r\nnothing\r\n\r\n"),
        (
            "a blank before the colon",
            b"GET / HTTP/1.1\r\nHost: x\r\na : b\r\n\r\n",
        ),
        ("no name", b"GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n"),
        (
            "a folded header",
            b"GET / HTTP/1.1\r\nHost: x\r\na: b\r\n c\r\n\r\n",
        ),
        (
            "a folded first header",
            b"GET / HTTP/1.1\r\n Host: x\r\n\r\n",
        ),
        (
            "a NUL in a value",
            b"GET / HTTP/1.1\r\nHost: x\r\na: b\0c\r\n\r\n",
        ),
        (
            "a NUL in a name",
            b"GET / HTTP/1.1\r\nHost: x\r\na\0: b\r\n\r\n",
        ),
        (
            "a bare CR in a value",
            b"GET / HTTP/1.1\r\nHost: x\r\na: b\rc: d\r\n\r\n",
        ),
        ("no host", b"GET / HTTP/1.1\r\na: b\r\n\r\n"),
    ];
    expect_refusals(&cases, &[400]).await;
}

/// Two readings of where a request ends are one too many, even though no proxy stands before the room that
/// could differ.
async fn malformed_framing_is_refused() {
    let cases: [(&str, &[u8]); 10] = [
        ("two lengths", b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nmsg=ab"),
        ("two lengths in one line", b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 6\r\n\r\nmsg=ab"),
        ("a word for a length", b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: five\r\n\r\nmsg=a"),
        ("a length below nothing", b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nmsg=a"),
        ("a length with a plus", b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nmsg=a"),
        ("a hexadecimal length", b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 0x5\r\n\r\nmsg=a"),
        ("no length in the header", b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: \r\n\r\nmsg=a"),
        ("chunks of another coding", b"POST /send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n5\r\nmsg=a\r\n0\r\n\r\n"),
        ("chunks misspelt", b"POST /send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n5\r\nmsg=a\r\n0\r\n\r\n"),
        ("chunks in version 1.0", b"POST /send HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nmsg=a\r\n0\r\n\r\n"),
    ];
    expect_refusals(&cases, &[400]).await;
    // That a number is too large to count may be called malformed or too much.
    let cases: [(&str, &[u8]); 1] = [(
        "a length beyond numbers",
        b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\nmsg=a",
    )];
    expect_refusals(&cases, &[400, 413]).await;
}

/// Two programs that read a request with a length and with chunks may see two different requests behind it.
/// RFC 9112, section 6.1, lets the chunks count and has the connection closed then: what follows is not read.
async fn nothing_is_read_behind_a_length_beside_chunks() {
    let room = Room::open().await;
    for headers in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
    ] {
        let mut wire = Wire::to(room.address).await;
        let request =
            format!("POST /send HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n5\r\nmsg=a\r\n0\r\n\r\n");
        let behind = "POST /send HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\nmsg=smuggled";
        wire.send(request + behind).await;
        let reply = wire.reply().await;
        reply.expect_empty(303);
        assert_eq!(reply.header("connection"), Some("close"));
        wire.expect_closed().await;
    }
    assert_eq!(room.texts().await, ["a", "a"]);
}

/// A body whose chunks cannot be told apart.
async fn malformed_chunks_are_refused() {
    let cases: [(&str, &[u8]); 6] = [
        ("no size", b"POST /send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nmsg=a\r\n0\r\n\r\n"),
        ("an empty size", b"POST /send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\r\nmsg=a\r\n0\r\n\r\n"),
        ("a size below nothing", b"POST /send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nmsg=a\r\n0\r\n\r\n"),
        ("more than the size", b"POST /send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nmsg=a\r\n0\r\n\r\n"),
        ("a bare CR", b"POST /send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\rXmsg=a\r\n0\r\n\r\n"),
        (
            "a size beyond numbers",
            b"POST /send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nmsg=a\r\n0\r\n\r\n",
        ),
    ];
    expect_refusals(&cases, &[400]).await;
}

/// A target may be written in full, or be no path at all.
async fn odd_targets_are_answered() {
    let room = Room::open().await;
    for (request, statuses) in [
        ("GET http://room.example/clock HTTP/1.1", [200, 400]),
        ("GET http://room.example/nothing HTTP/1.1", [404, 400]),
        ("GET * HTTP/1.1", [404, 400]),
        ("GET clock HTTP/1.1", [404, 400]),
    ] {
        let mut wire = Wire::to(room.address).await;
        wire.send(format!("{request}\r\nHost: x\r\nConnection: close\r\n\r\n"))
            .await;
        let reply = wire.reply().await;
        assert!(
            statuses.contains(&reply.status),
            "{request} is answered {}",
            reply.status
        );
        wire.expect_closed().await;
    }
}

/// Methods that ask the server for something else than a document, with the targets that only they may
/// have.
async fn unusual_methods_are_refused() {
    let room = Room::open().await;
    for request in [
        "OPTIONS * HTTP/1.1",
        "OPTIONS / HTTP/1.1",
        "TRACE / HTTP/1.1",
        "CONNECT example.com:80 HTTP/1.1",
    ] {
        let mut wire = Wire::to(room.address).await;
        wire.send(format!("{request}\r\nHost: x\r\nConnection: close\r\n\r\n"))
            .await;
        let reply = wire.reply().await;
        assert_eq!((reply.status, reply.text()), (405, ""), "{request}");
        wire.expect_closed().await;
    }
}

/// Requests that were good, until some of their bytes were changed, cut or doubled: each is answered in one
/// of the ways that HTTP has for it, or closed; and the room goes on. The numbers come from a fixed seed,
/// so that a failure comes again.
async fn mutated_requests_do_no_harm() {
    const REQUESTS: usize = 10_000;
    const TOGETHER: usize = 16;
    const STATUSES: [u16; 16] = [
        200, 204, 303, 400, 403, 404, 405, 408, 411, 413, 414, 415, 417, 421, 429, 431,
    ];
    let room = Room::open().await;
    let bases: [&[u8]; 4] = [
        b"GET / HTTP/1.1\r\nHost: x\r\nCookie: nick=Fox-ab12; session=abc\r\nConnection: close\r\n\r\n",
        b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\nConnection: close\r\n\r\nmsg=hello",
        b"POST /compose HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n4\r\nmsg=\r\n5\r\nhello\r\n0\r\n\r\n",
        b"HEAD /api/status?x=%20 HTTP/1.0\r\nSec-Fetch-Site: none\r\nOrigin: null\r\nExpect: 100-continue\r\n\r\n",
    ];
    let mut random = Random(0x6f6e_696f_6e63_6861);
    let mut faults = Vec::new();
    let mut requests = (0..REQUESTS)
        .map(|index| mutate(bases[index % bases.len()], &mut random))
        .collect::<Vec<_>>();
    while !requests.is_empty() {
        let batch = requests.split_off(requests.len().saturating_sub(TOGETHER));
        let answers = batch.iter().map(async |request| {
            let mut wire = Wire::to(room.address).await;
            wire.send(request).await;
            wire.finish().await;
            wire.listen(Duration::from_secs(5)).await
        });
        for (request, (bytes, closed)) in batch.iter().zip(futures::future::join_all(answers).await)
        {
            let fault = if !closed {
                Some("it stays open".to_owned())
            } else if bytes.is_empty() || bytes.starts_with(b"HTTP/1.1 100 Continue") {
                None
            } else {
                let head = find(&bytes, b"\r\n\r\n").map_or(&bytes[..], |at| &bytes[..at + 4]);
                let reply = RawReply::parse(head);
                let wrong = !STATUSES.contains(&reply.status) || !reply.faults().is_empty();
                wrong.then(|| String::from_utf8_lossy(head).into_owned())
            };
            faults.extend(
                fault.map(|fault| format!("{:?}: {fault}", String::from_utf8_lossy(request))),
            );
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults, such as {:#?}",
        faults.len(),
        &faults[..faults.len().min(5)]
    );
    room.get("/").await.expect(200);
}

/// Changes a request in one to four places.
fn mutate(base: &[u8], random: &mut Random) -> Vec<u8> {
    // Bytes that mean something to a parser of HTTP come more often than others.
    const TELLING: &[u8] = b"\r\n\0 \t:;,%/?=\x7f\xff09azAZ";
    let mut bytes = base.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(5) {
            0 => bytes[at] = TELLING[random.below(TELLING.len())],
            1 => bytes.insert(at, TELLING[random.below(TELLING.len())]),
            2 => drop(bytes.remove(at)),
            3 => bytes.truncate(at.max(1)),
            _ => {
                let piece = bytes[at..(at + 8).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
        }
        if bytes.is_empty() {
            bytes.push(b'\n');
        }
    }
    bytes
}

/// The generator `SplitMix64`: few lines, and enough chance for this.
struct Random(u64);

impl Random {
    /// A number less than the limit.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).expect("less than the limit")
    }
}
