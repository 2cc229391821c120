//! Which request is for what, and in which room.

use hyper::{Method, StatusCode};

use super::ticket::Ticket;
use crate::{
    chat::{Place, RoomCode},
    mail,
    peer::FileToken,
    transfer,
};

/// What a request asks for, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// What stands in the addresses of a page's frames.
    pub ticket: Option<Ticket>,
    /// The room that it concerns.
    pub place: Place,
    /// What it asks for.
    pub target: Target,
}

/// What a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The outer page.
    Page,
    /// The passphrase of a room, from the page that asks for it.
    PostPassphrase,
    /// What looks like a room's page, with a code that cannot be one.
    NoRoom,
    /// The transcript, endless.
    Messages,
    /// What keeps a window's transcript open: pages that lead to one another.
    Keeper(Keeper),
    /// The transcript of a window.
    Live,
    /// The room without frames, for text browsers.
    Plain,
    /// A message from there.
    PostPlain,
    /// A page whose title counts what is unread.
    Watch,
    /// How the room is to be seen.
    Settings,
    /// The same, chosen.
    PostSettings,
    /// What one can do here.
    Help,
    /// The clock.
    Clock,
    /// The form in its own frame.
    Compose,
    /// A message from that form.
    PostCompose,
    /// A message as the seed's clients send it.
    PostSend,
    /// The icon that browsers ask for, of which there is none.
    Favicon,
    /// The backlog as JSON.
    ApiMessages,
    /// The transcript for programs, endless.
    ApiStream,
    /// A message from a program.
    ApiSend,
    /// The passphrase of a room, from a program.
    ApiPassphrase,
    /// The limits and numbers as JSON.
    ApiStatus,
    /// A message from another appliance.
    PostPeer,
    /// A file that the host offers.
    PeerFile(FileToken),
}

/// Which of the pages that keep a window's transcript open. Two of them lead to one another, so that the
/// browser, which has both, needs nobody to go from one to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper {
    /// The first.
    A,
    /// The second.
    B,
    /// The third, which only a calm window has.
    C,
}

impl Route {
    /// Finds the route of a request; HEAD goes where GET goes.
    ///
    /// # Errors
    /// The status to answer with: 405 for a wrong method, 404 for an unknown path.
    pub fn find(method: &Method, path: &str) -> Result<Self, StatusCode> {
        let (ticket, path) = match Ticket::split(path) {
            None => (None, path),
            Some(Ok((ticket, path))) => (Some(ticket), path),
            Some(Err(_)) => return Err(StatusCode::NOT_FOUND),
        };
        let (is_ticketed, is_windowed) = match &ticket {
            None => (false, false),
            Some(ticket) => (true, ticket.window.is_some()),
        };
        let get = method == Method::GET || method == Method::HEAD;
        let post = method == Method::POST;
        if !get && !post {
            return Err(StatusCode::METHOD_NOT_ALLOWED);
        }
        let target_of = |path: &str, is_lobby: bool| {
            Some(match path {
                "/" if is_lobby => Target::Page,
                "" if !is_lobby && post => Target::PostPassphrase,
                "" if !is_lobby => Target::Page,
                "/messages" => Target::Messages,
                "/compose" if post => Target::PostCompose,
                "/compose" => Target::Compose,
                "/send" => Target::PostSend,
                "/api/messages" => Target::ApiMessages,
                "/api/stream" => Target::ApiStream,
                "/api/send" => Target::ApiSend,
                "/api" if !is_lobby && post => Target::ApiPassphrase,
                "/api/status" if is_lobby => Target::ApiStatus,
                "/clock" if is_lobby => Target::Clock,
                "/favicon.ico" if is_lobby => Target::Favicon,
                "/a" if is_windowed => Target::Keeper(Keeper::A),
                "/b" if is_windowed => Target::Keeper(Keeper::B),
                "/c" if is_windowed => Target::Keeper(Keeper::C),
                "/live" if is_windowed => Target::Live,
                "/plain" if post => Target::PostPlain,
                "/plain" => Target::Plain,
                "/watch" => Target::Watch,
                "/settings" if post && is_ticketed => Target::PostSettings,
                "/settings" => Target::Settings,
                "/help" => Target::Help,
                mail::PATH if is_lobby => Target::PostPeer,
                // Other methods find nothing here, as where nobody takes notice of such paths.
                _ if is_lobby && get && !is_ticketed => Target::PeerFile(offered(path)?),
                _ => return None,
            })
        };
        let found = match in_a_room(path) {
            None => target_of(path, true).map(|target| (Place::Lobby, target)),
            Some((code, rest)) => match (RoomCode::parse(code), target_of(&rest, false)) {
                (Some(code), Some(target)) => Some((Place::Room(code), target)),
                (None, Some(Target::Page)) => Some((Place::Lobby, Target::NoRoom)),
                _ => None,
            },
        };
        let (place, target) = found.ok_or(StatusCode::NOT_FOUND)?;
        if post == target.is_post() {
            Ok(Self {
                ticket,
                place,
                target,
            })
        } else {
            Err(StatusCode::METHOD_NOT_ALLOWED)
        }
    }
}

impl Target {
    /// Whether it takes something.
    fn is_post(self) -> bool {
        matches!(
            self,
            Self::PostCompose
                | Self::PostSend
                | Self::PostPassphrase
                | Self::PostPlain
                | Self::PostSettings
                | Self::ApiSend
                | Self::PostPeer
                | Self::ApiPassphrase
        )
    }
}

