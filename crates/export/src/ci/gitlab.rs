//! A pipeline of GitLab.

use super::{Checks, EXPORTS, FIND_BATON, READ_REGISTRY, TEXT};
use serde_json::{Value, json};

pub(super) fn pipeline(checks: &Checks) -> Value {
    json!({
        ".baton": {
            "variables": {
                "BATON_TEXT": TEXT,
                "BATON_EXPORTS": EXPORTS,
                "BATON_REGISTRY": "$CI_BUILDS_DIR/baton-$CI_JOB_ID.baton",
            },
            "before_script": [FIND_BATON, READ_REGISTRY],
        },
        "baton:check": {
            "extends": ".baton",
            "stage": "test",
            "rules": [
                {"if": "$CI_PIPELINE_SOURCE == 'merge_request_event'"},
                {"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"},
            ],
            "script": [
                "baton check",
                format!("baton export {} --out \"$BATON_EXPORTS\" --check", checks.export),
            ],
        },
        "baton:comment": {
            "extends": ".baton",
            "stage": "test",
            "rules": [{"if": "$CI_PIPELINE_SOURCE == 'merge_request_event'"}],
            "script": [
                "git fetch --depth=1 origin \"$CI_MERGE_REQUEST_TARGET_BRANCH_NAME\"",
                "git worktree add --force --detach \"$CI_BUILDS_DIR/baton-base-$CI_JOB_ID\" FETCH_HEAD",
                "baton review-comment --base \"$CI_BUILDS_DIR/baton-base-$CI_JOB_ID/$BATON_TEXT\" > baton-comment.md",
                // Without a token the comment is an artefact of the job.
                "if [ -n \"${BATON_GITLAB_TOKEN:-}\" ]; then curl --fail --silent --show-error --header \"PRIVATE-TOKEN: $BATON_GITLAB_TOKEN\" --data-urlencode body@baton-comment.md \"$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes\"; fi",
            ],
            "artifacts": {"paths": ["baton-comment.md"], "when": "always"},
        },
        "baton:deploy-gate": {
            "extends": ".baton",
            "stage": "deploy",
            "rules": [{"if": "$BATON_AGENT && $BATON_ENVIRONMENT"}],
            "script": ["baton can-i-deploy --to \"$BATON_ENVIRONMENT\" -- \"$BATON_AGENT\""],
        },
    })
}
