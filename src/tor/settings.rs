//! What the room asks of Arti, in Arti's own configuration.

use std::{path::PathBuf, time::Duration};

use arti_client::config::{
    CfgPath, TorClientConfig, TorClientConfigBuilder,
    onion_service::{OnionServiceConfig, OnionServiceConfigBuilder},
};
use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::{
    bridges::Route,
    error::{Category, StartError},
    obstacle::Way,
};
use crate::{
    guests::{Guest, GuestKey},
    service::ServiceName,
};

/// What Arti's queues may take together. They hold some kilobytes a visitor; Arti's own default
/// would be up to 8 GiB.
const QUEUE_MEMORY: &str = "256 MB";

/// Streams on one circuit before Arti destroys it: well above what the room itself lets through,
/// so that only a visitor who ignores every refusal meets it.
const STREAMS_PER_CIRCUIT: i64 = 128;

/// The key of Arti's that says who finds a service.
const RESTRICTED: &str = "restricted_discovery";

/// What the room's own key is called among the guests'; no guest's name begins like that.
const OWN_NAME: &str = "_room";

/// What the room asks of Tor.
#[derive(Clone)]
pub struct Settings {
    /// Where Tor keeps the room's identity and its own state.
    pub state: PathBuf,
    /// Where Tor keeps its directory cache.
    pub cache: PathBuf,
    /// Where the identity keys are.
    pub keys: Keys,
    /// How the Tor network is reached.
    pub route: Route,
    /// Arti's own configuration.
    pub tor: Table,
    /// About how often a room fetches its own page.
    pub check_every: Duration,
    /// The services.
    pub onions: Vec<OnionSettings>,
}

/// Where the identity keys of a process are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// On the disk, in the state folder.
    OnDisk,
    /// In memory only.
    InMemory,
    /// Nowhere: the process has no address, and visits those of others.
    None,
}

/// What is asked of Tor for one service.
#[derive(Debug, Clone)]
pub struct OnionSettings {
    /// Which one.
    pub service: ServiceName,
    /// The onion service's own configuration.
    pub onion_service: Table,
    /// Who alone finds it; `None` where everybody with the address does.
    pub guests: Option<Vec<Guest>>,
    /// Whether everybody found it until now, so that strangers know introduction points which must not be used again.
    pub was_public: bool,
}

impl Settings {
    /// Arti's configuration: the host's, with what the room needs where the host says nothing.
    pub(super) fn to_arti(&self) -> Result<TorClientConfig, StartError> {
        for (key, option) in [("state_dir", "--keys"), ("cache_dir", "--cache")] {
            let storage = self.tor.get("storage").and_then(Value::as_table);
            if storage.is_some_and(|storage| storage.contains_key(key)) {
                return Err(invalid(
                    "tor",
                    &format!("storage.{key} is chosen with {option}"),
                ));
            }
        }
        let mut table = self.with_route()?;
        default(&mut table, &["vanguards", "mode"], "full".into());
        default(
            &mut table,
            &["system", "memory", "max"],
            QUEUE_MEMORY.into(),
        );
        if self.keys != Keys::OnDisk {
            default(
                &mut table,
                &["storage", "keystore", "primary", "kind"],
                "ephemeral".into(),
            );
        }
        let mut builder: TorClientConfigBuilder = read("tor", table)?;
        builder
            .storage()
            .state_dir(CfgPath::new_literal(&self.state))
            .cache_dir(CfgPath::new_literal(&self.cache));
        builder
            .build()
            .map_err(|error| invalid("tor", &error.to_string()))
    }

    /// The host's configuration of Arti, with the route in it.
    fn with_route(&self) -> Result<Table, StartError> {
        let mut table = self.tor.clone();
        let merged = self.route.merge(&mut table);
        merged.map_err(|fault| invalid("tor", fault))?;
        Ok(table)
    }

    /// The way to the Tor network, for saying what stands in it. Where Arti does not take the
    /// configuration, that has been said.
    pub(super) fn way(&self) -> Way {
        self.with_route()
            .map_or_else(|_| Way::default(), |table| Way::of(&table))
    }

