//! The layers of the program: who may name whom.

/// What a module may name: other modules of the crate, and crates that not every module may name.
pub struct Layer {
    pub module: &'static str,
    pub modules: &'static [&'static str],
    pub crates: &'static [&'static str],
}

/// The layers, in the order of the crate documentation.
pub const LAYERS: [Layer; 21] = [
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
        module: "clock",
        modules: &["chat"],
        crates: &["rand"],
    },
    Layer {
        module: "server",
        modules: &["circuit"],
        crates: &["thiserror", "tokio", "tokio_util"],
    },
    Layer {
        module: "http",
        modules: &[
            "chat", "lang", "hub", "session", "circuit", "clock", "server",
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
        crates: &["thiserror"],
    },
    Layer {
        module: "tor",
        modules: &["circuit", "clock", "server", "service"],
        crates: &[
            "arti_client",
            "fs_mistrust",
            "futures",
            "rand",
            "safelog",
            "serde",
            "serde_ignored",
            "thiserror",
            "tokio",
            "toml",
            "tor_cell",
            "tor_hscrypto",
            "tor_hsservice",
            "tor_keymgr",
            "tor_llcrypto",
            "tor_proto",
            "tor_rtcompat",
            "tracing",
        ],
    },
    Layer {
        module: "cli",
        modules: &["server", "service"],
        crates: &["clap", "serde"],
    },
    Layer {
        module: "config",
        modules: &["chat", "cli", "server", "service"],
        crates: &["serde", "thiserror", "toml"],
    },
    Layer {
        module: "keys",
        modules: &[],
        crates: &["tempfile", "thiserror"],
    },
    Layer {
        module: "host",
        modules: &["chat", "clock", "hub", "lang", "service"],
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
        modules: &["chat", "cli", "host", "service", "tor"],
        crates: &["indicatif", "qrcode", "serde", "serde_json"],
    },
    Layer {
        module: "console",
        modules: &["host", "report"],
        crates: &["nix", "rustyline", "strsim"],
    },
    Layer {
        module: "control",
        modules: &["host", "keys"],
        crates: &["nix", "serde", "serde_json", "thiserror", "tokio"],
    },
    Layer {
        module: "exit",
        modules: &[],
        crates: &[],
    },
    Layer {
        module: "app",
        modules: &[
            "chat", "hub", "session", "circuit", "clock", "server", "http", "tor", "config",
            "host", "keys", "report", "console", "control", "exit",
        ],
        crates: &[
            "directories",
            "futures",
            "rand",
            "thiserror",
            "tokio",
            "tokio_util",
        ],
    },
    Layer {
        module: "lib",
        modules: &[],
        crates: &[],
    },
    Layer {
        module: "main",
        modules: &[],
        crates: &["clap", "onionchat", "rustls", "tokio", "tracing_subscriber"],
    },
];
