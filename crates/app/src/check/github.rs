//! Findings as workflow commands of GitHub Actions, which shows them as annotations.

use super::run::CheckReport;
use super::shown_path;
use baton_rules::{Finding, Severity};
use std::fmt::Write;

/// One line a finding, the gravest first, and one for everything that is wrong with the user's own rules and with settings; silenced ones are
/// left out. `registry` is where the registry is, as for SARIF. Nothing in a name can begin a command of its own: line ends and the
/// command's marks are escaped as the runner reads them, and no other control character goes through.
pub fn github(report: &CheckReport, registry: &str) -> String {
    let place = shown_path(registry);
    let file = report
        .custom
        .file
        .as_deref()
        .map(shown_path)
        .unwrap_or_default();
    let wrong = report.custom.problems.iter().map(|problem| {
        format!(
            "::error file={},line={},col={},title={}::{}",
            property(&file),
            problem.line,
            problem.column,
            property("Custom rules"),
            data(&format!("{}; {}", problem.message, problem.remedy))
        )
    });
    let ignored = report.ignored.iter().map(|told| {
        let text = format!("{}: {}", told.path, told.message);
        let title = property("Rule settings");
        format!(
            "::warning file={},title={title}::{}",
            property(&place),
            data(&text)
        )
    });
    report
        .findings
        .iter()
        .map(|finding| annotation(finding, &place))
        .chain(wrong)
        .chain(ignored)
        .fold(String::new(), |mut lines, line| {
            // Writing to a String cannot fail.
            let _ = writeln!(lines, "{line}");
            lines
        })
}

fn annotation(finding: &Finding, place: &str) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let title = format!("{} {} ({})", finding.code, finding.name, finding.subject);
    format!(
        "::{command} file={},title={}::{}",
        property(place),
        property(&title),
        data(&finding.message)
    )
}

fn data(text: &str) -> String {
    let text = text
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A");
    let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().map(shown).collect()
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_line_or_its_property() {
        assert_eq!(data("100 %\n::error::x\r"), "100 %25%0A::error::x%0D");
        assert_eq!(data("a\u{1b}[31mb"), "a\u{fffd}[31mb");
        assert_eq!(property("a: b, c"), "a%3A b%2C c");
    }
}
