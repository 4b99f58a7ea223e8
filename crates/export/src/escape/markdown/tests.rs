use super::*;
use crate::escape::HOSTILE;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The text that a reader sees, and the markup that appeared.
fn read(source: &str) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut markup = Vec::new();
    for event in Parser::new_ext(source, Options::all()) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak => text.push(' '),
            Event::HardBreak => text.push('\n'),
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            other => markup.push(format!("{other:?}")),
        }
    }
    (text, markup)
}

#[test]
fn inline_text_shows_as_it_was_written() {
    for text in HOSTILE {
        let escaped = markdown_inline(text);
        let (seen, markup) = read(&escaped);
        assert_eq!(markup, Vec::<String>::new(), "{text:?} -> {escaped:?}");
        // Options::all turns straight quotes and dots into typographic ones.
        let plain = |s: &str| {
            s.replace(['“', '”', '"'], "\"")
                .replace(['‘', '’'], "'")
                .replace('…', "...")
        };
        assert_eq!(
            plain(&seen).replace(['–', '—'], "-"),
            plain(&visible_line(text)).replace("---", "-"),
            "{escaped:?}"
        );
        assert!(!escaped.contains(['<', '>', '|', '\n', '@']), "{escaped:?}");
        assert!(
            !escaped.contains("://") && !escaped.contains("www."),
            "no bare link: {escaped:?}"
        );
    }
}

#[test]
fn a_cell_stays_a_cell() {
    for text in HOSTILE {
        let table = format!(
            "| a | b |\n| --- | --- |\n| {} | end |\n",
            markdown_inline(text)
        );
        let cells = Parser::new_ext(&table, Options::ENABLE_TABLES)
            .filter(|event| matches!(event, Event::Start(Tag::TableCell)))
            .count();
        assert_eq!(cells, 4, "{table}");
    }
}

#[test]
fn blocks_keep_lines_and_items_only() {
    for text in HOSTILE {
        let escaped = markdown_block(text);
        for event in Parser::new_ext(
            &escaped,
            Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
        ) {
            let inert = matches!(
                event,
                Event::Text(_)
                    | Event::SoftBreak
                    | Event::HardBreak
                    | Event::Start(Tag::Paragraph | Tag::List(_) | Tag::Item)
                    | Event::End(TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Item)
            );
            assert!(inert, "{text:?} -> {escaped:?}: {event:?}");
        }
    }
    assert_eq!(
        markdown_block("a\nb\n\n\nc\n- d\n- e\nf"),
        "a\\\nb\n\nc\n\n- d\n- e\n\nf"
    );
    assert_eq!(markdown_block("1. <b>\n2. x"), "1. &lt;b&gt;\n2. x");
}

#[test]
fn code_shows_as_it_was_written() {
    for text in HOSTILE {
        let (seen, markup) = read(&markdown_code(text));
        assert_eq!((seen, markup), (visible_line(text), Vec::new()));
    }
    assert_eq!(markdown_code(""), "");
}

#[test]
fn only_web_and_mail_addresses_are_links() {
    assert_eq!(
        markdown_link("Board", "https://x.example/a?b=1&c=(2)"),
        "[Board](<https://x.example/a?b=1&amp;c=%282%29>)"
    );
    assert_eq!(
        markdown_link("a@b.c", "mailto:a@b.c"),
        "[a&#64;b.c](<mailto:a@b.c>)"
    );
    for target in [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " data:text/html,x",
        "//evil",
        "file:///etc/passwd",
        "java\nscript:x",
    ] {
        let written = markdown_link("x", target);
        let links = Parser::new_ext(&written, Options::all())
            .filter(|e| matches!(e, Event::Start(Tag::Link { .. })))
            .count();
        assert_eq!(links, 0, "{written}");
    }
    for text in HOSTILE {
        let written = markdown_link(text, &format!("https://x.example/{text}"));
        let mut links = 0;
        for event in Parser::new(&written) {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert!(dest_url.starts_with("https://x.example/"));
                    links += 1;
                }
                Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Image { .. }) => {
                    panic!("{written}")
                }
                _ => {}
            }
        }
        assert_eq!(links, 1, "{written}");
    }
}
