//! On random sequences of edits, undos and redos: undoing everything gives the start, redoing everything the end.

use crate::common::{agent, document, edit, in_file, in_memory, marked, team};
use baton_app::edit::{redo::redo, undo::undo};
use baton_app::{ErrorCode, Registry};
use baton_model::{
    AgentId, EditCommand, Handoff, HandoffId, Kind, RecordKey, Responder, Target, TeamId, Topology,
    TopologyId, delete_with_dependents,
};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Edit(Vec<EditCommand>),
    Marked(&'static str, EditCommand),
    DeleteAll(Kind, &'static str),
    Undo,
    Redo,
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["a", "b", "c"][..])
}

fn put() -> impl Strategy<Value = EditCommand> {
    let label = "[a-zé<]{1,5}";
    prop_oneof![
        (name(), label, prop::option::of(name())).prop_map(|(id, label, parent)| {
            let mut team = team(id, &label);
            team.parent = parent.map(|parent| TeamId::new(parent).unwrap());
            EditCommand::put(team)
        }),
        (name(), label, prop::option::of(name())).prop_map(|(id, label, team)| {
            let mut agent = agent(id, &label);
            agent.team = team.map(|team| TeamId::new(team).unwrap());
            EditCommand::put(agent)
        }),
        (name(), label).prop_map(|(id, label)| EditCommand::put(Topology::new(
            TopologyId::new(id).unwrap(),
            label
        ))),
        (name(), name(), name(), name(), prop::option::of(name())).prop_map(
            |(id, topology, from, to, owner)| {
                let mut handoff = Handoff::new(
                    HandoffId::new(id).unwrap(),
                    TopologyId::new(topology).unwrap(),
                    AgentId::new(from).unwrap(),
                    Target::Agent(AgentId::new(to).unwrap()),
                );
                handoff.fallback_owner =
                    owner.map(|owner| Responder::Team(TeamId::new(owner).unwrap()));
                EditCommand::put(handoff)
            }
        ),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let kinds = [Kind::Team, Kind::Agent, Kind::Topology, Kind::Handoff];
    prop_oneof![
        5 => prop::collection::vec(put(), 1..4).prop_map(Step::Edit),
        3 => (prop::sample::select(&["m", "n"][..]), put()).prop_map(|(mark, edit)| Step::Marked(mark, edit)),
        1 => (prop::sample::select(kinds.to_vec()), name()).prop_map(|(kind, id)| Step::DeleteAll(kind, id)),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
    ]
}

/// Takes a step; steps that are not valid here are refused and change nothing.
async fn take(registry: &Registry, step: &Step) {
    let before = document(registry);
    let result = match step {
        Step::Edit(edits) => edit(registry, edits.clone()).await,
        Step::Marked(mark, command) => {
            if baton_model::apply(&before, std::slice::from_ref(command)).is_ok() {
                Ok(marked(registry, mark, vec![command.clone()]).await)
            } else {
                return;
            }
        }
        Step::DeleteAll(kind, id) => {
            let key = RecordKey::new(*kind, *id);
            edit(registry, delete_with_dependents(&before, &[key])).await
        }
        Step::Undo => undo(registry).await,
        Step::Redo => redo(registry).await,
    };
    match result {
        Ok(reply) => assert_eq!(reply.revision, registry.store().head().await.unwrap()),
        Err(error) => {
            assert!(
                !matches!(error.code, ErrorCode::Internal | ErrorCode::Damaged),
                "{error:?}"
            );
            assert_eq!(document(registry), before, "{error:?}");
        }
    }
    assert_eq!(document(registry).dangling(), vec![]);
}

async fn drain(registry: &Registry, way: Step) {
    loop {
        let result = match way {
            Step::Undo => undo(registry).await,
            _ => redo(registry).await,
        };
        match result {
            Ok(_) => {}
            Err(error) if error.code == ErrorCode::NothingToUndo => return,
            Err(error) => panic!("{way:?}: {error:?}"),
        }
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undoing_all_gives_the_start_and_redoing_all_the_end(steps in prop::collection::vec(step(), 1..25)) {
        block_on(async {
            let registry = in_memory().await;
            let start = document(&registry);
            for step in &steps {
                take(&registry, step).await;
            }
            drain(&registry, Step::Redo).await;
            let end = document(&registry);
            drain(&registry, Step::Undo).await;
            assert_eq!(document(&registry), start);
            drain(&registry, Step::Redo).await;
            assert_eq!(document(&registry), end);
            assert_eq!(registry.store().verify().await.unwrap(), vec![]);
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn closing_in_between_makes_no_difference(steps in prop::collection::vec(step(), 1..16), cut in 0..16usize) {
        block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("r.baton");
            let through = in_memory().await;
            for step in &steps {
                take(&through, step).await;
            }
            let (first, second) = steps.split_at(cut.min(steps.len()));
            for part in [first, second] {
                let registry = in_file(&file, "ada").await;
                for step in part {
                    take(&registry, step).await;
                }
            }
            let reopened = in_file(&file, "ada").await;
            assert_eq!(document(&reopened), document(&through));
            assert_eq!(reopened.snapshot().can_undo, through.snapshot().can_undo);
            assert_eq!(reopened.snapshot().can_redo, through.snapshot().can_redo);
        });
    }
}
