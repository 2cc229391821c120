//! How the Tor network is reached where it is blocked: bridges, programs that disguise the way to
//! them, a proxy.
//!
//! Whoever knows a bridge can block it. So nothing here repeats an address or a fingerprint, neither
//! in errors nor in `Debug`.

mod line;
mod program;

use std::{collections::BTreeMap, fmt, path::PathBuf};

use arti_client::config::CfgPath;
use toml::{Table, Value};

pub(super) use line::proxy_address;
use line::transport_of;

/// How the Tor network is reached, as the host typed it.
#[derive(Clone, Default)]
pub struct Typed {
    /// Bridge lines, with or without `Bridge` before them.
    pub bridges: Vec<String>,
    /// The program for each transport.
    pub transports: BTreeMap<String, PathBuf>,
    /// A proxy's URL.
    pub proxy: Option<String>,
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed([scrubbed])")
    }
}

/// How the Tor network is reached: directly where nothing else is said.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Route {
    /// Bridge lines.
    bridges: Vec<String>,
    /// The program for each transport.
    transports: BTreeMap<String, PathBuf>,
    /// A proxy's URL.
    proxy: Option<String>,
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route")
            .field("bridges", &self.bridges.len())
            .field("transports", &self.transports)
            .field("proxy", &self.proxy.is_some())
            .finish()
    }
}

/// Why the Tor network cannot be reached like this, in the host's words.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RouteError(String);

impl Route {
    /// Understands what was typed, and finds the programs that are needed.
    ///
    /// # Errors
    /// Where a line cannot be understood, or a program is missing.
    pub fn parse(typed: &Typed) -> Result<Self, RouteError> {
        Self::parse_with(typed, &program::find)
    }

    /// The same with a way to find the program of a transport.
    fn parse_with(
        typed: &Typed,
        find: &dyn Fn(&str) -> Option<PathBuf>,
    ) -> Result<Self, RouteError> {
        let mut transports = BTreeMap::new();
        for (name, path) in &typed.transports {
            let path = program::check(name, path).map_err(|fault| {
                RouteError(format!("The transport {name} cannot be used: {fault}."))
            })?;
            transports.insert(name.clone(), path);
        }
        for (index, line) in typed.bridges.iter().enumerate() {
            let number = index + 1;
            let wrong = |fault: &str| {
                RouteError(format!(
                    "Bridge line {number} cannot be used: {fault}. A line is like \
                     \"obfs4 192.0.2.1:443 FINGERPRINT cert=... iat-mode=0\"; new ones are at \
                     https://bridges.torproject.org."
                ))
            };
            let transport = transport_of(line).map_err(wrong)?;
            let Some(name) = transport.filter(|name| !transports.contains_key(*name)) else {
                continue;
            };
            let path = find(name).ok_or_else(|| RouteError(program::missing(number, name)))?;
            transports.insert(name.to_owned(), path);
        }
        let proxy = typed.proxy.as_deref();
        proxy
            .map(proxy_address)
            .transpose()
            .map_err(|fault| RouteError(format!("The proxy cannot be used: {fault}.")))?;
        Ok(Self {
            bridges: typed.bridges.clone(),
            transports,
            proxy: typed.proxy.clone(),
        })
    }

    /// Writes this into Arti's own configuration, beside what stands there already.
    ///
    /// # Errors
    /// In words, where something else stands there.
    pub(super) fn merge(&self, table: &mut Table) -> Result<(), &'static str> {
        if !self.bridges.is_empty() {
            let lines = list(table, &["bridges"], "bridges")?;
            lines.extend(self.bridges.iter().cloned().map(Value::from));
        }
        for (name, path) in &self.transports {
            let path = Value::try_from(CfgPath::new_literal(path))
                .map_err(|_| "a transport's path is not text")?;
            let mut transport = Table::new();
            transport.insert("protocols".into(), vec![name.clone()].into());
            transport.insert("path".into(), path);
            list(table, &["bridges"], "transports")?.push(transport.into());
        }
        if let Some(proxy) = &self.proxy {
            let channel = table
                .entry("channel")
                .or_insert_with(|| Table::new().into())
                .as_table_mut()
                .ok_or("channel is not a table")?;
            if channel.contains_key("outbound_proxy") {
                return Err("channel.outbound_proxy and the proxy are the same thing said twice");
            }
            channel.insert("outbound_proxy".into(), proxy.clone().into());
        }
        Ok(())
    }
}

