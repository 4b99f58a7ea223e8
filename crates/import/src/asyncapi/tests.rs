//! Documents of both versions, and what they become.

use super::read;
use crate::told_tests::{sample, told};

const THIRD: &str = r"
asyncapi: 3.1.0
info: {title: Refund desk, version: 1.2.0}
channels:
  refunds:
    address: desk.refunds
    messages:
      asked: {$ref: '#/components/messages/refundAsked'}
      avro: {payload: {schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: {type: record}}}
operations:
  clerkReceives: {action: receive, channel: {$ref: '#/channels/refunds'}, messages: [{$ref: '#/channels/refunds/messages/asked'}]}
components:
  messages:
    refundAsked:
      title: Refund asked for
      summary: Somebody wants their money back.
      headers: {type: object}
      payload:
        type: object
        properties: {order: {$ref: '#/components/schemas/order'}, more: {$ref: 'file:///etc/passwd'}}
    empty: {}
    round: {$ref: '#/components/messages/round'}
  schemas:
    order: {type: object, properties: {parent: {$ref: '#/components/schemas/order'}}}
";

#[test]
fn messages_become_contracts_that_stand_by_themselves() {
    let out = told(read, "asyncapi.yaml", THIRD);
    let expected = [
        "topology \"Refund desk\"",
        "contract /components/messages/refundAsked \"Refund asked for\"",
        r##"schema 0.1.0 {"type":"object","properties":{"order":{"$ref":"#/$defs/components.schemas.order"},"more":{"$ref":"file:///etc/passwd"}},"$defs":{"components.schemas.order":{"type":"object","properties":{"parent":{"$ref":"#/$defs/components.schemas.order"}}}}}"##,
        "warning #/components/messages/round: these references lead in a circle",
        "warning #/channels/refunds/messages/avro/payload: the payload is written in \"application/vnd.apache.avro;version=1.9.0\", not in JSON Schema; no contract was made",
        "warning #/components/messages/empty/payload: the message has no payload, so no contract was made",
    ];
    for line in expected {
        assert!(out.contains(line), "{line}\n{out}");
    }
    assert!(
        out.contains("file:///etc/passwd\" stands in another document, which was not fetched"),
        "{out}"
    );
    assert_eq!(out.matches("contract /").count(), 1, "{out}");
}

#[test]
fn the_second_version_is_read() {
    let text = r#"{"asyncapi":"2.6.0","info":{"title":"Old"},"channels":{"a/b":{"publish":{"message":{"oneOf":[{"name":"one","payload":{"type":"string"}},{"name":"two","payload":{"type":"integer"}}]}}}}}"#;
    let out = told(read, "old.json", text);
    assert!(
        out.contains("contract /channels/a~1b/publish/message/oneOf/0 \"one\""),
        "{out}"
    );
    assert!(out.contains("schema 0.1.0 {\"type\":\"integer\"}"), "{out}");
}

#[test]
fn a_message_without_a_name_is_called_after_what_it_is_about() {
    let text = r##"{"asyncapi":"2.6.0","info":{"title":"Sums"},
        "channels":{
            "rpc/queue":{"publish":{"operationId":"sum","message":{"payload":{"type":"object"}}},"subscribe":{"message":{"payload":{"type":"string"}}}},
            "test":{"publish":{"message":{"oneOf":[{"payload":{"$ref":"#/components/schemas/first"}},{"payload":{"$ref":"#/components/schemas/second"}}]}}},
            "known":{"publish":{"operationId":"x","message":{"$ref":"#/components/messages/asked~1for"}}}},
        "components":{"messages":{"asked/for":{"payload":{"type":"integer"}}},"schemas":{"first":{"type":"object"},"second":{"type":"object"}}}}"##;
    let out = told(read, "sums.json", text);
    for (place, name) in [
        ("/channels/rpc~1queue/publish/message", "sum"),
        ("/channels/rpc~1queue/subscribe/message", "rpc/queue"),
        ("/channels/test/publish/message/oneOf/0", "first"),
        ("/channels/test/publish/message/oneOf/1", "second"),
        ("/components/messages/asked~1for", "asked/for"),
    ] {
        assert!(
            out.contains(&format!("contract {place} \"{name}\"")),
            "{place}\n{out}"
        );
    }
}

#[test]
fn headers_of_traits_are_told() {
    let text = r##"{"asyncapi":"2.6.0","info":{"title":"Lights"},"channels":{"a":{"publish":{"message":{"name":"lit","correlationId":{"location":"x"},"payload":{"type":"object"},"traits":[{"$ref":"#/components/messageTraits/common"}]}}}},
        "components":{"messageTraits":{"common":{"headers":{"type":"object"}}}}}"##;
    let out = told(read, "lights.json", text);
    assert!(
        out.contains("#/channels/a/publish/message/traits/0/headers: headers were not carried"),
        "{out}"
    );
    assert!(out.contains("correlationId was not carried"), "{out}");
}

#[test]
fn a_reference_in_an_example_stays() {
    let text = r##"{"asyncapi":"2.6.0","info":{"title":"Docs"},"channels":{"a":{"publish":{"message":{"name":"m","payload":{"type":"object","examples":[{"$ref":"#/components/x"}]}}}}}}"##;
    let out = told(read, "docs.json", text);
    assert!(
        out.contains(r##""examples":[{"$ref":"#/components/x"}]"##),
        "{out}"
    );
    assert!(!out.contains("leads nowhere"), "{out}");
}

#[test]
fn the_sample_is_read() {
    if let Some(text) = sample("ownership/asyncapi.yaml") {
        let out = told(read, "asyncapi.yaml", &text);
        assert!(
            out.contains("contract /components/messages/fraudReviewRequest \"fraudReviewRequest\""),
            "{out}"
        );
    }
}
