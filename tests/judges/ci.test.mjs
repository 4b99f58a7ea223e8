// Exported checks, put in place as their README says: the files are YAML, every command in them runs with the real program in a real repository,
// the hook refuses a commit with stale exports, and the comment says what a pull request changes.
import assert from "node:assert/strict";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import test, { after, before } from "node:test";
import { ask, targetDir } from "../../scripts/lib/process.mjs";
import { nodeJudges } from "./lib/node.mjs";
import { must } from "./lib/place.mjs";

const KINDS = ["contracts", "runbooks", "ci"];
const RUNBOOK = "handoffs/runbooks/index.md";

let folder;
let yaml;
let env;

const repository = () => join(folder, "repository");
const exported = (name) => readFileSync(join(repository(), "handoffs", "ci", name), "utf8");
const own = () => join(folder, "own.baton");

/** A repository with the registry in its text form and its exports, as a team has it. */
before(() => {
  folder = mkdtempSync(join(tmpdir(), "baton-judges-ci-"));
  env = {
    ...process.env,
    PATH: `${join(targetDir, "debug")}${delimiter}${process.env.PATH}`,
    BATON_USER: "judges",
    GIT_CONFIG_GLOBAL: join(folder, "none"),
    GIT_AUTHOR_NAME: "Judge",
    GIT_AUTHOR_EMAIL: "judge@example.org",
    GIT_COMMITTER_NAME: "Judge",
    GIT_COMMITTER_EMAIL: "judge@example.org",
    BATON_TEXT: "registry",
    BATON_EXPORTS: "handoffs",
    RUNNER_TEMP: join(folder, "runner"),
    GITHUB_ENV: join(folder, "runner", "env"),
    GITHUB_STEP_SUMMARY: join(folder, "runner", "summary.md"),
    GITHUB_BASE_REF: "main",
    CI_BUILDS_DIR: join(folder, "builds"),
    CI_JOB_ID: "7",
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
  };
  delete env.BATON_REGISTRY;
  mkdirSync(repository(), { recursive: true });
  mkdirSync(env.RUNNER_TEMP);
  mkdirSync(env.CI_BUILDS_DIR);
  baton("init", "--template", "customer-support");
  publish();
  git("init", "-q", "-b", "main");
  git("add", ".");
  git("commit", "-qm", "Registry and exports");
  git("clone", "-q", "--bare", ".", join(folder, "origin.git"));
  git("remote", "add", "origin", join(folder, "origin.git"));
  yaml = nodeJudges()?.("js-yaml");
});
after(() => folder && rmSync(folder, { recursive: true, force: true }));

function run(program, args, more = {}) {
  return ask(program, args, { cwd: repository(), env: { ...env, ...more } });
}

/** What `baton` says of the team's own registry; 1 tells of findings. */
function baton(...args) {
  const done = run("baton", args, { BATON_REGISTRY: own() });
  return done.status === 1 ? done.stdout : must(done, `baton ${args.join(" ")}`);
}

function git(...args) {
  return must(run("git", args), `git ${args.join(" ")}`);
}

/** Writes text form and exports of the registry as it is. */
function publish() {
  baton("pull", "registry");
  baton("export", ...KINDS, "--out", "handoffs");
}

/** Runs a script as CI does, in a shell that ends with the first command that fails. */
function script(text, more = {}) {
  return ask("bash", ["-euo", "pipefail", "-c", text], {
    cwd: repository(),
    env: { ...env, ...more },
  });
}

/** A registry is a database with its log beside it. */
function removeRegistry(path) {
  for (const part of ["", "-wal", "-shm"]) rmSync(`${path}${part}`, { force: true });
}

/** Gives an agent another name, in the registry alone. */
function rename(name) {
  const [agent] = JSON.parse(baton("list", "agent", "--format", "json")).records;
  const { kind: _, revision: __, record_kind: ___, ...fields } = agent;
  const edit = {
    op: "put",
    kind: "agent",
    id: agent.id,
    record: { ...fields, kind: agent.kind, name },
  };
  const file = join(folder, "edit.json");
  writeFileSync(file, JSON.stringify([edit]));
  baton("apply", file);
}

