//! Summary templates: words, and fields of the payload in double braces.
//!
//! `{{ payload.amount.value }}`, `{{ payload["ship-to"].zip }}`, `{{ payload.lines[0].sku }}` and the JSON pointer `{{ /amount/value }}` stand for what the
//! payload holds there; `| length` counts, `| json` writes it as JSON. Nothing else is done: there are no conditions, no loops, no calls, and
//! what a payload holds is never read as a template.

/// Longest template that is read, in bytes; the rest is cut.
const LONGEST: usize = 20_000;
/// Most pieces of a template.
const MOST_PIECES: usize = 1_000;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    Field(Field),
    /// Something in braces that names no field, with the reason.
    Broken(&'t str, String),
}

/// A field of the payload; no steps stand for the payload as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Names and places in lists, from the outside.
    pub steps: Vec<String>,
    pub filter: Option<Filter>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filter {
    Length,
    Json,
}

impl Field {
    /// As a JSON pointer.
    pub fn pointer(&self) -> String {
        let escaped = self
            .steps
            .iter()
            .map(|step| step.replace('~', "~0").replace('/', "~1"));
        escaped.flat_map(|step| ["/".to_owned(), step]).collect()
    }
}

/// Reads a template, whatever is in it.
pub(super) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut end = template.len().min(LONGEST);
    while !template.is_char_boundary(end) {
        end -= 1;
    }
    let mut rest = &template[..end];
    let mut pieces = Vec::new();
    while let Some(open) = rest.find("{{") {
        if pieces.len() >= MOST_PIECES {
            break;
        }
        let (text, from) = rest.split_at(open);
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        let Some(close) = close(from) else {
            pieces.push(Piece::Broken(from, "the braces are not closed".to_owned()));
            return pieces;
        };
        let (inside, after) = (&from[2..close], &from[close + 2..]);
        pieces.push(match field(inside) {
            Ok(field) => Piece::Field(field),
            Err(why) => Piece::Broken(&from[..close + 2], why),
        });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Where the braces close that a text begins with; braces in quotes do not count.
fn close(from: &str) -> Option<usize> {
    let bytes = from.as_bytes();
    let (mut at, mut quote) = (2, None);
    while at + 1 < bytes.len() {
        match (quote, bytes[at]) {
            (None, b'}') if bytes[at + 1] == b'}' => return Some(at),
            (None, sign @ (b'"' | b'\'')) => quote = Some(sign),
            (Some(_), b'\\') => at += 1,
            (Some(open), sign) if open == sign => quote = None,
            _ => {}
        }
        at += 1;
    }
    // A lone quote is no reason to swallow the rest.
    from[2..].find("}}").map(|at| at + 2)
}

fn field(inside: &str) -> Result<Field, String> {
    let inside = inside.trim_matches(|c: char| c == '-' || c.is_whitespace());
    let mut parts = inside.splitn(2, '|').map(str::trim);
    let path = parts.next().unwrap_or_default();
    let filter = match parts.next() {
        None => None,
        Some("length" | "count") => Some(Filter::Length),
        Some("json" | "tojson") => Some(Filter::Json),
        Some(other) => {
            return Err(format!(
                "there is no `{other}`; `length` and `json` are known"
            ));
        }
    };
    let steps = if let Some(pointer) = path.strip_prefix('/') {
        pointer
            .split('/')
            .map(|step| step.replace("~1", "/").replace("~0", "~"))
            .collect()
    } else {
        let rest = path
            .strip_prefix("payload")
            .ok_or("a field begins with `payload.` or `/`")?;
        steps(rest)?
    };
    Ok(Field { steps, filter })
}

/// What follows `payload`: `.name`, `["any name"]` and `[0]`, in any order.
fn steps(mut rest: &str) -> Result<Vec<String>, String> {
    let wrong = || "this is no way to a field".to_owned();
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(named) = rest.strip_prefix('.') {
            let end = named
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(named.len());
            if end == 0 {
                return Err(wrong());
            }
            steps.push(named[..end].to_owned());
            rest = &named[end..];
            continue;
        }
        let inner = rest.strip_prefix('[').ok_or_else(wrong)?;
        let mut values = serde_json::Deserializer::from_str(inner).into_iter();
        match values.next() {
            Some(Ok(serde_json::Value::String(name))) => steps.push(name),
            Some(Ok(serde_json::Value::Number(place))) if place.is_u64() => {
                steps.push(place.to_string());
            }
            _ => return Err(wrong()),
        }
        let after = inner[values.byte_offset()..].trim_start();
        rest = after.strip_prefix(']').ok_or_else(wrong)?;
    }
    Ok(steps)
}

