//! Chromium's remote control: a program that takes `WebDriver` commands over HTTP, and passes on commands of
//! the `DevTools` protocol.

use std::ffi::OsString;
use std::process::Stdio;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use super::processes;

/// How long the program may take to listen, on a busy machine.
const START: Duration = Duration::from_secs(20);

/// What it says before its port.
const READY: &str = "started successfully on port ";

/// The running program, with one browser. Both end when this is dropped.
pub struct Chromedriver {
    /// The program.
    process: Child,
    /// Its number.
    pid: u32,
    /// What it says, which has to stay open.
    _stdout: BufReader<ChildStdout>,
    /// Where it listens.
    port: u16,
    /// The session, once there is one.
    session: String,
}

impl Chromedriver {
    /// Starts the program and its browser.
    pub async fn start(environment: Vec<(&str, OsString)>, capabilities: Value) -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .envs(environment)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("chromedriver is installed");
        let pid = process.id().expect("a process that just started");
        let mut stdout = BufReader::new(process.stdout.take().expect("its stdout is a pipe"));
        let port = timeout(START, port(&mut stdout))
            .await
            .expect("chromedriver says its port in time");
        let mut driver = Self {
            process,
            pid,
            _stdout: stdout,
            port,
            session: String::new(),
        };
        let wanted = json!({"capabilities": {"alwaysMatch": capabilities}});
        let session = driver.request(Method::POST, "/session", Some(wanted)).await;
        let id = session["sessionId"].as_str().expect("a session has an id");
        driver.session = format!("/session/{id}");
        driver
    }

    /// Sends a `WebDriver` command that has no parameters.
    pub async fn get(&self, command: &str) -> Value {
        let path = format!("{}/{command}", self.session);
        self.request(Method::GET, &path, None).await
    }

    /// Sends a `WebDriver` command.
    pub async fn post(&self, command: &str, parameters: Value) -> Value {
        let path = format!("{}/{command}", self.session);
        self.request(Method::POST, &path, Some(parameters)).await
    }

    /// Takes a `WebDriver` state back.
    pub async fn delete(&self, command: &str) {
        let path = format!("{}/{command}", self.session);
        self.request(Method::DELETE, &path, None).await;
    }

    /// Sends a command of the `DevTools` protocol to the page.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let parameters = json!({"cmd": command, "params": parameters});
        self.post("goog/cdp/execute", parameters).await
    }

    /// Sends a command of the `DevTools` protocol that may fail because the page is just being replaced.
    pub async fn try_devtools(&self, command: &str, parameters: Value) -> Result<Value, String> {
        let parameters = json!({"cmd": command, "params": parameters});
        let path = format!("{}/goog/cdp/execute", self.session);
        self.attempt(Method::POST, &path, Some(parameters)).await
    }

    /// Sends a request and waits for its answer. A refusal fails the test.
    async fn request(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        self.attempt(method, path, body)
            .await
            .unwrap_or_else(|error| panic!("chromedriver refused {error}"))
    }

    /// Sends a request and waits for its answer or its refusal.
    async fn attempt(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, String> {
        let what = || format!("{method} {path}");
        let socket = TcpStream::connect(("127.0.0.1", self.port))
            .await
            .unwrap_or_else(|error| panic!("chromedriver has ended before {}: {error}", what()));
        let (mut sender, connection) = http1::handshake(TokioIo::new(socket))
            .await
            .expect("a connection that is open speaks HTTP");
        let connection = tokio::spawn(connection);
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let request = Request::builder()
            .method(&method)
            .uri(path)
            .header("host", format!("127.0.0.1:{}", self.port))
            .header("content-type", "application/json; charset=utf-8")
            .body(Full::new(Bytes::from(body)))
            .expect("a request can be made of these parts");
        let answer = sender
            .send_request(request)
            .await
            .unwrap_or_else(|error| panic!("chromedriver answers {}: {error}", what()));
        let answer = answer
            .collect()
            .await
            .unwrap_or_else(|error| panic!("chromedriver answers {}: {error}", what()))
            .to_bytes();
        connection.abort();
        let mut answer: Value = serde_json::from_slice(&answer).expect("chromedriver sends JSON");
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(error) => Err(format!("{}: {error}: {}", what(), value["message"])),
            None => Ok(value),
        }
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        if self.process.try_wait().is_ok_and(|ended| ended.is_none()) {
            processes::kill(self.pid);
        }
    }
}

/// Reads what the program says until it names its port.
async fn port(stdout: &mut BufReader<ChildStdout>) -> u16 {
    let mut line = String::new();
    loop {
        line.clear();
        let read = stdout.read_line(&mut line).await;
        assert!(
            read.is_ok_and(|count| count > 0),
            "chromedriver has ended before it listened"
        );
        if let Some((_, port)) = line.split_once(READY) {
            let digits = port.trim().trim_end_matches('.');
            return digits.parse().expect("a port is a number");
        }
    }
}
