//! How wide text is, without a font at hand: a mean advance for each sort of letter, a little above that of common faces.

/// Longest text that is measured, in characters.
const MOST_CHARACTERS: usize = 400;

/// Width of a line in a proportional face, in drawing units.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// Width of a line in a monospaced face.
pub(super) fn mono_width(text: &str, size: f64) -> f64 {
    text.chars()
        .map(|letter| if is_wide(letter) { 1.2 } else { 0.6 })
        .sum::<f64>()
        * size
}

/// The text, or as much of its start as fits, with an ellipsis.
pub(super) fn fit(text: &str, room: f64, measure: impl Fn(&str) -> f64) -> String {
    // No room holds more; whoever writes a book into a label does not make drawing slow.
    let longest = text.char_indices().nth(MOST_CHARACTERS).map(|(end, _)| end);
    let is_whole = longest.is_none();
    let text = &text[..longest.unwrap_or(text.len())];
    if is_whole && measure(text) <= room {
        return text.to_owned();
    }
    let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    while let Some(end) = ends.pop() {
        let shorter = format!("{}…", text[..end].trim_end());
        if measure(&shorter) <= room {
            return shorter;
        }
    }
    "…".to_owned()
}

fn advance(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.27,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | ' ' | '-' | '/' | 'I' | '·' => 0.37,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.88,
        wide if is_wide(wide) => 1.05,
        capital if capital.is_uppercase() => 0.67,
        _ => 0.565,
    }
}

/// East Asian letters and pictographs.
fn is_wide(letter: char) -> bool {
    matches!(u32::from(letter), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0x1f300..=0x1faff | 0x20000..=0x3fffd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_to_its_room() {
        let measure = |text: &str| width(text, 13.0);
        assert_eq!(fit("Refunds", 100.0, measure), "Refunds");
        let cut = fit(&"Refunds and more ".repeat(10), 100.0, measure);
        assert!(cut.ends_with('…') && measure(&cut) <= 100.0);
        assert_eq!(fit("退款退款退款退款", 60.0, measure), "退款退…");
        assert_eq!(fit("abc", 0.0, measure), "…");
        assert!(fit(&"x".repeat(1 << 20), 1e9, measure).chars().count() <= MOST_CHARACTERS + 1);
    }
}
