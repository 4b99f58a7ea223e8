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

/** Where a validator is known to read the standard otherwise, and why Baton does not follow it. */
const KNOWN = {
  // It passes over a member called __proto__; RFC 5321 takes a domain without a dot.
  ajv: ({ payload }) => /"__proto__":|"[^"@]+@[^".]+"/.test(JSON.stringify(payload)),
  // It divides binary fractions: 0.29 would be no multiple of 0.01.
  jsonschema: ({ contract, payload }) => contract === "numbers" && payload.cents === 0.29,
};

/** Holds a validator's answers, true for accepted, against Baton's. */
function judge(name, answers) {
  let known = 0;
  for (const [index, one] of payloads.entries()) {
    const of = `${one.contract}@${one.version}, ${one.about}: ${JSON.stringify(one.payload)}`;
    if (answers[index] !== one.accepted && KNOWN[name](one)) known += 1;
    else assert.equal(answers[index], one.accepted, `${name} says ${answers[index]} of ${of}`);
  }
  const accepted = answers.filter((answer) => answer).length;
  console.log(
    `${name}: ${accepted} accepted and ${answers.length - accepted} rejected, ${known} otherwise than Baton.`,
  );
  assert.ok(accepted > 300 && answers.length - accepted > 600 && known <= 10, String(known));
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
    ask(join(programs, "check-jsonschema"), ["--check-metaschema", ...schemas]),
    "check-jsonschema",
  );
});

test("ajv accepts and rejects what Baton does", () => {
  const require = nodeJudges();
  if (!require) return;
  const addFormats = require("ajv-formats").default;
  const validators = new Map();
  const validatorOf = (path) => {
    if (!validators.has(path)) {
      const schema = JSON.parse(readFileSync(path, "utf8"));
      const draft = /draft-0([467])/.exec(schema.$schema)?.[1];
      const Ajv = require(draft === "4" ? "ajv-draft-04" : draft ? "ajv" : "ajv/dist/2020").default;
      // Without a precision, ajv divides binary fractions: 0.29 would be no multiple of 0.01.
      const ajv = new Ajv({ strict: false, multipleOfPrecision: 9, ownProperties: true });
      addFormats(ajv);
      validators.set(path, ajv.compile(schema));
    }
    return validators.get(path);
  };
  judge(
    "ajv",
    payloads.map((one) => validatorOf(schemaOf(one))(one.payload)),
  );
});

test("Python's jsonschema accepts and rejects what Baton does", () => {
  const programs = pythonJudges();
  if (!programs) return;
  const cases = join(exported.folder, "payloads.json");
  const asked = payloads.map((one) => ({ schema: schemaOf(one), payload: one.payload }));
  writeFileSync(cases, JSON.stringify(asked));
  const judged = ask(join(programs, "python"), [join(here, "contracts_judge.py"), cases]);
  judge("jsonschema", JSON.parse(must(judged, "contracts_judge.py")));
});
