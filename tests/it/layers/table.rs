//! The layers of the program: who may name whom.

/// What a module may name: other modules of the crate, and crates that not every module may name.
pub struct Layer {
    pub module: &'static str,
    pub modules: &'static [&'static str],
    pub crates: &'static [&'static str],
}

/// The layers, in the order of the crate documentation.
pub const LAYERS: [Layer; 33] = [
    Layer {
        module: "chat",
        modules: &[],
        crates: &[
            "argon2",
            "rand",
            "strsim",
            "subtle",
            "thiserror",
            "time",
            "unicode_normalization",
            "unicode_properties",
            "unicode_security",
        ],
    },
    Layer {
        module: "lang",
        modules: &["chat"],
        crates: &["fluent_bundle", "unic_langid"],
    },
    Layer {
        module: "hub",
        modules: &["chat", "lang"],
        crates: &["bytes", "rand", "slab"],
    },
    Layer {
        module: "session",
        modules: &["chat"],
        crates: &["hmac", "rand", "sha2"],
    },
    Layer {
        module: "circuit",
        modules: &["chat"],
        crates: &[],
    },
    Layer {
        module: "timer",
        modules: &[],
        crates: &["jiff", "thiserror"],
    },
    Layer {
        module: "clock",
        modules: &["chat", "timer"],
        crates: &["jiff", "rand"],
    },
    Layer {
        module: "server",
        modules: &["circuit"],
        crates: &["thiserror", "tokio", "tokio_util"],
    },
    Layer {
        module: "http",
        modules: &[
            "chat", "lang", "hub", "session", "circuit", "clock", "server", "mail", "peer",
        ],
        crates: &[
            "askama",
            "bytes",
            "data_encoding",
            "http_body_util",
            "hyper",
            "hyper_util",
            "percent_encoding",
            "rand",
            "serde",
            "serde_json",
            "sha2",
            "tokio",
            "tokio_util",
        ],
    },
    Layer {
        module: "service",
        modules: &[],
        crates: &["serde", "thiserror"],
    },
    Layer {
        module: "onion",
        modules: &[],
        crates: &["data_encoding", "ed25519_dalek", "sha3", "thiserror"],
    },
    Layer {
        module: "files",
        modules: &[],
        crates: &["tempfile"],
    },
    Layer {
        module: "guests",
        modules: &["files", "keys", "service"],
        crates: &[
            "data_encoding",
            "rand",
            "serde",
            "thiserror",
            "x25519_dalek",
            "zeroize",
        ],
    },
    Layer {
        module: "peer",
        modules: &["chat", "onion", "service"],
        crates: &["data_encoding", "rand", "serde", "serde_json", "thiserror"],
    },
    Layer {
        module: "dial",
        modules: &["onion"],
        crates: &[
            "bytes",
            "http_body_util",
            "hyper",
            "hyper_util",
            "thiserror",
            "tokio",
        ],
    },
    Layer {
        module: "mail",
        modules: &["clock", "dial", "files", "onion", "peer", "service"],
        crates: &[
            "bytes",
            "http_body_util",
            "hyper",
            "rand",
            "serde",
            "serde_json",
            "thiserror",
            "tokio",
        ],
    },
    Layer {
        module: "tor",
        modules: &[
            "circuit", "clock", "server", "service", "onion", "files", "guests", "dial",
        ],
        crates: &[
            "arti_client",
            "fs_mistrust",
            "futures",
            "percent_encoding",
            "rand",
            "safelog",
            "serde",
            "serde_ignored",
            "tempfile",
            "thiserror",
            "tokio",
            "toml",
            "tor_cell",
            "tor_dirmgr",
            "tor_hscrypto",
            "tor_hsservice",
            "tor_keymgr",
            "tor_llcrypto",
            "tor_netdoc",
            "tor_proto",
            "tor_protover",
            "tor_rtcompat",
            "tracing",
            "zeroize",
        ],
    },
    Layer {
        module: "cli",
        modules: &["guests", "peer", "server", "service"],
        crates: &["clap", "clap_complete", "serde"],
    },
    Layer {
        module: "config",
        modules: &["chat", "cli", "peer", "server", "service", "timer", "tor"],
        crates: &["serde", "thiserror", "toml"],
    },
    Layer {
        module: "keys",
        modules: &["files"],
        crates: &["tempfile", "thiserror"],
    },
    Layer {
        module: "host",
        modules: &[
            "chat", "clock", "guests", "hub", "lang", "mail", "onion", "peer", "service", "timer",
        ],
        crates: &[
            "bytes",
            "rand",
            "serde",
            "serde_json",
            "thiserror",
            "tokio_util",
        ],
    },
    Layer {
        module: "report",
        modules: &[
            "chat", "cli", "exit", "guests", "host", "journal", "onion", "service", "timer", "tor",
        ],
        crates: &[
            "indicatif",
            "qrcode",
            "serde",
            "serde_json",
            "term_style",
            "textwrap",
            "tracing",
        ],
    },
    Layer {
        module: "console",
        modules: &["guests", "host", "report", "service"],
        crates: &["nix", "rustyline", "strsim"],
    },
    Layer {
        module: "control",
        modules: &["host", "keys"],
        crates: &["nix", "serde", "serde_json", "thiserror", "tokio"],
    },
    Layer {
        module: "notify",
        modules: &["service", "tor"],
        crates: &["sd_notify", "tokio", "tracing"],
    },
    Layer {
        module: "journal",
        modules: &[],
        crates: &["tracing", "tracing_subscriber"],
    },
    Layer {
        module: "manual",
        modules: &["cli"],
        crates: &["clap", "clap_complete", "clap_mangen"],
    },
    Layer {
        module: "exit",
        modules: &["control", "guests", "host", "keys", "tor"],
        crates: &[],
    },
    Layer {
        module: "folders",
        modules: &["config", "control", "keys", "tor"],
        crates: &["directories"],
    },
    Layer {
        module: "app",
        modules: &[
            "chat", "hub", "session", "circuit", "clock", "server", "http", "service", "guests",
            "tor", "config", "host", "keys", "report", "notify", "console", "control", "exit",
            "folders", "timer", "onion", "dial", "mail",
        ],
        crates: &["futures", "rand", "thiserror", "tokio", "tokio_util"],
    },
    Layer {
        module: "manage",
        modules: &[
            "config", "exit", "folders", "guests", "host", "keys", "onion", "report", "service",
            "tor",
        ],
        crates: &["rand", "thiserror"],
    },
    Layer {
        module: "lib",
        modules: &[],
        crates: &[],
    },
    Layer {
        module: "main",
        modules: &[],
        crates: &["nix", "onionchat", "rustls", "tokio", "tracing_subscriber"],
    },
];
