//! Firefox's own remote control, spoken to directly: `LENGTH:[0,id,"Command",{…}]` and
//! `LENGTH:[1,id,error,result]` over a loopback socket.

use std::fmt;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// Where a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// In the process of the page, beside it, with all rights: what the page may not do does not bind it.
    Content,
    /// In the window of the browser.
    Chrome,
}

/// Why a command failed, in the words of the browser.
#[derive(Debug)]
pub struct Refusal {
    /// The command.
    pub command: String,
    /// The kind of the error, such as `javascript error`.
    pub error: String,
    /// What went wrong.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.command, self.error, self.message)
    }
}

/// An open session.
pub struct Marionette {
    /// The socket.
    socket: BufReader<TcpStream>,
    /// The number of the last command.
    last: u64,
    /// Where scripts run at the moment.
    context: Context,
}

impl Marionette {
    /// Connects and opens the one session that a Firefox has. Its navigations return at once, as a page with
    /// an endless frame is never done loading.
    pub async fn connect(port: u16) -> Self {
        let socket = TcpStream::connect(("127.0.0.1", port))
            .await
            .unwrap_or_else(|error| panic!("Marionette listens on port {port}: {error}"));
        let mut marionette = Self {
            socket: BufReader::new(socket),
            last: 0,
            context: Context::Content,
        };
        let greeting = marionette.read().await;
        assert_eq!(
            greeting["marionetteProtocol"], 3,
            "a protocol that is known: {greeting}"
        );
        let capabilities = json!({"pageLoadStrategy": "none", "unhandledPromptBehavior": "ignore"});
        marionette
            .command("WebDriver:NewSession", capabilities)
            .await;
        marionette
    }

    /// Sends a command and waits for its result. A refusal fails the test.
    pub async fn command(&mut self, name: &str, parameters: Value) -> Value {
        self.attempt(name, parameters)
            .await
            .unwrap_or_else(|refusal| panic!("Marionette refused {refusal}"))
    }

    /// Runs a script as the body of a function and waits for what it returns.
    pub async fn script(
        &mut self,
        context: Context,
        script: &str,
        arguments: Value,
    ) -> Result<Value, Refusal> {
        self.enter(context).await;
        let parameters = json!({
            "script": script,
            "args": arguments,
            "sandbox": "system",
            "newSandbox": true,
        });
        let mut result = self.attempt("WebDriver:ExecuteScript", parameters).await?;
        Ok(result["value"].take())
    }

    /// Makes scripts and elements mean the page, or the window around it.
    pub async fn enter(&mut self, context: Context) {
        if self.context != context {
            let name = match context {
                Context::Content => "content",
                Context::Chrome => "chrome",
            };
            self.command("Marionette:SetContext", json!({"value": name}))
                .await;
            self.context = context;
        }
    }

    /// Sends a command and waits for its result or its refusal.
    pub async fn attempt(&mut self, name: &str, parameters: Value) -> Result<Value, Refusal> {
        self.last += 1;
        let message = json!([0, self.last, name, parameters]).to_string();
        let framed = format!("{}:{message}", message.len());
        self.socket
            .write_all(framed.as_bytes())
            .await
            .unwrap_or_else(|error| panic!("Firefox takes {name}: {error}"));
        loop {
            let mut answer = self.read().await;
            // An answer to a command that was given up is not for us.
            if answer[1] != self.last {
                continue;
            }
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            return match &answer[2] {
                Value::Null => Ok(answer[3].take()),
                error => Err(Refusal {
                    command: name.to_owned(),
                    error: text(&error["error"]),
                    message: text(&error["message"]),
                }),
            };
        }
    }

    /// Reads one message.
    async fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            match self.socket.read_u8().await {
                Ok(b':') => break,
                Ok(digit @ b'0'..=b'9') => length = length * 10 + usize::from(digit - b'0'),
                Ok(other) => panic!("Marionette sends a length, not the byte {other}"),
                Err(error) => panic!("Firefox has ended: {error}"),
            }
        }
        let mut message = vec![0; length];
        self.socket
            .read_exact(&mut message)
            .await
            .unwrap_or_else(|error| panic!("Firefox has ended within a message: {error}"));
        serde_json::from_slice(&message).expect("Marionette sends JSON")
    }
}
