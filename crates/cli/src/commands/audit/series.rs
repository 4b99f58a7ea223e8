//! Scores over time, as a line of small columns for each thing.

use crate::output::{Style, visible};
use baton_app::audit::series::{AuditSeries, SeriesLine, SeriesMark};
use baton_model::Kind;
use std::fmt::Write;

/// Columns from nothing to everything.
const COLUMNS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The registry's line, those of topologies and teams, or the one that was asked for.
pub fn described(series: &AuditSeries, style: Style) -> String {
    let mut text = String::new();
    let (Some(first), Some(last)) = (series.points.first(), series.points.last()) else {
        return text;
    };
    let day = |at: &str| at.get(..10).unwrap_or_default().to_owned();
    let _ = writeln!(
        text,
        "{}",
        style.dim(&format!(
            "{} to {}: the registry as it was at {}",
            day(first.at.as_str()),
            day(last.at.as_str()),
            super::counted(series.points.len(), "point", "points"),
        ))
    );
    let is_shown = |line: &&SeriesLine| {
        let of_agent = |key: &baton_model::RecordKey| key.kind == Kind::Agent;
        series.lines.len() == 1 || !line.about.as_ref().is_some_and(of_agent)
    };
    for line in series.lines.iter().filter(is_shown) {
        let _ = writeln!(text, "{}", described_line(line, style));
    }
    text
}

fn described_line(line: &SeriesLine, style: Style) -> String {
    let name = match &line.about {
        None => "all".to_owned(),
        Some(key) => format!("{} {}", key.kind, key.id),
    };
    let mut known = line.marks.iter().flatten();
    let Some(first) = known.next() else {
        return format!("{}: no handoffs in this time", visible(&name));
    };
    let last = known.last().unwrap_or(first);
    let percent = |mark: &SeriesMark| format!("{:.0} %", mark.score * 100.0);
    format!(
        "{} {}  score {} -> {}, mean risk {:.1} -> {:.1}",
        sparkline(&line.marks),
        style.strong(&visible(&name)),
        percent(first),
        percent(last),
        first.mean_risk,
        last.mean_risk,
    )
}

/// A column for the score at each point; a gap where nothing was to be scored.
fn sparkline(marks: &[Option<SeriesMark>]) -> String {
    let column = |mark: &Option<SeriesMark>| {
        mark.map_or(' ', |mark| {
            let most = COLUMNS.len() - 1;
            // Between 0 and 7.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let height = (mark.score.clamp(0.0, 1.0) * most as f64).round() as usize;
            COLUMNS[height.min(most)]
        })
    };
    marks.iter().map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_as_high_as_the_score() {
        let mark = |score| {
            Some(SeriesMark {
                handoffs: 1,
                score,
                mean_risk: 0.0,
                highest_risk: 0.0,
            })
        };
        let marks = [None, mark(0.0), mark(0.5), mark(1.0)];
        assert_eq!(sparkline(&marks), " ▁▅█");
    }
}
