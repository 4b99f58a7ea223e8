//! What was probably meant by a word that is not known.

/// The word with the fewest edits from the one that was written, if they are few; of ten thousand at most.
pub fn nearest<'a>(words: impl Iterator<Item = &'a str>, wanted: &str) -> Option<String> {
    words
        .take(10_000)
        .map(|word| (distance(word, wanted), word))
        .min()
        .filter(|(edits, _)| *edits <= wanted.chars().count() / 3 + 1)
        .map(|(_, word)| word.to_owned())
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let change = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_guessed_and_other_words_are_not() {
        assert_eq!(
            nearest(["billing", "triage"].into_iter(), "triaje").as_deref(),
            Some("triage")
        );
        assert_eq!(nearest(["billing"].into_iter(), "triage"), None);
    }
}
