//! What a simulation can be asked, and what would help, for people.

use super::simulate_text::line;
use crate::output::{Style, visible};
use baton_app::simulation::choices::SimulationChoices;
use baton_app::simulation::improve::SimulationImprovement;

/// What helps, the most effective first.
pub fn helpful(found: &[SimulationImprovement], style: Style) -> String {
    if found.is_empty() {
        return "nothing that could be built into the handoffs makes fewer requests end badly"
            .to_owned();
    }
    let mut text = String::new();
    for one in found {
        let effect = one.effect.unwrap_or(0.0) * 100.0;
        let note = one.note.as_ref().map_or_else(String::new, |note| {
            format!("  {}", style.dim(&visible(note)))
        });
        line(
            &mut text,
            format_args!(
                "{}  {}{note}",
                style.good(&format!("{effect:>+8.3} %")),
                visible(&one.title)
            ),
        );
    }
    text
}

/// Profiles and scenarios.
pub fn listed(found: &SimulationChoices, style: Style) -> String {
    let mut text = String::new();
    line(&mut text, format_args!("{}", style.strong("profiles")));
    for profile in &found.profiles {
        let faults = serde_json::to_value(&profile.faults).unwrap_or_default();
        let floors = faults.as_object().into_iter().flatten();
        let floors = floors.filter(|(_, floor)| !floor.is_null());
        let floors: Vec<String> = floors
            .map(|(name, floor)| format!("{name} {floor}"))
            .collect();
        let floors = if floors.is_empty() {
            "as drawn".to_owned()
        } else {
            floors.join(", ")
        };
        let from = profile.scenario.as_ref().map_or_else(String::new, |id| {
            format!("; floors of the scenario {}", visible(id))
        });
        let words = style.dim(&format!("{floors}{from}"));
        line(
            &mut text,
            format_args!("  {:<14}  {words}", visible(&profile.name)),
        );
    }
    let title = format!("scenarios of {}", visible(&found.topology));
    line(&mut text, format_args!("{}", style.strong(&title)));
    let longest = found.scenarios.iter().map(|one| one.id.chars().count());
    let width = longest.max().unwrap_or(0);
    for scenario in &found.scenarios {
        let profile = scenario.profile.as_deref();
        let profile = profile.map_or_else(String::new, |name| format!(", profile {name}"));
        let words = style.dim(&visible(&format!("{}{profile}", scenario.name)));
        line(
            &mut text,
            format_args!("  {:<width$}  {words}", visible(&scenario.id)),
        );
    }
    if found.scenarios.is_empty() {
        line(&mut text, format_args!("  {}", style.dim("none")));
    }
    text
}
