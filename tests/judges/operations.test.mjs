// What is exported for those who run the agents, judged by the tools that read it: alerts, escalation, owners, catalog, dashboards.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { ask } from "../../scripts/lib/process.mjs";
import { Exported } from "./lib/exported.mjs";
import { nodeJudges } from "./lib/node.mjs";
import { must } from "./lib/place.mjs";
import { promtool } from "./lib/promtool.mjs";
import { pythonJudges } from "./lib/python.mjs";

let exported;

before(() => {
  exported = new Exported(
    "alerts",
    "runbooks",
    "escalation",
    "codeowners",
    "catalog",
    "dashboards",
    "compliance",
  );
});
after(() => exported?.remove());

const filesIn = (folder, ending) =>
  readdirSync(join(exported.out, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(exported.out, folder, name));

test("promtool takes every rule, and every alert fires when it should and only then", () => {
  const program = promtool();
  if (!program) return;
  const rules = filesIn("alerts", ".rules.yml");
  assert.equal(rules.length, exported.baton("list", "topology").records.length);
  const checked = must(ask(program, ["check", "rules", ...rules]), "promtool check rules");
  const count = [...checked.matchAll(/SUCCESS: (\d+) rules found/g)].reduce(
    (sum, [, n]) => sum + Number(n),
    0,
  );
  const handoffs = exported.baton("list", "handoff").records;
  const seams = handoffs.filter(({ to }) => typeof to === "string" || to.capabilities);
  assert.ok(count > 2 * seams.length, `${count} rules for ${seams.length} handoffs`);
  const tests = filesIn("alerts", ".rules_test.yml");
  const options = { cwd: join(exported.out, "alerts"), maxBuffer: 256 << 20 };
  must(ask(program, ["test", "rules", ...tests], options), "promtool test rules");
  const text = tests.map((path) => readFileSync(path, "utf8")).join("");
  const told = (pattern) => text.match(pattern)?.length ?? 0;
  assert.equal(
    told(/^ *- ?exp_labels:|exp_labels:/gm) * 2,
    told(/alertname:/g),
    "each fires once and is silent once",
  );
  console.log(`promtool: ${count} rules, ${told(/alertname:/g)} answers of alerts.`);
});

test("every address of a runbook leads to a file", () => {
  for (const path of filesIn("alerts", ".rules.yml")) {
    for (const [, file] of readFileSync(path, "utf8").matchAll(
      /runbook_url: .*?(runbooks\/[^"'\s]+\.md)/g,
    ))
      assert.ok(readFileSync(join(exported.out, file), "utf8").startsWith("# "), file);
  }
});

const CODEOWNERS = `
import json, sys
from codeowners import CodeOwners
owners = CodeOwners(open(sys.argv[1], encoding="utf-8").read())
json.dump([owners.of(path) for path in json.load(open(sys.argv[2], encoding="utf-8"))], sys.stdout)
`;

test("codeowners finds the owner of every runbook whose team has an address", () => {
  const programs = pythonJudges();
  if (!programs) return;
  const teams = new Map(exported.baton("list", "team").records.map((team) => [team.id, team]));
  const handoffs = exported.baton("list", "handoff").records.filter(({ owners }) => owners?.length);
  const paths = join(exported.folder, "paths.json");
  writeFileSync(paths, JSON.stringify(handoffs.map(({ id }) => `runbooks/${id}.md`)));
  const file = join(exported.out, "CODEOWNERS");
  const told = ask(join(programs, "python"), ["-c", CODEOWNERS, file, paths]);
  const found = JSON.parse(must(told, "codeowners"));
  for (const [index, { id, owners }] of handoffs.entries()) {
    const mails = owners.flatMap(
      (team) =>
        teams
          .get(team)
          .contacts?.filter(({ address }) => /^[^@\s]+@[^@\s]+$/.test(address))
          .slice(0, 1) ?? [],
    );
    assert.deepEqual(
      found[index].map(([, owner]) => owner),
      mails.map(({ address }) => address),
      id,
    );
  }
});

test("Backstage takes every entity of the catalog", async () => {
  const require = nodeJudges();
  const programs = pythonJudges();
  if (!require || !programs) return;
  const model = require("@backstage/catalog-model");
  const read =
    "import json, sys, yaml; json.dump(list(yaml.safe_load_all(open(sys.argv[1]))), sys.stdout)";
  const file = join(exported.out, "catalog-info.yaml");
  const options = { maxBuffer: 256 << 20 };
  const text = must(ask(join(programs, "python"), ["-c", read, file], options), "yaml");
  const entities = JSON.parse(text);
  const policy = model.EntityPolicies.allOf([
    new model.SchemaValidEntityPolicy(),
    new model.DefaultNamespaceEntityPolicy(),
    new model.FieldFormatEntityPolicy(),
    new model.NoForeignRootFieldsEntityPolicy(),
  ]);
  const validators = {
    API: model.apiEntityV1alpha1Validator,
    Component: model.componentEntityV1alpha1Validator,
    Group: model.groupEntityV1alpha1Validator,
    System: model.systemEntityV1alpha1Validator,
  };
  const known = new Set();
  for (const entity of entities) {
    const checked = await policy.enforce(entity);
    assert.equal(await validators[entity.kind].check(checked), true, entity.metadata.name);
    known.add(model.stringifyEntityRef(checked));
  }
  assert.equal(known.size, entities.length, "no name is used twice");
  for (const { spec } of entities) {
    const referred = [spec.owner, spec.system, spec.parent, spec.providesApis, spec.consumesApis];
    for (const reference of referred.flat().filter(Boolean))
      assert.ok(known.has(model.stringifyEntityRef(model.parseEntityRef(reference))), reference);
  }
  assert.ok(entities.length > 200, String(entities.length));
});

test("dashboards keep to Grafana's model, and no panel covers another", () => {
  for (const path of filesIn("dashboards", ".json")) {
    const board = JSON.parse(readFileSync(path, "utf8"));
    assert.ok(board.uid.length <= 40 && board.schemaVersion >= 36 && board.title, path);
    const inside = board.panels.flatMap(({ panels }) => panels ?? []);
    const ids = [...board.panels, ...inside].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, path);
    const taken = new Set();
    for (const { gridPos } of board.panels) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          assert.ok(x < 24 && !taken.has(`${x},${y}`), `${path}: ${x},${y}`);
          taken.add(`${x},${y}`);
        }
      }
    }
    for (const { type, targets } of [...board.panels, ...inside].filter(
      ({ type }) => type !== "row",
    )) {
      assert.ok(["timeseries", "stat"].includes(type));
      for (const { expr, refId, datasource } of targets)
        assert.ok(expr && /^[A-Z]$/.test(refId) && datasource.uid === "$" + "{datasource}", path);
    }
  }
});

