//! Files of owners, and what they become.

use super::read;
use crate::told_tests::{sample, told};

#[test]
fn owners_and_the_agents_they_own() {
    let text = "# comment\n*  @shop/platform\n/agents/triage/  @shop/care mia@shop.example # inline\n/src/agents/refund\\ desk.py @shop/payments\n/agents/triage/old @shop/none\n[Docs][2] @writer\nREADME.md\n!/x @a\n/y notanowner\n/agents/*.json @shop/all\n";
    let expected = r#"topology "CODEOWNERS"
team platform "platform" github:@shop/platform
team care "care" github:@shop/care
person mia@shop.example "mia" mia@shop.example in []
team payments "payments" github:@shop/payments
team none "none" github:@shop/none
person @writer "writer" - in []
team all "all" github:@shop/all
agent refund desk "refund desk" ai/worker of payments
agent triage "triage" ai/router of care
warning #line 8: a pattern that begins with ! means nothing here and was left out
warning #line 9: "notanowner" is no owner: a handle or an electronic mail address is needed
info #line 3: "triage" has the owners @shop/care, mia@shop.example; the first team was taken
info : 5 patterns name files of no agent, or a part of an agent's files, so only their owners were taken; an agent is what stands right under a folder called agents
"#;
    assert_eq!(told(read, "CODEOWNERS", text), expected);
}

#[test]
fn the_sample_is_read() {
    if let Some(text) = sample("ownership/CODEOWNERS") {
        let out = told(read, "CODEOWNERS", &text);
        assert!(
            out.contains("agent triage \"triage\" ai/router of claims-platform"),
            "{out}"
        );
    }
}
