//! JSON pointers, plain and as fragments of an address.

/// Appends a segment.
pub(super) fn push(pointer: &mut String, segment: &str) {
    pointer.push('/');
    for character in segment.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// A segment without its escapes.
pub(super) fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// A fragment without percent escapes; `None` if they hold no UTF-8.
pub(super) fn decoded(fragment: &str) -> Option<String> {
    if !fragment.contains('%') {
        return Some(fragment.to_owned());
    }
    let bytes = fragment.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let escaped = (bytes[index] == b'%')
            .then(|| fragment.get(index + 1..index + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(escaped.unwrap_or(bytes[index]));
        index += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_and_fragments_are_escaped_and_back() {
        let mut pointer = String::new();
        push(&mut pointer, "a/b");
        push(&mut pointer, "m~n");
        assert_eq!(pointer, "/a~1b/m~0n");
        assert_eq!(unescaped("a~1b"), "a/b");
        assert_eq!(unescaped("m~0n"), "m~n");
        assert_eq!(unescaped("~01"), "~1");
        assert_eq!(decoded("/%C3%A4%25"), Some("/ä%".to_owned()));
        assert_eq!(decoded("/%"), Some("/%".to_owned()));
        assert_eq!(decoded("/%FF"), None);
    }
}
