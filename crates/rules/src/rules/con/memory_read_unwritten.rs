//! CON021: a memory that nobody has filled.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::glimpse::{Node, Stride};
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, wording};
use baton_graph::{Place, Step, Ways};
use baton_model::{Handoff, MemoryAccess};
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Entry = Entry::of_topologies::<MemoryReadUnwritten>();

struct MemoryReadUnwritten;

/// Whether a key has been written on the way of a request.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Empty,
    Written,
}

fn key_of(access: &MemoryAccess) -> (&str, &str) {
    (access.memory.as_str(), &access.key)
}

fn writes(handoff: &Handoff, key: (&str, &str)) -> bool {
    is_among(&handoff.memory_writes, key)
}

fn is_among(written: &[MemoryAccess], key: (&str, &str)) -> bool {
    written.iter().any(|write| key_of(write) == key)
}

fn is_written_elsewhere(context: &TopologyContext<'_>, key: (&str, &str)) -> bool {
    let here = context.graph.topology().map(|topology| &topology.id);
    let mut handoffs = context.registry.doc.handoffs();
    handoffs.any(|handoff| Some(&handoff.topology) != here && writes(handoff, key))
}

/// Agents that have the key written by what they call, or by what is called in turn.
fn fillers<'a>(context: &TopologyContext<'a>, key: (&str, &str)) -> BTreeSet<&'a str> {
    let graph = context.graph;
    let mut fillers: BTreeSet<&str> = BTreeSet::new();
    loop {
        let fills = |step: &Step<'_>| {
            let helps =
                matches!(step.to, Place::Agent(called) if fillers.contains(called.id.as_str()));
            Ways::CALLS.contains(step.way) && (helps || writes(step.handoff, key))
        };
        let agents = graph
            .members()
            .filter(|agent| !fillers.contains(agent.id.as_str()));
        let more: Vec<&str> = agents
            .filter(|agent| graph.steps_from(&agent.id).any(|step| fills(&step)))
            .map(|agent| agent.id.as_str())
            .collect();
        if more.is_empty() {
            return fillers;
        }
        fillers.extend(more);
    }
}

fn after(
    key: (&str, &str),
    fillers: &BTreeSet<&str>,
    state: State,
    sender: Node<'_>,
    stride: Stride<'_>,
) -> State {
    if is_among(stride.line.memory_writes(), key) || fillers.contains(sender.id().as_str()) {
        State::Written
    } else {
        state
    }
}