test("the workflow of GitHub Actions is one, and its commands run", (t) => {
  if (!yaml) return t.skip("no YAML reader");
  const { jobs, on } = yaml.load(exported("github-actions.yml"));
  assert.deepEqual(Object.keys(on), ["push", "pull_request", "workflow_dispatch"]);
  for (const [name, job] of Object.entries(jobs)) {
    const scripts = job.steps.filter(({ run }) => run);
    // What people wrote never stands in a script.
    for (const { run } of scripts) assert.ok(!run.includes("${{"), run);
    removeRegistry(join(env.RUNNER_TEMP, "registry.baton"));
    rmSync(join(env.RUNNER_TEMP, "base"), { recursive: true, force: true });
    git("worktree", "prune");
    writeFileSync(env.GITHUB_ENV, "");
    for (const step of scripts) {
      const [, registry] =
        readFileSync(env.GITHUB_ENV, "utf8").match(/^BATON_REGISTRY=(.*)$/m) ?? [];
      const more = {
        ...(registry && { BATON_REGISTRY: registry }),
        AGENT: "nobody@1.0.0",
        ENVIRONMENT: "production",
      };
      if (step.run.startsWith("gh ")) continue;
      const done = script(step.run, more);
      if (name === "deploy-gate" && step.run.includes("can-i-deploy")) {
        // The command and its flags are known, the agent is not.
        assert.equal(done.status, 2, done.stderr);
        assert.match(done.stderr, /nobody/);
      } else must(done, `${name}: ${step.name}`);
    }
  }
  assert.match(readFileSync(join(env.RUNNER_TEMP, "comment.md"), "utf8"), /nothing changes/);
});

test("the pipeline of GitLab is one, and its commands run", (t) => {
  if (!yaml) return t.skip("no YAML reader");
  const jobs = yaml.load(exported("gitlab-ci.yml"));
  const { before_script: first, variables } = jobs[".baton"];
  assert.equal(variables.BATON_TEXT, "registry");
  const more = {
    BATON_REGISTRY: join(env.CI_BUILDS_DIR, "baton-7.baton"),
    BATON_AGENT: "nobody@1.0.0",
    BATON_ENVIRONMENT: "production",
  };
  for (const name of ["baton:check", "baton:comment", "baton:deploy-gate"]) {
    assert.equal(jobs[name].extends, ".baton");
    removeRegistry(more.BATON_REGISTRY);
    const done = script([...first, ...jobs[name].script].join("\n"), more);
    if (name === "baton:deploy-gate") assert.match(done.stderr, /nobody/);
    else must(done, name);
  }
});

test("pre-commit's configuration names the script that is there", (t) => {
  if (!yaml) return t.skip("no YAML reader");
  const [{ repo, hooks }] = yaml.load(exported("pre-commit-config.yaml")).repos;
  assert.equal(repo, "local");
  must(script(hooks[0].entry), "the hook");
});

test("the hook refuses a commit with stale or hand-edited exports, and lets the others through", () => {
  const hook = join(repository(), ".git", "hooks", "pre-commit");
  mkdirSync(join(repository(), ".git", "hooks"), { recursive: true });
  copyFileSync(join(repository(), "handoffs", "ci", "pre-commit"), hook);
  chmodSync(hook, 0o755);
  const commit = () => run("git", ["commit", "-m", "Change"]);

  rename("Renamed by hand");
  baton("pull", "registry");
  git("add", ".");
  const stale = commit();
  assert.notEqual(stale.status, 0);
  assert.match(stale.stderr, /Write the exports anew/);
  // Written, but not among what is committed: refused all the same.
  baton("export", ...KINDS, "--out", "handoffs");
  assert.notEqual(commit().status, 0);
  git("add", ".");
  must(commit(), "git commit");

  appendFileSync(join(repository(), RUNBOOK), "by hand\n");
  git("add", ".");
  const edited = commit();
  assert.notEqual(edited.status, 0);
  assert.match(edited.stdout + edited.stderr, /edited by hand/);
  baton("export", ...KINDS, "--out", "handoffs", "--overwrite-edited");
  git("add", ".");
  assert.equal(git("status", "--porcelain").trim?.() ?? "", "");
});

test("the comment tells changes, verdict, what shows it and who is hit", () => {
  const versions = JSON.parse(baton("list", "contract_version", "--format", "json")).records;
  const [old] = versions.filter(({ payload_schema }) => payload_schema?.required?.length > 0);
  const schema = structuredClone(old.payload_schema);
  schema.properties.made_up_key = { type: "integer" };
  schema.required.push("made_up_key");
  const file = join(folder, "schema.json");
  writeFileSync(file, JSON.stringify(schema));
  baton("contract", "draft", old.contract, "--schema", file);
  const base = join(folder, "origin");
  git("clone", "-q", join(folder, "origin.git"), base);
  const told = baton("review-comment", "--base", join(base, "registry"));
  assert.match(told, /^## Baton: \d+ records? changed, 1 contract version breaks what came before/);
  assert.match(told, new RegExp(`### \`${old.contract}@[^\`]+\`: \\*\\*breaking\\*\\*`));
  assert.match(told, /made\\?_up\\?_key/);
  assert.match(told, /A payload that shows it:\n\n```json\n\{/);
  assert.match(told, /\*\*Who is hit:\*\*/);
  assert.match(told, /### What changes/);
  // A registry file serves as the base as well.
  const copy = join(folder, "base.baton");
  must(run("baton", ["init"], { BATON_REGISTRY: copy }), "baton init");
  must(run("baton", ["push", join(base, "registry")], { BATON_REGISTRY: copy }), "baton push");
  assert.equal(baton("review-comment", "--base", copy), told);
});