    /// What is in the state folder, and the option with which another is chosen.
    pub(super) fn state_in_words(&self) -> (&'static str, &'static str) {
        match self.keys {
            Keys::OnDisk | Keys::InMemory => ("the room's keys", "--keys"),
            Keys::None => ("Tor's choice of relays", "--cache"),
        }
    }

    /// Checks that nobody else can read or change what is in the folders, and makes them.
    pub(super) fn check_folders(&self, configuration: &TorClientConfig) -> Result<(), StartError> {
        let (state, option) = self.state_in_words();
        for (folder, holding, option) in [
            (&self.state, state, option),
            (&self.cache, "Tor's directory cache", "--cache"),
        ] {
            configuration
                .fs_mistrust()
                .verifier()
                .make_directory(folder)
                .map_err(|error| StartError::folder(folder, holding, option, &error))?;
        }
        Ok(())
    }
}

impl OnionSettings {
    /// Arti's configuration of the service: the host's, with what a room needs where the host says nothing. `own` is
    /// the key with which the room itself finds its service, where that is private.
    pub(super) fn to_arti(&self, own: Option<GuestKey>) -> Result<OnionServiceConfig, StartError> {
        if self.onion_service.contains_key("nickname") {
            return Err(invalid("onion_service", "the nickname cannot be chosen"));
        }
        if self.onion_service.contains_key(RESTRICTED) {
            return Err(invalid(
                "onion_service",
                "guests are let in with --private and onionchat invite NAME, and not with \
                 restricted_discovery",
            ));
        }
        if self.onion_service.get("enabled").and_then(Value::as_bool) == Some(false) {
            return Err(invalid("onion_service", "enabled = false leaves no room"));
        }
        let mut table = self.onion_service.clone();
        table.insert("nickname".into(), self.service.as_str().into());
        default(
            &mut table,
            &["max_concurrent_streams_per_circuit"],
            STREAMS_PER_CIRCUIT.into(),
        );
        if let Some(guests) = &self.guests {
            table.insert(RESTRICTED.into(), restricted(guests, own).into());
        }
        let builder: OnionServiceConfigBuilder = read("onion_service", table)?;
        builder
            .build()
            .map_err(|error| invalid("onion_service", &error.to_string()))
    }
}

/// What makes a service private: these guests find it, and the room itself.
fn restricted(guests: &[Guest], own: Option<GuestKey>) -> Table {
    let own = own.map(|key| (OWN_NAME.to_owned(), key));
    let guests = guests
        .iter()
        .map(|guest| (guest.name.to_string(), guest.key));
    let keys: Table = guests
        .chain(own)
        .map(|(name, key)| (name, key.to_string().into()))
        .collect();
    let mut table = Table::new();
    table.insert("enabled".into(), true.into());
    table.insert("static_keys".into(), keys.into());
    table
}

/// Sets a value in a table of tables where the host has not set it.
fn default(table: &mut Table, path: &[&str], value: Value) {
    let Some((last, parents)) = path.split_last() else {
        return;
    };
    let mut table = table;
    for parent in parents {
        let entry = table
            .entry(*parent)
            .or_insert_with(|| Value::Table(Table::new()));
        // Something else than a table is the host's mistake, which Arti's own reading will name.
        let Value::Table(inner) = entry else { return };
        table = inner;
    }
    table.entry(*last).or_insert(value);
}

/// Reads one of Arti's configurations from a table, and refuses keys that it does not know.
fn read<T: DeserializeOwned>(section: &str, table: Table) -> Result<T, StartError> {
    let mut unknown = Vec::new();
    let read =
        serde_ignored::deserialize(Value::Table(table), |path| unknown.push(path.to_string()))
            .map_err(|error| invalid(section, &error.to_string()))?;
    match unknown.first() {
        None => Ok(read),
        Some(key) => Err(invalid(
            section,
            &format!("there is no key `{section}.{key}`"),
        )),
    }
}