/// How a template names the field at a JSON pointer; empty for a place in a list.
pub(super) fn placeholder(pointer: &str) -> String {
    let mut path = "payload".to_owned();
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        if step == "*" {
            return String::new();
        }
        let is_word = step.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && step.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if is_word {
            path.push('.');
            path.push_str(&step);
        } else {
            path.push('[');
            path.push_str(&serde_json::Value::from(step).to_string());
            path.push(']');
        }
    }
    format!("{{{{ {path} }}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(template: &str) -> String {
        let words = pieces(template).into_iter().map(|piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Field(field) => format!("<{}{:?}>", field.pointer(), field.filter)
                .replace("None", "")
                .replace("Some", ""),
            Piece::Broken(source, why) => format!("!{source}: {why}!"),
        });
        words.collect()
    }

    #[test]
    fn fields_are_named_by_path_or_pointer() {
        for (template, expected) in [
            ("", ""),
            ("no field", "no field"),
            ("{{payload.a_b}}, {{- payload.a.b -}}.", "</a_b>, </a/b>."),
            (r#"{{ payload["ship-to"]["a/b"].c }}"#, "</ship-to/a~1b/c>"),
            (r#"{{ payload["}}"].c }}"#, "</}}/c>"),
            ("{{ payload.lines[0].sku }}", "</lines/0/sku>"),
            ("{{ /lines/0/a~1b }}", "</lines/0/a~1b>"),
            ("{{ payload.lines | length }}", "</lines(Length)>"),
            ("{{ payload | tojson }}", "<(Json)>"),
            ("{ {x} } {% if a %}", "{ {x} } {% if a %}"),
        ] {
            assert_eq!(read(template), expected, "{template}");
        }
    }

    #[test]
    fn what_is_no_field_says_why_and_spoils_nothing_else() {
        for (template, expected) in [
            ("a {{ b", "a !{{ b: the braces are not closed!"),
            ("{{}}x", "!{{}}: a field begins with `payload.` or `/`!x"),
            (
                "{{ system('rm') }} {{ payload.a }}",
                "!{{ system('rm') }}: a field begins with `payload.` or `/`! </a>",
            ),
            (
                "{{ payload.a() }}",
                "!{{ payload.a() }}: this is no way to a field!",
            ),
            (
                "{{ payload..a }}",
                "!{{ payload..a }}: this is no way to a field!",
            ),
            (
                "{{ payload[-1] }}",
                "!{{ payload[-1] }}: this is no way to a field!",
            ),
            (
                "{{ payload[\"a }}b",
                "!{{ payload[\"a }}: this is no way to a field!b",
            ),
            (
                "{{ payload.a | eval }}",
                "!{{ payload.a | eval }}: there is no `eval`; `length` and `json` are known!",
            ),
        ] {
            assert_eq!(read(template), expected, "{template}");
        }
        let deep = format!("{{{{ payload{} }}}}", "[".repeat(5_000));
        assert!(matches!(pieces(&deep).as_slice(), [Piece::Broken(..)]));
        assert!(pieces(&"{{ payload.a }}".repeat(10_000)).len() <= MOST_PIECES + 1);
        assert!(!pieces(&"é".repeat(LONGEST)).is_empty());
    }

    #[test]
    fn a_placeholder_is_read_as_the_field_that_it_names() {
        for pointer in [
            "/order_id",
            "/amount/value",
            "/ship-to/zip code",
            "/a~1b/~0",
            "/q\"\\}}",
        ] {
            assert_eq!(read(&placeholder(pointer)), format!("<{pointer}>"));
        }
        assert_eq!(placeholder("/lines/*/sku"), "");
    }
}
