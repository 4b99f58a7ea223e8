//! An SVG as pixels, the same bytes on every machine.
//!
//! Fonts of the system would make them differ, so none is looked at: the letters are Inter and `DejaVu` Sans Mono, cut down to Latin, Greek and
//! Cyrillic, out of this crate (`fonts/`, with their licences). What they do not have is not drawn, which [`covers`] tells beforehand.

use resvg::{tiny_skia, usvg};

const INTER: &[u8] = include_bytes!("fonts/inter-regular.otf");
const INTER_SEMIBOLD: &[u8] = include_bytes!("fonts/inter-semibold.otf");
const MONO: &[u8] = include_bytes!("fonts/dejavu-sans-mono.ttf");

/// Pixels a drawing unit.
const SCALE: f32 = 2.0;
/// Longest side, in pixels.
const MOST_SIDE: f32 = 16_384.0;
/// Most pixels in all: about 60 MB of memory while it is drawn.
const MOST_PIXELS: f32 = 16_000_000.0;

/// A PNG, smaller where the picture would grow too large; the error says what failed.
pub(super) fn of(svg: &str) -> Result<Vec<u8>, String> {
    let mut options = usvg::Options::default();
    for font in [INTER, INTER_SEMIBOLD, MONO] {
        options.fontdb_mut().load_font_data(font.to_vec());
    }
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = SCALE
        .min(MOST_SIDE / width.max(height))
        .min((MOST_PIXELS / (width * height)).sqrt());
    let pixels = |units: f32| (units * scale).ceil().max(1.0) as u32;
    let mut image =
        tiny_skia::Pixmap::new(pixels(width), pixels(height)).ok_or("the picture has no size")?;
    resvg::render(
        &tree,
        tiny_skia::Transform::from_scale(scale, scale),
        &mut image.as_mut(),
    );
    image.encode_png().map_err(|error| error.to_string())
}

/// Whether the fonts have a letter.
pub(super) fn covers(letter: char) -> bool {
    matches!(letter,
        '\u{20}'..='\u{7e}' | '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{45f}' | '\u{1e00}'..='\u{1eff}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203a}' | '\u{20ac}' | '\u{2122}' | '\u{2190}'..='\u{2194}' | '\u{2212}'
        | '\u{2248}' | '\u{2260}' | '\u{2264}' | '\u{2265}' | '\u{27e8}' | '\u{27e9}')
}