/// The error for a configuration that Arti does not take.
fn invalid(section: &str, what: &str) -> StartError {
    let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
    StartError::new(
        Category::Config,
        format!(
            "The configuration's [{section}] cannot be used: {what}. Correct it and start again."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::{super::bridges::Typed, *};

    /// Settings with these tables.
    fn settings(tor: &str, onion_service: &str) -> Settings {
        Settings {
            state: "state".into(),
            cache: "cache".into(),
            keys: Keys::OnDisk,
            route: Route::default(),
            tor: tor.parse().unwrap(),
            check_every: Duration::from_mins(10),
            onions: vec![OnionSettings {
                service: ServiceName::default(),
                onion_service: onion_service.parse().unwrap(),
                guests: None,
                was_public: false,
            }],
        }
    }

    /// Arti's own default for vanguards is "lite", and none without the feature: both would let
    /// the guard of a room that runs for months be found.
    #[test]
    fn vanguards_are_full_unless_the_host_says_otherwise() {
        let vanguards = |tor: &str| {
            let configuration = settings(tor, "").to_arti().unwrap();
            format!("{configuration:?}")
                .split("vanguards:")
                .nth(1)
                .unwrap()[..80]
                .to_owned()
        };
        assert!(vanguards("").contains("Full"), "{}", vanguards(""));
        assert!(vanguards("vanguards.mode = 'lite'").contains("Lite"));
    }

    /// A key that Arti does not know is named, wherever it stands.
    #[test]
    fn unknown_keys_are_named() {
        for (tor, service, key) in [
            ("no_such_key = 1", "", "tor.no_such_key"),
            ("[storage]\nno_such_key = 1", "", "tor.storage.no_such_key"),
            ("", "no_such_key = 1", "onion_service.no_such_key"),
            ("storage.state_dir = 'x'", "", "storage.state_dir"),
            ("", "nickname = 'x'", "nickname"),
            ("", "[restricted_discovery]", "--private"),
        ] {
            let settings = settings(tor, service);
            let error = settings
                .to_arti()
                .err()
                .or(settings.onions[0].to_arti(None).err())
                .unwrap();
            assert!(error.to_string().contains(key), "{error}");
        }
    }

    /// A value that Arti does not take is an error that names its section.
    #[test]
    fn wrong_values_are_named() {
        let error = settings("vanguards.mode = 'most'", "")
            .to_arti()
            .err()
            .unwrap();
        assert!(error.to_string().contains("[tor]"), "{error}");
        let error = settings("", "num_intro_points = 100").onions[0]
            .to_arti(None)
            .err()
            .unwrap();
        assert!(error.to_string().contains("num_intro_points"), "{error}");
    }

    /// A route reaches Arti beside what stands in its table already, and Arti takes it.
    #[test]
    fn a_route_reaches_arti() {
        const PRINT: &str = "0123456789ABCDEF0123456789ABCDEF01234567";
        let typed = Typed {
            bridges: vec![format!("obfs4 192.0.2.1:443 {PRINT} cert=x")],
            transports: [("obfs4".to_owned(), "/bin/sh".into())].into(),
            proxy: Some("socks5://127.0.0.1:9".into()),
        };
        let with = |tor: &str| Settings {
            route: Route::parse(&typed).unwrap(),
            tor: tor.parse().unwrap(),
            ..settings("", "")
        };
        let both = with(&format!("bridges.bridges = ['192.0.2.2:443 {PRINT}']"));
        let configuration = format!("{:?}", both.to_arti().unwrap());
        for part in ["192.0.2.1:443", "192.0.2.2:443", "/bin/sh", "127.0.0.1:9"] {
            assert!(configuration.contains(part), "{part}: {configuration}");
        }
        for (tor, named) in [
            (
                "channel.outbound_proxy = 'socks5://127.0.0.1:8'",
                "said twice",
            ),
            ("bridges.bridges = 'text'", "must be lists"),
        ] {
            let error = with(tor).to_arti().err().unwrap();
            assert!(error.to_string().contains(named), "{error}");
        }
    }
}
