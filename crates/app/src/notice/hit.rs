//! Telling the teams that a published change breaks what they own.

use super::draft::Draft;
use crate::AppError;
use crate::impact::ask::impact_in;
use crate::impact::{Effect, ImpactHit, ImpactQuestion};
use crate::record::words::{called, cut, line};
use baton_model::{
    ContractVersion, Date, Document, EditCommand, Kind, NoticeTopic, RecordKey, TeamId,
};

/// Longest reason that is repeated, in characters.
const LONGEST: usize = 2000;
/// Hits that are looked through for each team's own.
const MOST_HITS: u32 = 10_000;

/// The teams that own a handoff which breaks when everybody moves to `version`, with the reason in sentences. `version` is in the document, a
/// draft for example.
pub fn teams_hit(
    document: &Document,
    today: &Date,
    version: &ContractVersion,
) -> Result<Vec<(TeamId, String)>, AppError> {
    let question = ImpactQuestion::ContractMoves {
        contract: version.contract.clone(),
        version: version.version.clone(),
    };
    let report = impact_in(document, today, &question, None, MOST_HITS)?;
    let hit = report
        .teams
        .iter()
        .filter(|team| team.effect == Effect::Breaks);
    let told = hit.map(|team| {
        let of_it =
            |hit: &&ImpactHit| hit.effect == Effect::Breaks && hit.teams.contains(&team.team);
        let count = match team.handoffs {
            1 => "One handoff of yours is touched.".to_owned(),
            many => format!("{many} handoffs of yours are touched."),
        };
        let first = report.hits.iter().find(of_it);
        let why = first.map(|hit| format!(" {}: {}", hit.handoff, hit.reason));
        (
            team.team.clone(),
            format!("{count}{}", why.unwrap_or_default()),
        )
    });
    Ok(told.collect())
}

/// The edits that tell each team once that `version`, which is published in the same group, hits it; `teams` come with the reason.
pub fn hit(
    document: &Document,
    version: &ContractVersion,
    teams: &[(TeamId, String)],
) -> Result<Vec<EditCommand>, AppError> {
    let about = RecordKey::new(Kind::ContractVersion, version.id.as_str());
    let name = line(&called(document, &about));
    let mut edits = Vec::new();
    for (team, reason) in teams {
        let draft = Draft {
            topic: NoticeTopic::Hit,
            about: about.clone(),
            cause: format!("{}.hit", version.id),
            text: format!(
                "You are hit: {name}\n\n{name} was published and breaks what you own. {}",
                cut(reason, LONGEST)
            ),
        };
        edits.extend(draft.to(document, [team.clone()])?);
    }
    Ok(edits)
}