/// A list in Arti's configuration, made where there is none.
fn list<'a>(
    table: &'a mut Table,
    parents: &[&str],
    key: &str,
) -> Result<&'a mut Vec<Value>, &'static str> {
    let mut table = table;
    for parent in parents {
        table = table
            .entry(*parent)
            .or_insert_with(|| Table::new().into())
            .as_table_mut()
            .ok_or("bridges is not a table")?;
    }
    table
        .entry(key)
        .or_insert_with(|| Vec::<Value>::new().into())
        .as_array_mut()
        .ok_or("bridges and transports beside others must be lists")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// A fingerprint.
    const PRINT: &str = "0123456789ABCDEF0123456789ABCDEF01234567";

    /// What was typed, with these bridge lines.
    fn typed(lines: &[&str]) -> Typed {
        Typed {
            bridges: lines.iter().map(ToString::to_string).collect(),
            ..Typed::default()
        }
    }

    /// Lines as people get them are understood.
    #[test]
    fn bridge_lines_are_understood() {
        let cert = "cert=AAAA iat-mode=0";
        for (line, transport) in [
            (format!("192.0.2.1:443 {PRINT}"), None),
            (format!("Bridge 192.0.2.1:443 {PRINT}"), None),
            (format!("[2001:db8::1]:443 {PRINT}"), None),
            (
                format!("Bridge obfs4 192.0.2.1:443 {PRINT} {cert}"),
                Some("obfs4"),
            ),
            (
                format!("webtunnel [2001:db8::1]:443 {PRINT} url=https://x.test/y"),
                Some("webtunnel"),
            ),
        ] {
            assert_eq!(transport_of(&line), Ok(transport), "{line}");
        }
    }

    /// What is wrong with a line is named, and nothing of the line is repeated.
    #[test]
    fn faults_are_named_and_nothing_is_repeated() {
        for (line, named) in [
            ("", "empty"),
            ("Bridge", "empty"),
            ("192.0.2.1", "begins with neither"),
            ("192.0.2.1:x", "no fingerprint"),
            ("192.0.2.1:443", "no fingerprint"),
            ("192.0.2.1:443 ABCD", "40 hexadecimal"),
            ("obfs4", "before the address"),
            ("obfs4 192.0.2.1", "no port"),
        ] {
            let named = if line == "192.0.2.1:x" {
                "with a port"
            } else {
                named
            };
            let error = Route::parse(&typed(&[line])).unwrap_err().to_string();
            assert!(error.contains(named), "{line}: {error}");
            assert!(!error.contains("192.0.2.1 ") && !error.contains("ABCD"));
        }
        let settings = format!("198.51.100.7:443 {PRINT} cert=x");
        let error = Route::parse(&typed(&[&settings])).unwrap_err().to_string();
        assert!(error.contains("line 1") && error.contains("transport"));
        assert!(
            !error.contains("198.51") && !error.contains(PRINT),
            "{error}"
        );
    }

    /// The program of a transport is found, or the error says which flag names it.
    #[test]
    fn programs_are_found_or_asked_for() {
        let line = format!("obfs4 192.0.2.1:443 {PRINT} cert=x");
        let found = Route::parse_with(&typed(&[&line]), &|_| Some("/p".into())).unwrap();
        assert_eq!(found.transports["obfs4"], Path::new("/p"));
        let error = Route::parse_with(&typed(&[&line]), &|_| None).unwrap_err();
        let error = error.to_string();
        assert!(error.contains("--transport obfs4="), "{error}");
        assert!(error.contains("Install lyrebird or obfs4proxy"), "{error}");
        let odd = line.replace("obfs4", "newone");
        let error = Route::parse(&typed(&[&odd])).unwrap_err().to_string();
        assert!(error.contains("--transport newone="), "{error}");
    }

    /// A program that is not there is named.
    #[test]
    fn programs_are_checked() {
        let mut typed = Typed::default();
        typed
            .transports
            .insert("obfs4".into(), "/no/such/program".into());
        let error = Route::parse(&typed).unwrap_err().to_string();
        assert!(error.contains("/no/such/program"), "{error}");
    }

    /// Proxies are checked, and their passwords are not repeated.
    #[test]
    fn proxies_are_checked() {
        for url in [
            "socks5://127.0.0.1:1080",
            "socks5://user:pass@127.0.0.1:1080/",
            "http://[::1]:3128",
            "socks4://user@127.0.0.1:1080",
            "socks5://127.0.0.1:80",
        ] {
            assert!(proxy_address(url).is_ok(), "{url}");
        }
        for (url, named) in [
            ("127.0.0.1:1080", "scheme"),
            ("https://127.0.0.1:1080", "scheme"),
            ("socks5://secret@localhost:1080", "IP address"),
            ("socks5://127.0.0.1", "port"),
            ("socks4://u:secret@127.0.0.1:1080", "SOCKS 4"),
            ("socks5://a/b:secret@127.0.0.1:1080", "%2F"),
            ("socks5://a:secret?x@127.0.0.1:1080", "%3F"),
            ("socks5://u:secret@127.0.0.1:1080//", "IP address"),
            ("socks5://u:secret@[fe80::1%1]:1080", "zone"),
            ("http://127.0.0.1:80", "another port"),
            ("HTTP://u:secret@127.0.0.1:3128", "HTTP proxy"),
        ] {
            let error = Route::parse(&Typed {
                proxy: Some(url.into()),
                ..Typed::default()
            })
            .unwrap_err()
            .to_string();
            assert!(error.contains(named), "{url}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
