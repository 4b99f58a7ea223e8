//! OWN005: two owners, and nobody who decides between them.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{people, seam, wording};
use baton_model::{Disagreement, EscalationPath, Handoff, OwnerModel, Team, TeamId};

pub(super) static RULE: Entry = Entry::of_handoffs::<JointWithoutEscalation>();

struct JointWithoutEscalation;

impl Rule for JointWithoutEscalation {
    const CODE: &'static str = "OWN005";
    const NAME: &'static str = "joint-without-escalation";
    const CATEGORY: Category = Category::Ownership;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A handoff is owned jointly with no rule for disagreement.";
    const WHY: &'static str = "When it breaks, each of two owners can show that its own side works. Without a rule for \
        disagreement the page bounces between them.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs whose `owner_model` is `joint` and whose `disagreement` names neither an escalation path, nor who decides, nor a
rule in words.

## Why is this bad
Joint ownership works only with escalation: it is one of the three models in use because somebody is named who has the last word.
No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "care", "record": {"name": "Care"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "owner_model": "joint", "owners": ["care", "payments"]}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "care", "record": {"name": "Care"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "owner_model": "joint", "owners": ["care", "payments"], "disagreement": {"decides": {"kind": "team", "id": "payments"}, "rule": "Payments decides within one hour."}}}
```

## Options
None.

## Fix safety
Offered are the handoff's own escalation path, the team that all owners belong to, and the platform teams. Who has the last word
is a decision, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        if handoff.owner_model != Some(OwnerModel::Joint) {
            return;
        }
        let is_settled = handoff.disagreement.as_ref().is_some_and(|disagreement| {
            disagreement.escalation_path.is_some()
                || disagreement.decides.is_some()
                || !disagreement.rule.trim().is_empty()
        });
        if is_settled {
            return;
        }
        let message = format!(
            "{} is owned jointly and nobody decides when its owners disagree; name a path, or who has the last word.",
            wording::the_handoff(context, handoff)
        );
        report.add(Draft::new(seam::key(handoff), message).fixes(fixes(context, handoff)));
    }
}

fn fixes(context: &TopologyContext<'_>, handoff: &Handoff) -> Vec<Fix> {
    let doc = context.registry.doc;
    let settle = |title: String, disagreement: Disagreement| {
        let edit = change_handoff(context, handoff, move |changed| {
            changed.disagreement = Some(disagreement.clone());
        });
        Fix::to_decide(title, vec![edit])
    };
    let path = handoff.escalation_path.as_ref();
    let by_path = path
        .and_then(|id| doc.find::<EscalationPath>(id))
        .map(|path| {
            let mut disagreement = Disagreement::new();
            disagreement.escalation_path = Some(path.id.clone());
            let title = format!("Settle disagreement by {}", wording::shown(&path.name));
            settle(title, disagreement)
        });
    let owners = &handoff.owners;
    let is_above = |team: &&Team| {
        let of_team = |owner: &TeamId| {
            let owner = doc.find::<Team>(owner);
            owner.is_some_and(|owner| owner.parent.as_ref() == Some(&team.id))
        };
        !owners.is_empty() && owners.iter().all(of_team)
    };
    let deciding = doc
        .teams()
        .filter(|team| (team.platform || is_above(team)) && !owners.contains(&team.id));
    let by_team = deciding.map(|team| {
        let mut disagreement = Disagreement::new();
        disagreement.decides = Some(seam::on_call(team));
        settle(format!("Let {} decide", wording::team(team)), disagreement)
    });
    by_path
        .into_iter()
        .chain(by_team)
        .take(people::MOST_OFFERS)
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(fields: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "team", "id": "shop", "record": {{"name": "Shop"}}}}
            {{"op": "put", "kind": "team", "id": "x", "record": {{"name": "X", "parent": "shop"}}}}
            {{"op": "put", "kind": "team", "id": "y", "record": {{"name": "Y", "parent": "shop"}}}}
            {{"op": "put", "kind": "escalation_path", "id": "ladder", "record": {{"name": "Ladder", "team": "x"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b", "owners": ["x", "y"], {fields}}}}}
            "#
        )
    }

    #[test]
    fn the_path_and_the_team_above_are_offered() {
        let edits = edits(
            r#""owner_model": "joint", "escalation_path": "ladder", "disagreement": {"rule": " "}"#,
        );
        check(
            "OWN005",
            &edits,
            &[
                "warning handoff h: The handoff from A to B is owned jointly and nobody decides when its owners disagree; name a path, or who has the last word.",
            ],
        );
        let findings = found("OWN005", &registry(&edits));
        let titles: Vec<_> = findings[0].fixes.iter().map(|fix| &*fix.title).collect();
        assert_eq!(titles, ["Settle disagreement by Ladder", "Let Shop decide"]);
    }

    #[test]
    fn one_owner_needs_no_rule() {
        check("OWN005", &edits(r#""owner_model": "downstream""#), &[]);
        check(
            "OWN005",
            &edits(r#""owner_model": "joint", "disagreement": {"rule": "Toss a coin."}"#),
            &[],
        );
    }
}