/// The token of an offered file in a path.
fn offered(path: &str) -> Option<FileToken> {
    FileToken::parse(path.strip_prefix(transfer::PATH)?)
}

/// The code in a path within a room, and the path as it would be in the lobby.
fn in_a_room(path: &str) -> Option<(&str, String)> {
    let (api, rest) = match path.strip_prefix("/r/") {
        Some(rest) => ("", rest),
        None => ("/api", path.strip_prefix("/api/r/")?),
    };
    let at = rest.find('/').unwrap_or(rest.len());
    let (code, rest) = rest.split_at(at);
    if api.is_empty() && rest.starts_with("/api") {
        return None;
    }
    Some((code, format!("{api}{rest}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A code as they are drawn.
    const CODE: &str = "demo-ABCDEFGHJKLMNPQR";

    /// What a request is for.
    fn find(method: &Method, path: &str) -> Result<Target, StatusCode> {
        Route::find(method, path).map(|route| route.target)
    }

    /// Every path and method of the lobby leads where the contract says.
    #[test]
    fn finds_every_route() {
        for (path, target) in [
            ("/", Target::Page),
            ("/messages", Target::Messages),
            ("/clock", Target::Clock),
            ("/compose", Target::Compose),
            ("/favicon.ico", Target::Favicon),
            ("/api/messages", Target::ApiMessages),
            ("/api/stream", Target::ApiStream),
            ("/api/status", Target::ApiStatus),
        ] {
            assert_eq!(find(&Method::GET, path), Ok(target));
            assert_eq!(find(&Method::HEAD, path), Ok(target));
            for other in [Method::PUT, Method::DELETE, Method::OPTIONS, Method::TRACE] {
                assert_eq!(find(&other, path), Err(StatusCode::METHOD_NOT_ALLOWED));
            }
            if path != "/compose" {
                assert_eq!(
                    find(&Method::POST, path),
                    Err(StatusCode::METHOD_NOT_ALLOWED)
                );
            }
        }
        for (path, target) in [
            ("/send", Target::PostSend),
            ("/compose", Target::PostCompose),
            ("/api/send", Target::ApiSend),
        ] {
            assert_eq!(find(&Method::POST, path), Ok(target));
        }
        for path in ["/send", "/api/send"] {
            assert_eq!(
                find(&Method::GET, path),
                Err(StatusCode::METHOD_NOT_ALLOWED)
            );
        }
        let token = "0123456789abcdef0123456789abcdef";
        let file = format!("/peer/file/{token}");
        let found = Target::PeerFile(FileToken::parse(token).unwrap());
        assert_eq!(find(&Method::GET, &file), Ok(found));
        assert_eq!(find(&Method::POST, &file), Err(StatusCode::NOT_FOUND));
        for path in [
            &file[..file.len() - 1],
            "/peer/file/",
            "/peer/file",
            "/peer/",
        ] {
            assert_eq!(find(&Method::GET, path), Err(StatusCode::NOT_FOUND));
        }
        let upper = file.to_uppercase();
        assert_eq!(find(&Method::GET, &upper), Err(StatusCode::NOT_FOUND));
        for unknown in ["", "//", "/Messages", "/messages/", "/%6dessages", "/docs"] {
            assert_eq!(find(&Method::GET, unknown), Err(StatusCode::NOT_FOUND));
        }
    }

    /// Every room has the same paths of its own, in whatever letters its code is written.
    #[test]
    fn finds_every_route_of_a_room() {
        let place = Place::Room(RoomCode::parse(CODE).unwrap());
        for (method, path, target) in [
            (Method::GET, "/r/CODE", Target::Page),
            (Method::POST, "/r/CODE", Target::PostPassphrase),
            (Method::GET, "/r/CODE/messages", Target::Messages),
            (Method::GET, "/r/CODE/compose", Target::Compose),
            (Method::POST, "/r/CODE/compose", Target::PostCompose),
            (Method::POST, "/r/CODE/send", Target::PostSend),
            (Method::GET, "/api/r/CODE/messages", Target::ApiMessages),
            (Method::GET, "/api/r/CODE/stream", Target::ApiStream),
            (Method::POST, "/api/r/CODE/send", Target::ApiSend),
            (Method::POST, "/api/r/CODE", Target::ApiPassphrase),
        ] {
            for code in [CODE, "demo-abcdefghjklmnpqr"] {
                let route = Route::find(&method, &path.replace("CODE", code)).unwrap();
                assert_eq!((&route.place, route.target), (&place, target), "{path}");
            }
        }
        for path in [
            "/r/CODE/",
            "/r/CODE/clock",
            "/r/CODE/api/messages",
            "/api/r/CODE",
            "/api/r/CODE/status",
            "/r/demo-A7F2/messages",
            "/r/CODE/r/CODE",
        ] {
            let path = path.replace("CODE", CODE);
            assert_eq!(
                find(&Method::GET, &path),
                Err(StatusCode::NOT_FOUND),
                "{path}"
            );
        }
        for path in ["/r/demo-A7F2", "/r/", "/r/%64emo-ABCDEFGHJKLMNPQR"] {
            assert_eq!(find(&Method::GET, path), Ok(Target::NoRoom), "{path}");
        }
    }
}
