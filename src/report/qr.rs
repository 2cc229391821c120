//! QR codes for a terminal.

use qrcode::{EcLevel, QrCode, render::unicode};

/// A text that letters of either case spell alike, as a QR code, two modules a character. The light modules
/// are the ones drawn, because most terminals are dark. A screen is clean, so the least redundancy will do,
/// and an address fits into 40 columns.
pub(super) fn qr(text: &str) -> Option<String> {
    // The code holds capitals in less space.
    let code = QrCode::with_error_correction_level(text.to_ascii_uppercase(), EcLevel::L).ok()?;
    let (light, dark) = (unicode::Dense1x2::Dark, unicode::Dense1x2::Light);
    Some(
        code.render::<unicode::Dense1x2>()
            .dark_color(dark)
            .light_color(light)
            .build(),
    )
}

/// How many columns a code takes.
pub(super) fn columns(code: &str) -> usize {
    code.lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a camera sees of a code on a dark terminal.
    fn scanned(code: &str) -> String {
        /// Dots a module, and of dark around the whole, as cameras see it.
        const SCALE: usize = 4;
        let rows: Vec<Vec<bool>> = code
            .lines()
            .flat_map(|line| {
                let half = |lit: [char; 2]| line.chars().map(|c| lit.contains(&c)).collect();
                [half(['█', '▀']), half(['█', '▄'])]
            })
            .collect();
        let (width, height) = (columns(code), rows.len());
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(
            (width + 2) * SCALE,
            (height + 2) * SCALE,
            |x, y| {
                let (x, y) = (x / SCALE, y / SCALE);
                let lit =
                    x > 0 && y > 0 && rows.get(y - 1).and_then(|row| row.get(x - 1)) == Some(&true);
                if lit { 255 } else { 0 }
            },
        );
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1, "one code is found");
        grids[0].decode().unwrap().1
    }

    /// The code of an address fits into a narrow terminal, and a camera reads the address from it.
    #[test]
    fn an_address_can_be_scanned() {
        let url = format!(
            "http://{}.onion",
            "abcdefghijklmnopqrstuvwxyz234567".repeat(2)[..56].to_owned()
        );
        let code = qr(&url).unwrap();
        assert!(columns(&code) <= 40, "{} columns", columns(&code));
        assert_eq!(scanned(&code), url.to_ascii_uppercase());
    }
}
