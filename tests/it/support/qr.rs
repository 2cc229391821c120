//! What a camera reads from a terminal.

/// Dots a module, and of dark around the whole, as cameras see it.
const SCALE: usize = 4;

/// The texts of the QR codes on a dark terminal, from the top. Each character shows two modules, of which the
/// light ones are drawn; letters beside a code are dark enough.
pub fn scanned(screen: &str) -> Vec<String> {
    let rows: Vec<Vec<bool>> = screen
        .lines()
        .flat_map(|line| {
            let half = |lit: [char; 2]| line.chars().map(|c| lit.contains(&c)).collect();
            [half(['█', '▀']), half(['█', '▄'])]
        })
        .collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let is_lit = |x: usize, y: usize| {
        let row = y.checked_sub(1).and_then(|y| rows.get(y));
        let module = x.checked_sub(1).and_then(|x| row?.get(x));
        module.copied().unwrap_or(false)
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(
        (columns + 2) * SCALE,
        (rows.len() + 2) * SCALE,
        |x, y| if is_lit(x / SCALE, y / SCALE) { 255 } else { 0 },
    );
    let mut codes = image.detect_grids();
    codes.sort_by_key(|code| code.bounds[0].y);
    let text = |code: &rqrr::Grid<_>| code.decode().expect("a code that can be read").1;
    codes.iter().map(text).collect()
}
