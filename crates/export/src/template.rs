//! Markdown from templates. Every value is escaped unless a filter has made it safe.

use crate::escape::{markdown_block, markdown_code, markdown_inline, markdown_link};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior};
use serde::Serialize;

/// The filled template: blank lines never double, one line feed at the end.
///
/// Templates are part of the program and only use what their view has; should one fail all the same, its text says so.
pub(crate) fn render(template: &str, view: &impl Serialize) -> String {
    let text = environment()
        .render_str(template, Serde(view))
        .unwrap_or_else(|error| {
            format!(
                "This file could not be made: {}.\n",
                markdown_inline(&error.to_string())
            )
        });
    tidy(&text)
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    environment.set_formatter(escaped);
    let safe = |text: String| Value::from_safe_string(text);
    environment.add_filter("code", move |text: String| safe(markdown_code(&text)));
    environment.add_filter("block", move |text: String| safe(markdown_block(&text)));
    environment.add_filter("link", move |text: String, target: String| {
        safe(markdown_link(&text, &target))
    });
    environment
}

fn escaped(
    out: &mut Output<'_>,
    _: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), minijinja::Error> {
    if value.is_none() || value.is_undefined() {
        return Ok(());
    }
    let text = value.to_string();
    let written = if value.is_safe() {
        out.write_str(&text)
    } else {
        out.write_str(&markdown_inline(&text))
    };
    written.map_err(minijinja::Error::from)
}

fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            if !blank {
                out.push('\n');
            }
            blank = true;
        } else {
            out.push_str(line);
            out.push('\n');
            blank = false;
        }
    }
    let end = out.trim_end_matches('\n').len();
    out.truncate(end);
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_escaped_and_templates_are_not_run_twice() {
        let text = render(
            "**{{ a }}** {{ a|code }} {{ b|link(b) }}",
            &json!({"a": "<b>{{ 7 }}|", "b": "javascript:x"}),
        );
        assert_eq!(
            text,
            "**&lt;b&gt;\\{\\{ 7 \\}\\}&#124;** `<b>{{ 7 }}|` javascript&#58;x\n"
        );
    }

    #[test]
    fn blank_lines_do_not_pile_up() {
        assert_eq!(render("a\n\n\n\nb  \n\n", &json!({})), "a\n\nb\n");
    }
}
