//! The README of a template: what it is, when to use it and when not, what to change first.

use serde::Serialize;

/// What a template's README says, as plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
pub struct TemplateReadme {
    /// The title.
    pub title: String,
    /// What it is, a paragraph each.
    pub about: Vec<String>,
    /// When to use it, and when not.
    pub when: String,
    /// What to change first.
    pub change_first: String,
}

/// Where the advice begins.
const WHEN: &str = "Use it ";
const CHANGE_FIRST: &str = "Change first: ";

impl TemplateReadme {
    /// Reads the Markdown: a title, paragraphs, and one that begins with "Use it" and ends with "Change first:".
    pub fn parse(text: &str) -> Self {
        let mut readme = Self::default();
        for paragraph in text.split("\n\n") {
            let joined = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
            let plain = joined.replace(['`', '*'], "");
            if let Some(title) = plain.strip_prefix("# ") {
                title.clone_into(&mut readme.title);
            } else if plain.starts_with(WHEN) {
                let (when, change_first) = plain.split_once(CHANGE_FIRST).unwrap_or((&plain, ""));
                when.trim_end().clone_into(&mut readme.when);
                readme.change_first = capitalised(change_first);
            } else if !plain.is_empty() {
                readme.about.push(plain);
            }
        }
        readme
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_readme_is_read_by_its_paragraphs() {
        let text = "# Desk\n\nWhat it\nis.\n\nMore.\n\nUse it where `x` is. Do not, see *Chain*. Change first: the fields.\n";
        assert_eq!(
            TemplateReadme::parse(text),
            TemplateReadme {
                title: "Desk".to_owned(),
                about: vec!["What it is.".to_owned(), "More.".to_owned()],
                when: "Use it where x is. Do not, see Chain.".to_owned(),
                change_first: "The fields.".to_owned(),
            }
        );
        assert_eq!(TemplateReadme::parse(""), TemplateReadme::default());
    }
}
