//! A workflow of GitHub Actions.

use super::{Checks, EXPORTS, FIND_BATON, READ_REGISTRY, TEXT};
use serde_json::{Value, json};

/// Whatever people wrote reaches a shell through its environment alone, never through an expression.
pub(super) fn workflow(checks: &Checks) -> Value {
    json!({
        "name": "Baton",
        "on": {
            "push": {"branches": ["main"]},
            "pull_request": {},
            "workflow_dispatch": {"inputs": inputs(checks)},
        },
        "permissions": {"contents": "read"},
        "env": {"BATON_TEXT": TEXT, "BATON_EXPORTS": EXPORTS},
        "jobs": {
            "check": {
                "name": "Rules hold, exports are current",
                "runs-on": "ubuntu-latest",
                "steps": begun([
                    step("The rules hold", "baton check --format github"),
                    step(
                        "The exports are what the registry gives",
                        &format!("baton export {} --out \"$BATON_EXPORTS\" --check", checks.export),
                    ),
                ]),
            },
            "comment": {
                "name": "What the pull request changes, and who is hit",
                "if": "github.event_name == 'pull_request'",
                "runs-on": "ubuntu-latest",
                "permissions": {"contents": "read", "pull-requests": "write"},
                "steps": begun([
                    step(
                        "The state that it is compared with",
                        "git fetch --depth=1 origin \"$GITHUB_BASE_REF\"\ngit worktree add --detach \"$RUNNER_TEMP/base\" FETCH_HEAD",
                    ),
                    step(
                        "Write the comment",
                        "baton review-comment --base \"$RUNNER_TEMP/base/$BATON_TEXT\" > \"$RUNNER_TEMP/comment.md\"\ncat \"$RUNNER_TEMP/comment.md\" >> \"$GITHUB_STEP_SUMMARY\"",
                    ),
                    json!({
                        "name": "Put it on the pull request",
                        // A fork's pull request may not write; the summary of the run has the comment all the same.
                        "if": "github.event.pull_request.head.repo.full_name == github.repository",
                        "env": {
                            "GH_TOKEN": "${{ github.token }}",
                            "PULL_REQUEST": "${{ github.event.pull_request.number }}",
                        },
                        "run": "gh pr comment \"$PULL_REQUEST\" --edit-last --body-file \"$RUNNER_TEMP/comment.md\" || gh pr comment \"$PULL_REQUEST\" --body-file \"$RUNNER_TEMP/comment.md\"",
                    }),
                ]),
            },
            "deploy-gate": {
                "name": "May this version run there?",
                "if": "github.event_name == 'workflow_dispatch'",
                "runs-on": "ubuntu-latest",
                "steps": begun([json!({
                    "name": "Everything that runs there accepts it",
                    "env": {
                        "AGENT": "${{ inputs.agent }}",
                        "ENVIRONMENT": "${{ inputs.environment }}",
                    },
                    "run": "baton can-i-deploy --to \"$ENVIRONMENT\" -- \"$AGENT\"",
                })]),
            },
        },
    })
}

/// The environments as choices, where there are any.
fn inputs(checks: &Checks) -> Value {
    let environment = if checks.environments.is_empty() {
        json!({"description": "Environment, by id", "required": true, "type": "string"})
    } else {
        json!({
            "description": "Environment",
            "required": true,
            "type": "choice",
            "options": checks.environments,
        })
    };
    json!({
        "agent": {"description": "AGENT@VERSION that is to be deployed", "required": true, "type": "string"},
        "environment": environment,
    })
}

fn step(name: &str, run: &str) -> Value {
    json!({"name": name, "run": run})
}

/// Steps after those that every job begins with.
fn begun(steps: impl IntoIterator<Item = Value>) -> Vec<Value> {
    let first = [
        json!({"uses": "actions/checkout@v4"}),
        step("Find baton", FIND_BATON),
        step(
            "Read the registry",
            &format!(
                "export BATON_REGISTRY=\"$RUNNER_TEMP/registry.baton\"\necho \"BATON_REGISTRY=$BATON_REGISTRY\" >> \"$GITHUB_ENV\"\n{READ_REGISTRY}"
            ),
        ),
    ];
    first.into_iter().chain(steps).collect()
}
