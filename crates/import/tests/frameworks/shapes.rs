//! Files written by hand in shapes that the samples do not have, each with the picture of what comes of it.

use super::picture::{check, committed, files, imported, picture, root};
use baton_model::Document;

#[track_caller]
fn becomes(format: &str, folder: &str, names: &[&str], expected: &str) {
    let folder = root().join("fixtures").join(folder);
    let read = files(&folder, names).unwrap();
    let made = imported(None, &read, &Document::new());
    let document = committed(&made);
    assert!(document.agents().all(|agent| {
        agent
            .origin
            .as_ref()
            .is_some_and(|origin| origin.format == format)
    }));
    check(&folder.join(expected), &picture(&document, &made));
}

#[test]
fn autogen_teams_in_teams_with_servers_and_limits() {
    becomes(
        "autogen",
        "autogen",
        &["nested.team.json"],
        "nested.expected.txt",
    );
}

#[test]
fn autogen_galleries_and_files_of_early_studio_versions() {
    becomes(
        "autogen",
        "autogen",
        &["gallery.json"],
        "gallery.expected.txt",
    );
    becomes(
        "autogen",
        "autogen",
        &["early.team.json"],
        "early.expected.txt",
    );
}

#[test]
fn crewai_crews_of_two_files() {
    becomes(
        "crewai",
        "crewai",
        &["claims/agents.yaml", "claims/tasks.yaml"],
        "claims.expected.txt",
    );
}

#[test]
fn crewai_projects_whose_agents_stand_in_files_of_their_own() {
    becomes(
        "crewai",
        "crewai",
        &[
            "project/agents/researcher.jsonc",
            "project/agents/spare.jsonc",
            "project/agents/writer.jsonc",
            "project/crew.jsonc",
        ],
        "project.expected.txt",
    );
}

#[test]
fn crewai_tasks_that_name_no_agent() {
    becomes(
        "crewai",
        "crewai",
        &["gaps/agents.yaml", "gaps/tasks.yaml"],
        "gaps.expected.txt",
    );
}

#[test]
fn crewai_crews_with_a_manager() {
    becomes(
        "crewai",
        "crewai",
        &["managed.crew.json"],
        "managed.expected.txt",
    );
}

#[test]
fn crewai_flows_with_people_loops_and_joins() {
    becomes(
        "crewai",
        "crewai",
        &["review.flow.yaml"],
        "review.expected.txt",
    );
}

#[test]
fn agent_framework_branches_loops_jumps_and_tools() {
    becomes(
        "agent-framework",
        "agent_framework",
        &["returns.workflow.yaml"],
        "returns.expected.txt",
    );
}

#[test]
fn agent_framework_dumps_with_switches_joins_and_inner_workflows() {
    becomes(
        "agent-framework",
        "agent_framework",
        &["built.workflow.json"],
        "built.expected.txt",
    );
}

#[test]
fn agent_framework_agents_alone() {
    becomes(
        "agent-framework",
        "agent_framework",
        &["weather.agent.yaml"],
        "weather.expected.txt",
    );
}

#[test]
fn agent_spec_flows_with_everything_that_a_node_can_be() {
    becomes(
        "agent-spec",
        "agent_spec",
        &["intake.flow.json"],
        "intake.expected.txt",
    );
}

#[test]
fn agent_spec_groups_in_groups_and_circles() {
    becomes(
        "agent-spec",
        "agent_spec",
        &["circle.swarm.yaml"],
        "circle.expected.txt",
    );
}

#[test]
fn agent_spec_swarms_hand_over() {
    becomes(
        "agent-spec",
        "agent_spec",
        &["library.swarm.yaml"],
        "library.expected.txt",
    );
}

#[test]
fn agent_spec_managers_call_their_workers() {
    becomes(
        "agent-spec",
        "agent_spec",
        &["bakery.manager.json"],
        "bakery.expected.txt",
    );
}

#[test]
fn a2a_cards_that_name_each_other() {
    becomes(
        "a2a",
        "a2a",
        &["intake.agent-card.json", "assessor.agent-card.json"],
        "pair.expected.txt",
    );
}

#[test]
fn google_adk_trees_over_files() {
    becomes(
        "google-adk",
        "google_adk",
        &["root_agent.yaml", "sub/billing.yaml", "sub/writer.yaml"],
        "tree.expected.txt",
    );
}

#[test]
fn google_adk_workflows_over_files() {
    becomes(
        "google-adk",
        "google_adk",
        &[
            "workflow/root_agent.yaml",
            "workflow/billing.yaml",
            "workflow/gathered.yaml",
            "workflow/polish.yaml",
            "workflow/tracker.yaml",
            "workflow/writer.yaml",
        ],
        "workflow.expected.txt",
    );
}

#[test]
fn google_adk_workflows_that_make_no_sense() {
    becomes(
        "google-adk",
        "google_adk",
        &["workflow/odd.yaml"],
        "odd_workflow.expected.txt",
    );
}

#[test]
fn openai_typescript_a_desk_that_hands_over() {
    becomes(
        "openai-agents",
        "openai_typescript",
        &["travel_desk.ts"],
        "travel_desk.expected.txt",
    );
}

#[test]
fn openai_typescript_a_workflow_that_code_runs() {
    becomes(
        "openai-agents",
        "openai_typescript",
        &["claims_workflow.ts"],
        "claims_workflow.expected.txt",
    );
}

#[test]
fn openai_typescript_of_somebody_who_means_harm() {
    becomes(
        "openai-agents",
        "openai_typescript",
        &["hostile.ts"],
        "hostile.expected.txt",
    );
}