impl Rule for MemoryReadUnwritten {
    const CODE: &'static str = "CON021";
    const NAME: &'static str = "memory-read-unwritten";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A memory key is read that nobody on the path has written.";
    const WHY: &'static str = "The receiver finds nothing there, or what an earlier request has left behind, and works on with that.";
    const EXPLANATION: &'static str = r#"
## What it does
Follows requests from the entries along every way. For every memory key that a handoff's receiver reads (`memory_reads`) it looks
for a way on which no handoff has written the key (`memory_writes`), the handoff itself and the calls of the agents passed
included. Keys that handoffs of other topologies write are passed over: they may have been filled there. The path is a shortest
one on which the key is still empty.

## Why is this bad
A blackboard works only if who writes comes before who reads, on every way. The way on which it does not is the one that nobody
tried. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "memory", "id": "case-memory", "record": {"keys": [{"name": "identity"}]}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "refunds", "memory_reads": [{"memory": "case-memory", "key": "identity"}]}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "memory", "id": "case-memory", "record": {"keys": [{"name": "identity"}]}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "refunds", "memory_reads": [{"memory": "case-memory", "key": "identity"}], "memory_writes": [{"memory": "case-memory", "key": "identity"}]}}
```

## Options
None.

## Fix safety
Offered is that the sender of the handoff writes the key, unless it is said to reach other memories only. Whether it knows the value has to be decided.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let mut readers: BTreeMap<(&str, &str), Vec<&Handoff>> = BTreeMap::new();
        for handoff in context.graph.handoffs() {
            for read in &handoff.memory_reads {
                readers.entry(key_of(read)).or_default().push(handoff);
            }
        }
        for (key, handoffs) in readers {
            if is_written_elsewhere(context, key) {
                continue;
            }
            let fillers = fillers(context, key);
            let walk = context
                .graph
                .explore(State::Empty, |state, sender, stride| {
                    after(key, &fillers, state, sender, stride)
                });
            for handoff in handoffs.into_iter().filter(|handoff| !writes(handoff, key)) {
                let path = walk
                    .path(&handoff.from, State::Empty)
                    .filter(|_| !fillers.contains(handoff.from.as_str()));
                let Some(mut path) = path else {
                    continue;
                };
                path.push(&handoff.id);
                let message = format!(
                    "The receiver of {} reads {} of {}, which nobody has written on this path; write it before, or do not read it here.",
                    wording::handoff(context, handoff),
                    wording::code(key.1),
                    wording::code(key.0),
                );
                let part = format!("{}/{}", key.0, key.1);
                let draft = Draft::new(seam::key(handoff), message)
                    .part(part)
                    .path(path);
                report.add(draft.fixes(fix(context, handoff, key)));
            }
        }
    }
}

/// Lets the sender write the key that its handoff's receiver reads.
fn fix(context: &TopologyContext<'_>, handoff: &Handoff, key: (&str, &str)) -> Option<Fix> {
    let sender = context.graph.member(&handoff.from)?;
    let read = handoff
        .memory_reads
        .iter()
        .find(|read| key_of(read) == key)?;
    let reaches = sender.memory.is_empty() || sender.memory.contains(&read.memory);
    let read = read.clone();
    let edit = change_handoff(context, handoff, move |changed| {
        changed.memory_writes.push(read.clone());
    });
    let title = format!(
        "Let {} write {}",
        wording::agent(sender),
        wording::code(key.1)
    );
    reaches.then(|| Fix::to_decide(title, vec![edit]))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(ab: &str, ac: &str, bc: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "memory", "id": "m", "record": {{}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "agent", "id": "c", "record": {{"name": "C"}}}}
            {{"op": "put", "kind": "agent", "id": "d", "record": {{"name": "D"}}}}
            {{"op": "put", "kind": "entry", "id": "in", "record": {{"topology": "t", "agent": "a"}}}}
            {{"op": "put", "kind": "handoff", "id": "ab", "record": {{"topology": "t", "from": "a", "to": "b"{ab}}}}}
            {{"op": "put", "kind": "handoff", "id": "ac", "record": {{"topology": "t", "from": "a", "to": "c"{ac}}}}}
            {{"op": "put", "kind": "handoff", "id": "bc", "record": {{"topology": "t", "from": "b", "to": "c"{bc}}}}}
            {{"op": "put", "kind": "handoff", "id": "cd", "record": {{"topology": "t", "from": "c", "to": "d", "memory_reads": [{{"memory": "m", "key": "k"}}]}}}}
            "#
        )
    }

    const WRITES: &str = r#", "memory_writes": [{"memory": "m", "key": "k"}]"#;

    #[test]
    fn every_way_has_to_write_it() {
        check("CON021", &edits(WRITES, WRITES, ""), &[]);
        check("CON021", &edits("", WRITES, WRITES), &[]);
        let unwritten = edits(WRITES, "", "");
        check(
            "CON021",
            &unwritten,
            &[
                "warning handoff cd: The receiver of the handoff from C to D reads `k` of `m`, which nobody has written on this path; write it before, or do not read it here.",
            ],
        );
        let path: Vec<_> = found("CON021", &registry(&unwritten))[0]
            .path
            .iter()
            .map(|key| key.id.clone())
            .collect();
        assert_eq!(path, ["ac", "cd"]);
    }

    #[test]
    fn a_call_may_write_it() {
        let called = format!(r#", "mode": "delegate"{WRITES}"#);
        check("CON021", &edits(&called, "", ""), &[]);
    }
}
