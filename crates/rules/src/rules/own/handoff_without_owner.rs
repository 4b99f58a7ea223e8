//! OWN002: a handoff between two teams that neither of them owns.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, wording};
use baton_model::{Handoff, OwnerModel, Team, TeamId};

pub(super) static RULE: Entry = Entry::of_handoffs::<HandoffWithoutOwner>();

struct HandoffWithoutOwner;

impl Rule for HandoffWithoutOwner {
    const CODE: &'static str = "OWN002";
    const NAME: &'static str = "handoff-without-owner";
    const CATEGORY: Category = Category::Ownership;
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str =
        "A handoff has no ownership model, no owning team, or one that does not exist.";
    const WHY: &'static str = "When a handoff breaks, both teams' logs look right and the call at night bounces between them. \
        Somebody has to own the seam itself.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs without an `owner_model`, without `owners`, or with an owner that is no team of the registry. Handoffs to an outcome
are left out: nobody is on the other side.

## Why is this bad
Multi-agent systems fail mostly at the handoff, where one agent's work ends and another's begins. Both sides' logs look right, and
the call at 2 a.m. bounces. Three models work: the receiver's team owns it (*downstream*), a *platform* team does, or both
do (*joint*) with a rule for disagreement. No threshold: every handoff has an owner.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "team": "payments"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "team": "payments"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "owner_model": "downstream", "owners": ["payments"]}}
```

## Options
None.

## Fix safety
Safe where the model is downstream or nothing was said, and the receiver's team is known: it becomes the owner. Where a platform
team or joint owners are meant, the offer needs a decision.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        if !seam::has_receiver(handoff) {
            return;
        }
        let Some(problem) = problem(context, handoff) else {
            return;
        };
        let message = format!("{} {problem}.", wording::the_handoff(context, handoff));
        let fixes = proposal(context, handoff).map(|proposal| fix(context, handoff, proposal));
        report.add(Draft::new(seam::key(handoff), message).fixes(fixes));
    }
}

/// What is wrong, as the rest of a sentence about the handoff.
fn problem(context: &TopologyContext<'_>, handoff: &Handoff) -> Option<String> {
    let missing: Vec<&TeamId> = unknown_teams(context, handoff).collect();
    let owners = || {
        wording::list(
            handoff
                .owners
                .iter()
                .filter_map(|id| context.registry.doc.find(id))
                .map(wording::team),
        )
    };
    Some(match handoff.owner_model {
        _ if !missing.is_empty() => format!(
            "names {} as owner, which is no team of this registry; name a team that exists",
            wording::list(missing.into_iter().map(|id| wording::code(id.as_str())))
        ),
        None if handoff.owners.is_empty() => {
            "has no owner; choose an ownership model and name the owning team".to_owned()
        }
        None => format!(
            "names {} without an ownership model; choose downstream, platform or joint",
            owners()
        ),
        Some(model) if handoff.owners.is_empty() => {
            format!(
                "has the ownership model {} but no owner; name the owning team",
                word(model)
            )
        }
        Some(_) => return None,
    })
}

fn unknown_teams<'h>(
    context: &TopologyContext<'_>,
    handoff: &'h Handoff,
) -> impl Iterator<Item = &'h TeamId> {
    let doc = context.registry.doc;
    handoff
        .owners
        .iter()
        .filter(move |id| doc.find::<Team>(id).is_none())
}

fn word(model: OwnerModel) -> &'static str {
    match model {
        OwnerModel::Downstream => "downstream",
        OwnerModel::Platform => "platform",
        OwnerModel::Joint => "joint",
    }
}

struct Proposal {
    model: OwnerModel,
    owners: Vec<TeamId>,
    safe: bool,
}

fn proposal(context: &TopologyContext<'_>, handoff: &Handoff) -> Option<Proposal> {
    if unknown_teams(context, handoff).next().is_some() {
        return None;
    }
    let propose = |model, owners, safe| {
        Some(Proposal {
            model,
            owners,
            safe,
        })
    };
    let receiver = seam::receiving_team(context, handoff);
    let sender = seam::sending_team(context, handoff);
    let both = || {
        [sender, receiver]
            .into_iter()
            .collect::<Option<Vec<_>>>()
            .filter(|both| both[0] != both[1])
    };
    let is_platform = |id: &TeamId| {
        context
            .registry
            .doc
            .find::<Team>(id)
            .is_some_and(|team| team.platform)
    };
    match (handoff.owner_model, &handoff.owners[..]) {
        (None | Some(OwnerModel::Downstream), []) => {
            propose(OwnerModel::Downstream, vec![receiver?.clone()], true)
        }
        (Some(OwnerModel::Platform), []) => {
            let mut platforms = context.registry.doc.teams().filter(|team| team.platform);
            let only = platforms.next().filter(|_| platforms.next().is_none())?;
            propose(OwnerModel::Platform, vec![only.id.clone()], false)
        }
        (Some(OwnerModel::Joint), []) => propose(
            OwnerModel::Joint,
            both()?.into_iter().cloned().collect(),
            false,
        ),
        (_, owners @ [owner]) if Some(owner) == receiver => {
            propose(OwnerModel::Downstream, owners.to_vec(), true)
        }
        (_, owners) if owners.iter().all(is_platform) => {
            propose(OwnerModel::Platform, owners.to_vec(), false)
        }
        (_, owners) if both()?.iter().all(|team| owners.contains(team)) => {
            propose(OwnerModel::Joint, owners.to_vec(), false)
        }
        _ => None,
    }
}

fn fix(context: &TopologyContext<'_>, handoff: &Handoff, proposal: Proposal) -> Fix {
    let Proposal {
        model,
        owners,
        safe,
    } = proposal;
    let teams = owners
        .iter()
        .filter_map(|id| context.registry.doc.find(id))
        .map(wording::team);
    let title = format!("Let {} own it ({})", wording::list(teams), word(model));
    let edit = change_handoff(context, handoff, move |changed| {
        changed.owner_model = Some(model);
        changed.owners.clone_from(&owners);
    });
    if safe {
        Fix::safe(title, vec![edit])
    } else {
        Fix::to_decide(title, vec![edit])
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    const TEAMS: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "team", "id": "care", "record": {"name": "Care"}}
        {"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A", "team": "care"}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B", "team": "payments"}}
    "#;

    fn first_fix(handoff: &str) -> (String, bool) {
        let document = registry(&format!("{TEAMS}{handoff}"));
        let fix = &found("OWN002", &document)[0].fixes[0];
        (fix.title.to_string(), fix.safe)
    }

    #[test]
    fn each_gap_is_named() {
        check(
            "OWN002",
            &format!(
                "{TEAMS}{}",
                r#"
                {"op": "put", "kind": "handoff", "id": "h1", "record": {"topology": "t", "from": "a", "to": "b"}}
                {"op": "put", "kind": "handoff", "id": "h2", "record": {"topology": "t", "from": "a", "to": "b", "owners": ["care"]}}
                {"op": "put", "kind": "handoff", "id": "h3", "record": {"topology": "t", "from": "a", "to": "b", "owner_model": "platform"}}
                "#
            ),
            &[
                "error handoff h1: The handoff from A to B has no owner; choose an ownership model and name the owning team.",
                "error handoff h2: The handoff from A to B names Care without an ownership model; choose downstream, platform or joint.",
                "error handoff h3: The handoff from A to B has the ownership model platform but no owner; name the owning team.",
            ],
        );
    }

    #[test]
    fn the_receiver_s_team_is_the_safe_answer() {
        let handoff = r#"{"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b", "owner_model": "downstream"}}"#;
        assert_eq!(
            first_fix(handoff),
            ("Let Payments own it (downstream)".to_owned(), true)
        );
    }

    #[test]
    fn joint_ownership_needs_a_decision() {
        let handoff = r#"{"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b", "owner_model": "joint"}}"#;
        assert_eq!(
            first_fix(handoff),
            ("Let Care and Payments own it (joint)".to_owned(), false)
        );
    }
}
