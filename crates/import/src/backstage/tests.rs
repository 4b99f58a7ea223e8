//! Catalogs, and what they become.

use super::read;
use crate::notes::Notes;
use crate::sketch::Sketch;
use crate::source::Source;
use crate::told_tests::{sample, told};
use baton_model::Document;

fn one(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, crate::ImportError> {
    let text = source.text()?;
    read(
        &[Source::new(crate::InputFile {
            name: source.name(),
            bytes: text.as_bytes(),
        })],
        notes,
    )
}

const CATALOG: &str = "
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: care, description: Answers customers.}
spec: {type: team, profile: {displayName: Customer Care, email: care@shop.example}, parent: board, children: [], members: [mia]}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: board}
spec: {type: department, children: [care], parent: care}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: bo}
spec: {profile: {displayName: Bo, email: bo@shop.example}, memberOf: [care, nobody]}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: triage, title: Triage, description: Tells what it is about., tags: [routing], links: [{url: 'https://m.example/t', title: Dashboard}], annotations: {github.com/project-slug: shop/triage}}
spec: {type: ai-agent, lifecycle: production, owner: care, system: support, dependsOn: ['component:refunds']}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: refunds}
spec: {type: llm-service, lifecycle: beta, owner: 'group:default/payments'}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: shop}
spec: {type: website, lifecycle: production, owner: care}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: refund-v1}
spec: {type: jsonschema, lifecycle: production, owner: 'user:bo', definition: '{\"type\":\"object\"}'}
---
apiVersion: example.com/v1
kind: Thing
metadata: {name: x}
";

#[test]
fn owners_people_agents_and_contracts_are_carried() {
    let out = told(one, "catalog-info.yaml", CATALOG);
    let expected = r#"topology "catalog-info"
team group:default/care "Customer Care" email:care@shop.example
team group:default/board "board"
person user:default/bo "Bo" bo@shop.example in ["group:default/care"]
person user:default/mia "mia" - in ["group:default/care"]
agent component:default/triage "Triage" ai of group:default/care "Tells what it is about." {"system":"support","dependsOn":["component:refunds"]}
team payments "payments"
agent component:default/refunds "refunds" ai of payments
contract api:default/refund-v1 "refund-v1"
schema 0.1.0 {"type":"object"}
"#;
    assert!(out.starts_with(expected), "{out}");
    for note in [
        "/7: \"Thing\" of \"example.com/v1\" is no entity",
        "are each above the other",
        "\"beta\" is no lifecycle",
        "owned by a person",
        "#/5: 1 entity was left out, since it is no agent (component of type \"website\"): shop",
    ] {
        assert!(out.contains(note), "{note}\n{out}");
    }
}

const SYSTEMS: &str = "
apiVersion: backstage.io/v1alpha1
kind: Domain
metadata: {name: care, title: Care}
spec: {owner: desk}
---
apiVersion: backstage.io/v1alpha1
kind: Domain
metadata: {name: returns}
spec: {owner: desk, subdomainOf: care}
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: refunds, description: Pays back.}
spec: {owner: desk, domain: returns}
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: website}
spec: {owner: desk}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: payer}
spec: {type: ai-agent, lifecycle: production, owner: desk, system: refunds}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: loner}
spec: {type: ai-agent, lifecycle: production, owner: desk, system: elsewhere}
";

#[test]
fn systems_and_domains_of_agents_become_groups() {
    let out = told(one, "catalog-info.yaml", SYSTEMS);
    for line in [
        "topology \"Care\"",
        "group domain:default/care \"Care\" {\"owner\":\"desk\"}",
        "group domain:default/returns \"returns\" in domain:default/care",
        "group system:default/refunds \"refunds\" in domain:default/returns {\"description\":\"Pays back.\",\"owner\":\"desk\"}",
        "place component:default/payer in system:default/refunds",
        "/5/spec/system: the system \"elsewhere\" is no entity of this catalog",
        "#/3: 1 entity was left out, since it is no agent (system that no agent of the catalog stands in): website",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    let circle = SYSTEMS.replace("spec: {owner: desk}\n---\napiVersion: backstage.io/v1alpha1\nkind: Domain", "spec: {owner: desk, subdomainOf: returns}\n---\napiVersion: backstage.io/v1alpha1\nkind: Domain");
    let out = told(one, "catalog-info.yaml", &circle);
    assert!(out.contains("is inside itself"), "{out}");
}

#[test]
fn a_template_is_of_the_catalog_and_is_left_out_with_its_place() {
    let template = "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {name: new-service}\nspec: {type: service, owner: desk, steps: []}\n";
    let source = Source::new(crate::InputFile {
        name: "template.yaml",
        bytes: template.as_bytes(),
    });
    assert!((super::READER.detect)(&source));
    let out = told(
        one,
        "template.yaml",
        &format!(
            "{template}---\n{}---\n{SYSTEMS}",
            template.replace("new-", "old-")
        ),
    );
    let note = "#/0: 2 entities were left out, since they are no agents (template): new-service, old-service (#/1)";
    assert!(out.contains(note), "{out}");
    assert!(!out.contains("is no entity of Backstage"), "{out}");
    let other = template.replace("scaffolder.backstage.io", "backstage.io.example.com");
    assert!(told(one, "x.yaml", &other).contains("is no entity of Backstage"));
}

#[test]
fn a_system_that_comes_later_draws_the_agents_that_are_there() {
    let bring = |text: &str, existing: &Document| {
        let files = [crate::InputFile {
            name: "catalog-info.yaml",
            bytes: text.as_bytes(),
        }];
        crate::import(None, &files, existing, &crate::ImportOptions::default()).unwrap()
    };
    let committed = |before: &Document, edits: &[baton_model::EditCommand]| {
        let mut after = before.clone();
        after.commit(&baton_model::apply(before, edits).unwrap(), 1);
        after
    };
    let without = SYSTEMS.replace("kind: System", "kind: Location");
    let first = committed(&Document::new(), &bring(&without, &Document::new()).edits);
    assert_eq!((first.agents().count(), first.groups().count()), (2, 0));
    let then = committed(&first, &bring(SYSTEMS, &first).edits);
    assert_eq!((then.agents().count(), then.groups().count()), (2, 3));
    assert_eq!(bring(SYSTEMS, &then).edits, []);
}

#[test]
fn the_samples_are_read() {
    if let Some(text) = sample("ownership/catalog-info.yaml") {
        let out = told(one, "catalog-info.yaml", &text);
        assert!(out.contains("agent component:default/claims-triage \"Claims Triage Agent\" ai of group:default/claims-platform"), "{out}");
        assert!(
            out.contains("contract api:default/fraud-review-request-v2"),
            "{out}"
        );
    }
    if let Some(text) = sample("ownership/catalog-info.bad.yaml") {
        let out = told(one, "catalog-info.yaml", &text);
        assert!(
            out.contains("is no name that Backstage takes") && out.contains("has no owner"),
            "{out}"
        );
    }
}
