//! User-written text made inert, once for every language that exports are written in.
//!
//! What cannot be seen, or changes how other text is seen, is shown as `⟨U+202E⟩` in all of them.

mod dot;
mod markdown;
mod mermaid;
mod visible;
mod xml;

pub use dot::dot;
pub use markdown::{markdown_block, markdown_code, markdown_inline, markdown_link};
pub use mermaid::mermaid;
pub use visible::{visible, visible_line};
pub use xml::xml;

/// Texts that have broken out of something somewhere; every language is tested against all of them.
#[cfg(test)]
pub(crate) const HOSTILE: [&str; 24] = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</text><script>alert(1)</script>",
    "]]><foreignObject>",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "<https://evil.example>",
    "https://evil.example www.evil.example a@evil.example",
    "[x]: https://evil.example",
    "a | b | c",
    "`code` ``two`` ```three",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "first\n\n# second\n---\n| a |\n<b>",
    "~~gone~~ **bold** _it_ $math$",
    "\"]; click n0 \"javascript:alert(1)\"; x[\"",
    "end\nsubgraph x\nstyle n0 fill:red",
    "%%{init: {\"securityLevel\": \"loose\"}}%%",
    "#quot; &lt;b&gt; &#60;b&#62; &amp;",
    "abc\u{202e}dcb\u{2066}x\u{200b}y\u{feff}",
    "nul\u{0}bell\u{7}esc\u{1b}[31m\u{85}\u{2028}x",
    "\\\\\" \\N \\G {{ 7 * 7 }} {% raw %} ${x}",
];
