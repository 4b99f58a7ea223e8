//! Which contract versions go over a handoff, and which its takers accept: the words of agent versions, read the same way everywhere.

use baton_model::{AgentVersion, ContractId, Handoff, Version, VersionRange};

/// The versions of the handoff's contract that may arrive: the pinned one, and what the sender's version in use emits where that is
/// something else, or where nothing is pinned. Sorted; empty where nobody has said.
pub fn sent<'a>(handoff: &'a Handoff, sender: Option<&'a AgentVersion>) -> Vec<&'a Version> {
    let Some(contract) = &handoff.contract else {
        return Vec::new();
    };
    let mut sent: Vec<&Version> = sender
        .into_iter()
        .flat_map(|sender| emitted(sender, contract))
        .collect();
    if let Some(pinned) = &handoff.version {
        if sent.contains(&pinned) {
            sent.clear();
        }
        sent.push(pinned);
    }
    sent.sort_unstable();
    sent.dedup();
    sent
}

/// The versions of a contract that an agent version emits.
pub fn emitted<'a>(
    version: &'a AgentVersion,
    contract: &ContractId,
) -> impl Iterator<Item = &'a Version> {
    let of_contract = version
        .emits
        .iter()
        .filter(move |emits| emits.contract == *contract);
    of_contract.map(|emits| &emits.version)
}

/// The ranges of a contract that an agent version accepts. `None` where it does not say what it accepts; empty where it accepts other
/// contracts only.
pub fn accepted<'a>(
    version: &'a AgentVersion,
    contract: &ContractId,
) -> Option<Vec<&'a VersionRange>> {
    if version.accepts.is_empty() {
        return None;
    }
    let of_contract = version
        .accepts
        .iter()
        .filter(|accepts| accepts.contract == *contract);
    Some(of_contract.map(|accepts| &accepts.range).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(pinned: Option<&str>, emits: &[(&str, &str)], expected: &[&str]) {
        let handoff = json!({"id": "h", "topology": "t", "from": "a", "to": "b", "contract": "c", "version": pinned});
        let handoff: Handoff = serde_json::from_value(handoff).unwrap();
        let emits: Vec<_> = emits
            .iter()
            .map(|(contract, version)| json!({"contract": contract, "version": version}))
            .collect();
        let sender = json!({"id": "a@1.0.0", "agent": "a", "version": "1.0.0", "emits": emits});
        let sender: AgentVersion = serde_json::from_value(sender).unwrap();
        let told: Vec<String> = sent(&handoff, Some(&sender))
            .into_iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn what_is_pinned_and_what_is_emitted_may_arrive() {
        check(None, &[], &[]);
        check(Some("1.0.0"), &[], &["1.0.0"]);
        check(
            None,
            &[("c", "2.0.0"), ("c", "1.0.0"), ("d", "3.0.0")],
            &["1.0.0", "2.0.0"],
        );
        check(Some("1.0.0"), &[("c", "2.0.0")], &["1.0.0", "2.0.0"]);
        // Whoever emits what is pinned has only that to send here.
        check(Some("1.0.0"), &[("c", "1.0.0"), ("c", "2.0.0")], &["1.0.0"]);
    }

    #[test]
    fn who_says_nothing_is_told_from_who_accepts_other_contracts() {
        let contract = ContractId::new("c").unwrap();
        let version = |accepts| -> AgentVersion {
            let version =
                json!({"id": "a@1.0.0", "agent": "a", "version": "1.0.0", "accepts": accepts});
            serde_json::from_value(version).unwrap()
        };
        assert_eq!(accepted(&version(json!([])), &contract), None);
        let other = version(json!([{"contract": "d", "range": "^1"}]));
        assert_eq!(accepted(&other, &contract), Some(Vec::new()));
        let own =
            version(json!([{"contract": "c", "range": "^1"}, {"contract": "c", "range": "^3"}]));
        assert_eq!(accepted(&own, &contract).unwrap().len(), 2);
    }
}
