//! A source becomes a syntax tree, within limits.

use crate::error::ImportError;
use crate::source::Source;
use std::ops::ControlFlow;
use tree_sitter::{ParseOptions, ParseState, Parser, Point, Tree};

/// Larger sources are not read.
const LARGEST: usize = 2 << 20;
/// Deepest nesting of brackets.
const NESTED: usize = 300;
/// Most signs of one expression, in a row without a comma, a semicolon or a brace.
const SIGNS: usize = 20_000;
/// How often the parser may ask whether to go on, for every 64 bytes; each time it did a hundred steps. Dense code needs 4.
const PARSING: usize = 16;

/// Parses a source.
pub(super) fn parse(source: &Source<'_>, text: &str) -> Result<Tree, ImportError> {
    let wrong = |place: String, message: &str| {
        source.wrong(
            place,
            message,
            "import the files that make the agents, one by one",
        )
    };
    if text.len() > LARGEST {
        return Err(wrong(
            String::new(),
            "the source has more than 2 MB; that is the limit",
        ));
    }
    if let Some((line, what)) = nested_at(text) {
        return Err(wrong(
            format!("line {line}"),
            &format!("{what}; that is the limit"),
        ));
    }
    let mut left = (text.len() / 64 + 64) * PARSING;
    let mut progress = |_: &ParseState| {
        left = left.saturating_sub(1);
        if left == 0 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let bytes = text.as_bytes();
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into())
        .ok()
        .and_then(|()| {
            parser.parse_with_options(
                &mut |at: usize, _: Point| bytes.get(at..).unwrap_or_default(),
                None,
                Some(ParseOptions::new().progress_callback(&mut progress)),
            )
        })
        .ok_or_else(|| {
            wrong(
                String::new(),
                "the source can be understood in too many ways to be parsed",
            )
        })
}

/// Where the source is nested too deep to be parsed soon, told without parsing it. Angles are brackets of types until another
/// sign ends them.
fn nested_at(text: &str) -> Option<(usize, String)> {
    let (mut depth, mut angles, mut signs): (usize, usize, usize) = (0, 0, 0);
    let mut line = 1;
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'<' => angles += 1,
            b'>' => angles = angles.saturating_sub(1),
            b'\n' => line += 1,
            _ => {}
        }
        match byte {
            b';' | b'{' | b'}' | b',' => signs = 0,
            b'(' | b'?' | b':' | b'!' | b'+' | b'=' | b'<' | b'&' | b'|' => signs += 1,
            _ => {}
        }
        if matches!(byte, b';' | b'(' | b')' | b'{' | b'}' | b'=') {
            angles = 0;
        }
        if depth > NESTED || angles > NESTED {
            let what = format!("brackets are nested deeper than {NESTED} levels");
            return Some((line, what));
        }
        if signs > SIGNS {
            return Some((line, format!("one expression has more than {SIGNS} signs")));
        }
    }
    None
}
