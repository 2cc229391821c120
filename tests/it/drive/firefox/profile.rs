//! The preferences that a test's Firefox starts with.

use std::fmt::Write;
use std::net::SocketAddr;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::Level;

/// A port on which nothing listens: what is not on loopback ends there.
const NOWHERE: u16 = 9;

/// Makes a profile.
pub fn create(level: Level, proxy: Option<SocketAddr>) -> TempDir {
    let profile = tempfile::Builder::new()
        .prefix("onionchat-firefox-")
        .tempdir()
        .expect("a temporary folder");
    let mut lines = String::new();
    let all = [tor_browser(), quiet(), through(proxy), at(level)];
    for (name, value) in all.into_iter().flatten() {
        writeln!(lines, "user_pref(\"{name}\", {value});").expect("a string takes a line");
    }
    std::fs::write(profile.path().join("user.js"), lines).expect("the profile takes a file");
    profile
}

/// A preference.
type Preference = (&'static str, Value);

/// What makes Firefox behave as Tor Browser does.
fn tor_browser() -> Vec<Preference> {
    vec![
        ("privacy.resistFingerprinting", json!(true)),
        ("privacy.firstparty.isolate", json!(true)),
        ("network.cookie.cookieBehavior", json!(1)),
        ("browser.privatebrowsing.autostart", json!(true)),
        // An onion, and loopback below, are the addresses to which HTTPS is not forced.
        ("dom.security.https_only_mode", json!(true)),
        ("dom.security.https_only_mode.upgrade_onion", json!(false)),
        ("dom.security.https_only_mode.upgrade_local", json!(false)),
        ("dom.securecontext.allowlist_onions", json!(true)),
        ("network.http.referer.hideOnionSource", json!(true)),
        ("network.dns.blockDotOnion", json!(false)),
        (
            "network.http.max-persistent-connections-per-proxy",
            json!(256),
        ),
        ("network.dns.disablePrefetch", json!(true)),
        ("network.prefetch-next", json!(false)),
        ("network.predictor.enabled", json!(false)),
        ("network.http.speculative-parallel-limit", json!(0)),
        ("browser.urlbar.speculativeConnect.enabled", json!(false)),
        ("browser.cache.disk.enable", json!(false)),
        ("browser.sessionstore.privacy_level", json!(2)),
        ("media.peerconnection.enabled", json!(false)),
        ("network.trr.mode", json!(5)),
        ("network.proxy.socks_remote_dns", json!(true)),
        ("network.proxy.socks_version", json!(5)),
        ("network.proxy.failover_direct", json!(false)),
        ("intl.locale.requested", json!("en-US")),
        ("javascript.use_us_english_locale", json!(true)),
    ]
}

/// What keeps it from doing anything that no test asked for, beside what the remote control sees to.
fn quiet() -> Vec<Preference> {
    vec![
        ("marionette.port", json!(0)),
        ("browser.startup.page", json!(0)),
        ("browser.startup.homepage", json!("about:blank")),
        ("browser.startup.homepage_override.mstone", json!("ignore")),
        ("browser.newtabpage.enabled", json!(false)),
        ("startup.homepage_welcome_url", json!("")),
        ("startup.homepage_welcome_url.additional", json!("")),
        ("browser.aboutwelcome.enabled", json!(false)),
        ("browser.shell.checkDefaultBrowser", json!(false)),
        ("browser.tabs.firefox-view", json!(false)),
        ("trailhead.firstrun.didSeeAboutWelcome", json!(true)),
        ("termsofuse.bypassNotification", json!(true)),
        ("datareporting.policy.firstRunURL", json!("")),
        ("datareporting.policy.dataSubmissionEnabled", json!(false)),
        ("datareporting.healthreport.uploadEnabled", json!(false)),
        ("toolkit.telemetry.enabled", json!(false)),
        ("toolkit.telemetry.unified", json!(false)),
        ("toolkit.telemetry.server", json!("")),
        ("app.normandy.enabled", json!(false)),
        ("app.shield.optoutstudies.enabled", json!(false)),
        ("app.update.enabled", json!(false)),
        ("browser.search.update", json!(false)),
        ("extensions.update.enabled", json!(false)),
        ("extensions.getAddons.cache.enabled", json!(false)),
        ("extensions.blocklist.enabled", json!(false)),
        ("media.gmp-manager.updateEnabled", json!(false)),
        ("media.gmp-manager.url", json!("")),
        ("network.captive-portal-service.enabled", json!(false)),
        ("network.connectivity-service.enabled", json!(false)),
        (
            "services.settings.server",
            json!("data:,#remote-settings-dummy/v1"),
        ),
        ("security.OCSP.enabled", json!(0)),
        (
            "security.remote_settings.crlite_filters.enabled",
            json!(false),
        ),
        ("browser.safebrowsing.malware.enabled", json!(false)),
        ("browser.safebrowsing.phishing.enabled", json!(false)),
        ("browser.safebrowsing.downloads.enabled", json!(false)),
        ("browser.region.update.enabled", json!(false)),
        ("browser.topsites.contile.enabled", json!(false)),
        ("geo.enabled", json!(false)),
        ("dom.push.enabled", json!(false)),
        ("identity.fxaccounts.enabled", json!(false)),
        ("signon.rememberSignons", json!(false)),
        ("browser.translations.enable", json!(false)),
        ("browser.ml.enable", json!(false)),
    ]
}

/// The way out.
fn through(proxy: Option<SocketAddr>) -> Vec<Preference> {
    let host = proxy.map_or("127.0.0.1".to_owned(), |proxy| proxy.ip().to_string());
    let port = proxy.map_or(NOWHERE, |proxy| proxy.port());
    vec![
        ("network.proxy.type", json!(1)),
        ("network.proxy.socks", json!(host)),
        ("network.proxy.socks_port", json!(port)),
        ("network.proxy.no_proxies_on", json!("")),
        ("network.proxy.allow_hijacking_localhost", json!(false)),
    ]
}

/// What a security level takes away.
fn at(level: Level) -> Vec<Preference> {
    match level {
        Level::Standard => Vec::new(),
        Level::Safest => vec![
            ("javascript.enabled", json!(false)),
            ("svg.disabled", json!(true)),
            ("mathml.disabled", json!(true)),
            ("gfx.font_rendering.graphite.enabled", json!(false)),
            ("gfx.font_rendering.opentype_svg.enabled", json!(false)),
            ("media.webaudio.enabled", json!(false)),
        ],
    }
}
