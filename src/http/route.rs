//! Which request is for what.

use hyper::{Method, StatusCode};

/// What a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The outer page.
    Page,
    /// The transcript, endless.
    Messages,
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
    /// The room's limits and numbers as JSON.
    ApiStatus,
}

impl Route {
    /// Finds the route of a request; HEAD goes where GET goes.
    ///
    /// # Errors
    /// The status to answer with: 405 for a wrong method, 404 for an unknown path.
    pub fn find(method: &Method, path: &str) -> Result<Self, StatusCode> {
        let get = method == Method::GET || method == Method::HEAD;
        let post = method == Method::POST;
        if !get && !post {
            return Err(StatusCode::METHOD_NOT_ALLOWED);
        }
        let route = match path {
            "/" => Self::Page,
            "/messages" => Self::Messages,
            "/clock" => Self::Clock,
            "/compose" if post => Self::PostCompose,
            "/compose" => Self::Compose,
            "/send" => Self::PostSend,
            "/favicon.ico" => Self::Favicon,
            "/api/messages" => Self::ApiMessages,
            "/api/status" => Self::ApiStatus,
            _ => return Err(StatusCode::NOT_FOUND),
        };
        if post == route.is_post() {
            Ok(route)
        } else {
            Err(StatusCode::METHOD_NOT_ALLOWED)
        }
    }

    /// Whether the route takes a message.
    fn is_post(self) -> bool {
        matches!(self, Self::PostCompose | Self::PostSend)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every path and method leads where the contract says.
    #[test]
    fn finds_every_route() {
        let find = |method: Method, path| Route::find(&method, path);
        for (path, route) in [
            ("/", Route::Page),
            ("/messages", Route::Messages),
            ("/clock", Route::Clock),
            ("/compose", Route::Compose),
            ("/favicon.ico", Route::Favicon),
            ("/api/messages", Route::ApiMessages),
            ("/api/status", Route::ApiStatus),
        ] {
            assert_eq!(find(Method::GET, path), Ok(route));
            assert_eq!(find(Method::HEAD, path), Ok(route));
            for other in [Method::PUT, Method::DELETE, Method::OPTIONS, Method::TRACE] {
                assert_eq!(find(other, path), Err(StatusCode::METHOD_NOT_ALLOWED));
            }
            if path != "/compose" {
                assert_eq!(
                    find(Method::POST, path),
                    Err(StatusCode::METHOD_NOT_ALLOWED)
                );
            }
        }
        assert_eq!(find(Method::POST, "/send"), Ok(Route::PostSend));
        assert_eq!(find(Method::POST, "/compose"), Ok(Route::PostCompose));
        assert_eq!(
            find(Method::GET, "/send"),
            Err(StatusCode::METHOD_NOT_ALLOWED)
        );
        for unknown in [
            "",
            "//",
            "/Messages",
            "/messages/",
            "/%6dessages",
            "/docs",
            "/r/x",
        ] {
            assert_eq!(find(Method::GET, unknown), Err(StatusCode::NOT_FOUND));
        }
    }
}
