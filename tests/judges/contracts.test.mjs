// Exported schemas, judged by the validators that teams use: each schema is one by its own meta-schema, stands alone, and accepts and
// rejects what Baton says.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { ask } from "../../scripts/lib/process.mjs";
import { Exported } from "./lib/exported.mjs";
import { nodeJudges } from "./lib/node.mjs";
import { must } from "./lib/place.mjs";
import { pythonJudges } from "./lib/python.mjs";
import { holdAgainst, validatorOf } from "./lib/schemas.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
let exported;
let payloads;
let schemas;

before(() => {
  exported = new Exported("contracts");
  payloads = exported.payloads();
  schemas = readdirSync(exported.out, { recursive: true })
    .filter((path) => path.endsWith(".schema.json"))
    .map((path) => join(exported.out, path));
});
after(() => exported?.remove());

const schemaOf = ({ contract, version }) =>
  join(exported.out, "contracts", contract, version, "payload.schema.json");

/**
 * The schemas, and of messages only one whole and of each other what it does not have from the envelope. A meta-schema judges a schema place by
 * place, so what is the same everywhere need not be judged a hundred times.
 */
function eachPartOnce() {
  const own = new Set(["contract", "task_state", "payload"]);
  let whole;
  return schemas.map((path) => {
    if (!path.endsWith("message.schema.json")) return path;
    const schema = JSON.parse(readFileSync(path, "utf8"));
    if (!whole) {
      whole = schema;
      return path;
    }
    for (const part of ["properties", "$defs"]) {
      assert.deepEqual(Object.keys(schema[part]), Object.keys(whole[part]), path);
      for (const name of Object.keys(schema[part])) {
        if (own.has(name)) continue;
        assert.deepEqual(schema[part][name], whole[part][name], path);
        delete schema[part][name];
      }
    }
    const rest = `${path}.rest.json`;
    writeFileSync(rest, JSON.stringify(schema));
    return rest;
  });
}

test("every schema is one, and refers to nothing outside of itself", () => {
  assert.ok(schemas.length > 250, String(schemas.length));
  for (const path of schemas) {
    const references = readFileSync(path, "utf8").matchAll(/"\$(?:ref|dynamicRef)": "([^"]*)"/g);
    for (const [, reference] of references) assert.match(reference, /^(#|urn:baton:)/, path);
  }
  const programs = pythonJudges();
  if (!programs) return;
  must(
    ask(join(programs, "check-jsonschema"), ["--check-metaschema", ...eachPartOnce()]),
    "check-jsonschema",
  );
});

test("ajv accepts and rejects what Baton does", () => {
  const require = nodeJudges();
  if (!require) return;
  const validators = new Map();
  const answers = payloads.map((one) => {
    const path = schemaOf(one);
    if (!validators.has(path))
      validators.set(path, validatorOf(require, JSON.parse(readFileSync(path, "utf8"))));
    return validators.get(path)(one.payload);
  });
  holdAgainst("ajv", payloads, answers, { accepted: 300, rejected: 600 });
});

test("Python's jsonschema accepts and rejects what Baton does", () => {
  const programs = pythonJudges();
  if (!programs) return;
  const cases = join(exported.folder, "payloads.json");
  const asked = payloads.map((one) => ({ schema: schemaOf(one), payload: one.payload }));
  writeFileSync(cases, JSON.stringify(asked));
  const judged = ask(join(programs, "python"), [join(here, "contracts_judge.py"), cases]);
  const answers = JSON.parse(must(judged, "contracts_judge.py"));
  holdAgainst("jsonschema", payloads, answers, { accepted: 300, rejected: 600 });
});