test("escalation policies have what PagerDuty asks for", () => {
  const paths = exported
    .baton("list", "escalation_path")
    .records.filter(({ steps }) => steps?.length);
  const policies = filesIn("escalation", ".json").flatMap(
    (path) => JSON.parse(readFileSync(path, "utf8")).escalation_policies,
  );
  assert.equal(policies.length, paths.length);
  for (const { type, name, num_loops, escalation_rules } of policies) {
    assert.ok(type === "escalation_policy" && name && num_loops >= 0 && num_loops <= 9);
    assert.ok(escalation_rules.length > 0, name);
    for (const { escalation_delay_in_minutes, targets } of escalation_rules) {
      assert.ok(escalation_delay_in_minutes >= 1 && targets.length >= 1 && targets.length <= 10);
      for (const { id, type } of targets) assert.ok(id && /^(user|schedule)_reference$/.test(type));
    }
  }
});

test("the report on evidence names rules that exist, and claims nothing", () => {
  const rules = new Set(exported.baton("rules").rules.map(({ code }) => code));
  for (const path of filesIn("compliance", ".json")) {
    const { requirements, disclaimer } = JSON.parse(readFileSync(path, "utf8"));
    assert.match(disclaimer, /does not say that any law is complied with/);
    for (const { article, rules: named, state, evidence, gaps } of requirements) {
      for (const code of named) assert.ok(rules.has(code), `${article} names ${code}`);
      assert.equal(state === "gap", evidence.length === 0 && gaps.length > 0);
      assert.equal(state === "evidence", evidence.length > 0 && gaps.length === 0);
    }
  }
});
