//! Every restructuring that a template is offered: contracts and owners stay, and every new finding is told before.

use crate::common::{document, from_template};
use baton_app::pattern::advise::advise;
use baton_app::pattern::restructure::{plan, restructure};
use baton_app::template;
use baton_model::{Document, Handoff, Pattern};
use baton_rules::{Finding, Severity};
use std::collections::BTreeSet;

/// What has to stay of every handoff.
fn agreed(document: &Document) -> Vec<String> {
    let of = |one: &Handoff| {
        let policy = serde_json::to_value(&one.policy).unwrap();
        format!(
            "{} {:?} {:?} {:?} {:?} {policy} {:?}",
            one.id, one.contract, one.version, one.owners, one.owner_model, one.masking
        )
    };
    document.handoffs().map(of).collect()
}

fn keys<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> BTreeSet<String> {
    let counts = findings.into_iter().filter(|one| one.silenced.is_none());
    counts.map(|finding| finding.key.clone()).collect()
}

#[tokio::test]
async fn every_restructuring_of_a_template_keeps_contracts_and_tells_its_findings() {
    let mut offered = Vec::new();
    for template in template::all().unwrap() {
        let registry = from_template(&template.id).await;
        let recognised = advise(&registry, None, &[]).unwrap().recognised;
        for one in recognised {
            let into = match one.pattern {
                Pattern::Supervisor => Pattern::Chain,
                Pattern::Chain | Pattern::Pipeline => Pattern::Supervisor,
                _ => continue,
            };
            let head = one.agents[0].as_str();
            let told = plan(&registry, None, head, into);
            assert_eq!(
                told.is_ok(),
                one.turns_into == Some(into),
                "{} {head}",
                template.id
            );
            let Ok(told) = told else {
                let refused = told.unwrap_err();
                let message = refused.reply().message;
                assert!(
                    message.contains(head) && message.contains("hand on"),
                    "{}: {message}",
                    template.id
                );
                continue;
            };
            let registry = from_template(&template.id).await;
            let before = document(&registry);
            let was = keys(registry.findings().iter().map(AsRef::as_ref));
            let (_, reply) = restructure(&registry, None, head, into, false)
                .await
                .unwrap();
            let now = document(&registry);
            assert_eq!(agreed(&before), agreed(&now), "{} {head}", template.id);
            assert_eq!(now.dangling(), vec![], "{} {head}", template.id);
            let is = keys(reply.findings.iter().map(AsRef::as_ref));
            let (adds, ends) = (told.adds.unwrap(), told.ends.unwrap());
            assert_eq!(keys(&adds), &is - &was, "{} {head}", template.id);
            assert_eq!(keys(&ends), &was - &is, "{} {head}", template.id);
            // What a contract asks of whoever gets it is for people to decide; nothing else goes wrong.
            let errors: Vec<&str> = adds
                .iter()
                .filter(|one| one.severity == Severity::Error && one.code != "CAP001")
                .map(|finding| finding.message.as_str())
                .collect();
            assert!(errors.is_empty(), "{} {head}: {errors:?}", template.id);
            offered.push(format!("{} {head}", template.id));
        }
    }
    for expected in [
        "order-fulfilment web-order-intake",
        "healthcare-triage chat-intake",
        "research-pipeline brief-intake",
        "customer-support support-supervisor",
    ] {
        assert!(
            offered.iter().any(|one| one == expected),
            "{expected}: {offered:?}"
        );
    }
}
