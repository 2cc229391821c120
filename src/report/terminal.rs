//! What is written where: stdout and stderr, the spinner, QR codes.

use std::{
    io::{self, Write as _},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use qrcode::{QrCode, render::unicode};

/// How often the spinner turns: often enough to show life, rarely enough to cost nothing.
const SPIN: Duration = Duration::from_millis(120);

/// Writes a line to stdout. Where nobody reads it, the room goes on all the same.
pub fn print(line: &str) {
    let mut stdout = io::stdout().lock();
    let _ = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
}

/// Writes a line to stderr.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A spinner with a line of text.
pub(super) fn spinner() -> ProgressBar {
    let spinner = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
        spinner.set_style(style);
    }
    spinner.enable_steady_tick(SPIN);
    spinner
}

/// An address as a QR code for a terminal, two modules a character. The light modules are the ones
/// drawn, because most terminals are dark.
pub(super) fn qr(url: &str) -> Option<String> {
    // Onion addresses are the same in capitals, which the code holds in less space.
    let code = QrCode::new(url.to_ascii_uppercase()).ok()?;
    let (light, dark) = (unicode::Dense1x2::Dark, unicode::Dense1x2::Light);
    Some(
        code.render::<unicode::Dense1x2>()
            .dark_color(dark)
            .light_color(light)
            .build(),
    )
}
