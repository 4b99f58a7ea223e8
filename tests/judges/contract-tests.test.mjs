// Exported contract tests in fresh projects: green as they are, and red, by name, once somebody changes a schema by hand.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { ask, root, targetDir } from "../../scripts/lib/process.mjs";
import { Exported } from "./lib/exported.mjs";
import { nodeJudges } from "./lib/node.mjs";
import { must } from "./lib/place.mjs";
import { pythonJudges } from "./lib/python.mjs";
import { cargo } from "./lib/rust.mjs";

let exported;
/** What is changed by hand: `{ contract, version, about, changed }`, with a change of each schema. */
let faults;

before(() => {
  exported = new Exported(
    "contracts",
    ...["guard-typescript", "guard-python", "guard-rust"],
    ...["tests-vitest", "tests-pytest", "tests-cargo"],
  );
  const read = (path) => JSON.parse(readFileSync(join(exported.out, path), "utf8"));
  const folder = "tests/pytest/vectors";
  const vectors = filesIn(`${folder}/contracts`).map(read);
  assert.ok(vectors.length > 140, String(vectors.length));
  const cases = vectors.flatMap(({ rejected }) => rejected);
  const rules = new Set(cases.map(({ rule }) => rule));
  for (const rule of ["required", "type", "enum", "pattern", "maximum", "format", "minItems"]) {
    assert.ok(rules.has(rule), rule);
  }
  const handoffs = filesIn(`${folder}/handoffs`);
  assert.ok(handoffs.length > 300 && cases.length > 3000, `${handoffs.length} ${cases.length}`);
  const steps = handoffs.flatMap((path) => read(path).cases.flatMap((one) => one.steps));
  const reasons = new Set(steps.map(({ rejected }) => rejected?.reason));
  for (const reason of ["expired", "duplicate", "loop_limit_reached", "tool_limit_reached"]) {
    assert.ok(reasons.has(reason), reason);
  }
  // Of two versions, so that neither change hides the other.
  faults = [
    fault(
      vectors.toReversed(),
      "required at the top",
      ({ required }) => required?.length > 1,
      (schema) => {
        schema.required = schema.required.slice(1);
      },
    ),
    fault(
      vectors,
      "enum",
      ({ properties = {} }) => enumIn(properties),
      (schema) => {
        enumIn(schema.properties).push("added-by-hand");
      },
    ),
  ];
});
after(() => exported?.remove());

/** The JSON files of a folder of the export. */
function filesIn(folder) {
  return readdirSync(join(exported.out, folder), { recursive: true })
    .filter((path) => path.endsWith(".json"))
    .map((path) => join(folder, path));
}

function enumIn(properties) {
  return Object.values(properties).find((one) => one.enum)?.enum;
}

function fault(vectors, about, has, change) {
  const { contract, version, schema } = vectors.findLast(({ schema }) => has(schema));
  const changed = structuredClone(schema);
  change(changed);
  return { contract, version, about, changed };
}

/** Writes the changed schemas over those of a guard. */
function changeByHand(schemas) {
  for (const { contract, version, changed } of faults) {
    const path = join(exported.out, schemas, contract, `${version}.schema.json`);
    assert.ok(readFileSync(path));
    writeFileSync(path, JSON.stringify(changed));
  }
}

/** Leaves only the vectors of what was changed, so that the second run is short. */
function keepVectors(folder) {
  const kept = new Set(faults.map(({ contract, version }) => `${contract}/${version}.json`));
  const vectors = join(exported.out, folder, "vectors");
  rmSync(join(vectors, "handoffs"), { recursive: true });
  for (const path of readdirSync(join(vectors, "contracts"), { recursive: true })) {
    if (path.endsWith(".json") && !kept.has(path)) rmSync(join(vectors, "contracts", path));
  }
}

/** Holds what a runner said against what was changed: it failed, and named each version. */
function assertRed({ status, stdout, stderr }, nameOf) {
  const said = stdout + stderr;
  assert.notEqual(status, 0, said);
  for (const one of faults) {
    assert.match(said, nameOf(one), `${one.about} of ${one.contract} ${one.version}\n${said}`);
  }
}

const escaped = (text) => text.replaceAll(/[.+]/g, "\\$&");

test("pytest: green as exported, red once changed", () => {
  const programs = pythonJudges();
  if (!programs) return;
  const cwd = join(exported.out, "tests", "pytest");
  const run = () =>
    ask(join(programs, "python"), ["-m", "pytest", "-q", "-p", "no:cacheprovider"], {
      cwd,
      maxBuffer: 256 << 20,
    });
  const said = must(run(), "pytest");
  console.log(`pytest: ${said.trim().split("\n").at(-1)}`);
  changeByHand("guards/python/baton_guard/schemas");
  keepVectors("tests/pytest");
  const red = run();
  assertRed(
    red,
    ({ contract, version }) =>
      new RegExp(`FAILED test_contracts.py::test_\\w+\\[${contract}@${escaped(version)}`),
  );
  assert.match(red.stdout, /FAILED test_contracts.py::test_refuses\[.*required/);
});

test("Vitest: green as exported, red once changed", () => {
  if (!nodeJudges()) return;
  const cwd = join(exported.out, "tests", "vitest");
  const packages = join(targetDir, "judges", "node", "node_modules");
  symlinkSync(packages, join(exported.out, "guards", "typescript", "node_modules"));
  symlinkSync(join(root, "node_modules"), join(cwd, "node_modules"));
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const run = () =>
    ask(process.execPath, [vitest, "run", "--root", ".", "--no-color"], {
      cwd,
      maxBuffer: 256 << 20,
    });
  const said = must(run(), "vitest");
  console.log(`Vitest: ${/Tests .*/.exec(said)?.[0]}`);
  changeByHand("guards/typescript/schemas");
  keepVectors("tests/vitest");
  // Without handoffs their file has no tests.
  renameSync(join(cwd, "handoffs.test.ts"), join(cwd, "handoffs.ts"));
  assertRed(
    run(),
    ({ contract, version }) =>
      new RegExp(`FAIL .*${contract}@${escaped(version)} > schema is as agreed`),
  );
});

test("cargo: green as exported, red once changed", () => {
  const cwd = join(exported.out, "tests", "cargo");
  const said = must(cargo(cwd, "test"), "cargo test");
  console.log(`cargo: ${[...said.matchAll(/ok\. (\d+) passed/g)].map(([, n]) => n).join(" + ")}`);
  changeByHand("guards/rust/schemas");
  assertRed(
    cargo(cwd, "test", "--test", "contracts"),
    ({ contract, version }) => new RegExp(`schema of ${contract} ${escaped(version)} was changed`),
  );
});

test("an exported schema that was changed is told too", () => {
  const programs = pythonJudges();
  if (!programs) return;
  const { contract, version, changed } = faults[0];
  const path = join("contracts", contract, version, "payload.schema.json");
  writeFileSync(join(exported.out, path), JSON.stringify(changed));
  const cwd = join(exported.out, "tests", "pytest");
  // The guard's own copy as it was, so that only the exported one is wrong.
  const guards = join(exported.out, "guards/python/baton_guard/schemas", contract);
  const agreed = join(cwd, "vectors", "contracts", contract, `${version}.json`);
  const { schema } = JSON.parse(readFileSync(agreed, "utf8"));
  writeFileSync(join(guards, `${version}.schema.json`), JSON.stringify(schema));
  const { status, stdout } = ask(join(programs, "python"), ["-m", "pytest", "-q"], { cwd });
  assert.notEqual(status, 0);
  assert.match(stdout, /payload.schema.json was changed at \/required/);
});
