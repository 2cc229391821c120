//! Paths and methods.

use std::collections::BTreeSet;

use libtest_mimic::Trial;

use super::page::DOCUMENTS;
use crate::support::client::{Ask, Reply};
use crate::support::process::Room;
use crate::support::raw::Wire;
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        favicon_is_empty,
        unknown_paths_are_empty_and_alike,
        wrong_methods_are_refused,
        head_is_get_without_a_body,
        query_is_ignored,
        names_of_other_sites_do_not_lead_here,
    ]
}

/// go 7.
async fn favicon_is_empty() {
    let room = Room::open().await;
    room.get("/favicon.ico").await.expect_empty(204);
}

/// py 23, py 26, go 6: a path that is not there has nothing to say, not even which framework does not know
/// it; and no two such paths differ, so that nothing can be learnt by trying.
async fn unknown_paths_are_empty_and_alike() {
    let room = Room::open().await;
    let paths = [
        "/wp-login.php",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/api",
        "/api/",
        "/messages/",
        "/Messages",
        "//",
        "/.git/config",
        "/..%2f..%2fetc%2fpasswd",
        "/%00",
        "/index.html",
        "/server-status",
        "/.well-known/security.txt",
        "/live",
        "/a",
        "/w/",
        "/w/0123456789abcdef0123456789abcdef/a",
        "/w/0123456789abcdef0123456789abcdef-dmcv1en/a",
        "/w/0123456789ABCDEF0123456789abcdef-dmcv1en-0123456789abcdef/a",
        "/w/0123456789abcdef0123456789abcdef-dmcv1xx-0123456789abcdef/a",
        "/w/0123456789abcdef0123456789abcdef-dmcv1en-0123456789abcdef",
    ];
    let shape = |reply: &Reply| -> BTreeSet<String> {
        reply
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value:?}"))
            .collect()
    };
    let first = room.get(paths[0]).await.expect_empty(404);
    for path in paths {
        let reply = room.get(path).await.expect_empty(404);
        assert_eq!(
            shape(&reply),
            shape(&first),
            "{path} differs from {}",
            paths[0]
        );
    }
}

/// go 11 and py's router: a method that a path does not have is refused with nothing but the status, and
/// does nothing. The Go edition answered such requests as if they were GET.
async fn wrong_methods_are_refused() {
    let room = Room::open().await;
    let readable = [
        "/",
        "/messages",
        "/clock",
        "/help",
        "/watch",
        "/settings",
        "/api/messages",
        "/api/status",
        "/favicon.ico",
    ];
    for path in readable {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
            room.ask(Ask::new(method, path)).await.expect_empty(405);
        }
    }
    for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        room.ask(Ask::new(method, "/send")).await.expect_empty(405);
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        for path in ["/compose", "/plain"] {
            room.ask(Ask::new(method, path)).await.expect_empty(405);
        }
    }
    let status = room.get("/api/status").await.json();
    assert_eq!(
        (status["messages"].as_u64(), status["streams"].as_u64()),
        (Some(0), Some(0))
    );
}

/// HEAD answers as GET does and sends no body; on the endless page it ends at once and takes no place from
/// a reader.
async fn head_is_get_without_a_body() {
    let room = Room::start(&["--max-streams", "1"]).await;
    let reader = room.read().await;
    for (path, kind) in DOCUMENTS {
        let mut wire = Wire::to(room.address).await;
        wire.send(format!(
            "HEAD {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        ))
        .await;
        let head = wire.head().await;
        assert_eq!(
            (head.status, head.header("content-type")),
            (200, Some(kind)),
            "HEAD {path}"
        );
        wire.expect_closed().await;
    }
    room.ask(Ask::new("HEAD", "/favicon.ico"))
        .await
        .expect_empty(204);
    drop(reader);
    room.expect_streams(0).await;
    let reply = room
        .ask(Ask::new("HEAD", "/messages"))
        .await
        .expect_empty(200);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(room.streams().await, 0, "HEAD took a place");
    room.read().await.read_until("</template>").await;
}

/// A query does not change what a path is.
async fn query_is_ignored() {
    let room = Room::open().await;
    for (path, kind) in DOCUMENTS {
        let reply = room.get(&format!("{path}?x=1&y=%zz?")).await.expect(200);
        assert_eq!(reply.header("content-type"), Some(kind), "{path}");
    }
    room.ask(Ask::form("/send?msg=query", &[("msg", "body")]).nick("Fox-ab12"))
        .await
        .expect_see_other("/");
    assert_eq!(room.texts().await, ["body"]);
    room.get("/nothing?/").await.expect_empty(404);
}

/// The seed never looked at the name in `Host`. A site that the host visits in another browser can let a
/// name of its own point at 127.0.0.1, and its scripts then read and write the room as their own pages (DNS
/// rebinding). Names that no site can have go on leading here.
async fn names_of_other_sites_do_not_lead_here() {
    let room = Room::open().await;
    let port = room.address.port();
    let ask = async |request: &str, host: &str| {
        let mut wire = Wire::to(room.address).await;
        let rest = "Content-Length: 9\r\nConnection: close\r\n\r\nmsg=hello";
        wire.send(format!("{request} HTTP/1.1\r\nHost: {host}\r\n{rest}"))
            .await;
        wire.reply().await
    };
    let foreign = [
        "evil.example",
        "192.168.1.20",
        "8.8.8.8",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
    ];
    for name in foreign {
        for host in [name.to_owned(), format!("{name}:{port}")] {
            for request in ["GET /api/messages", "GET /", "POST /send"] {
                let reply = ask(request, &host).await;
                assert_eq!(
                    (reply.status, reply.text()),
                    (421, ""),
                    "{request} of {host}"
                );
            }
        }
    }
    assert_eq!(room.texts().await, [""; 0]);
    let onion = format!("{}.onion", "a".repeat(56));
    for name in [
        "127.0.0.1",
        "127.1.2.3",
        "localhost",
        "LOCALHOST",
        "[::1]",
        &onion,
    ] {
        for host in [name.to_owned(), format!("{name}:{port}")] {
            assert_eq!(ask("GET /clock", &host).await.status, 200, "{host}");
        }
    }
}
