//! Two designs under the same load, side by side.

use super::compare::{FigureDifference, Good};
use super::load::{LoadRequest, Prepared, SimulatedLoad};
use crate::{AppError, Registry};
use baton_model::EditCommand;
use baton_simulation::{LoadDifference, LoadFigure};
use serde::Serialize;

/// Two designs, or one with and without a change, under load.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct LoadComparison {
    /// The first.
    pub a: SimulatedLoad,
    /// The second.
    pub b: SimulatedLoad,
    /// What differs, figure by figure.
    pub differences: Vec<FigureDifference>,
}

/// Puts both under load, the second with some edits made to a copy of the records, and tells the differences. `go_on` hears how many requests came to both.
///
/// Both have the dice that they ask for: with the same seed the same requests come at the same times, so that differences are those of the designs. Where nobody says
/// how long the warm-up is, both have that of the one that takes longer.
pub fn compare_load(
    registry: &Registry,
    a: &LoadRequest,
    b: &LoadRequest,
    change: &[EditCommand],
    mut go_on: impl FnMut(u64) -> bool,
) -> Result<LoadComparison, AppError> {
    let mut first = Prepared::new(registry, a, &[])?;
    let mut second = Prepared::new(registry, b, change)?;
    let warm_up = first.warm_up_seconds()?.max(second.warm_up_seconds()?);
    for one in [&mut first, &mut second] {
        one.options.warm_up_seconds.get_or_insert(warm_up);
    }
    let mut came = 0;
    let a = first.run(|more| {
        came = more;
        go_on(more)
    })?;
    let b = second.run(|more| go_on(came + more))?;
    let differences = a.found.differences(&b.found);
    Ok(LoadComparison {
        differences: differences.into_iter().map(row).collect(),
        a,
        b,
    })
}

fn row(one: LoadDifference) -> FigureDifference {
    let difference = one.a.zip(one.b).map(|(a, b)| b - a);
    let is_more = difference.filter(|_| one.is_sure).map(|more| more > 0.0);
    FigureDifference {
        figure: one.figure.name().to_owned(),
        a: one.a,
        b: one.b,
        difference,
        interval: one.interval,
        is_better: good(one.figure).is_better(is_more),
    }
}

/// Which way a figure is good.
fn good(figure: LoadFigure) -> Good {
    match figure {
        LoadFigure::Outcome(fate) => Good::of(fate),
        LoadFigure::Success | LoadFigure::Fidelity => Good::More,
        // As many end as come, or the rest is still inside, which is told by itself.
        LoadFigure::Throughput => Good::Neither,
        _ => Good::Less,
    }
}
