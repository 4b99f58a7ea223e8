// OpenAPI, AsyncAPI, CloudEvents and Protobuf, judged by the tools that read them, and held against the contracts that they are made of.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ask } from "../../scripts/lib/process.mjs";
import { hardContracts } from "./data/hard-contracts.mjs";
import { Exported } from "./lib/exported.mjs";
import { nodeJudges } from "./lib/node.mjs";
import { must } from "./lib/place.mjs";
import { pythonJudges } from "./lib/python.mjs";
import { holdAgainst, validatorOf } from "./lib/schemas.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
let exported;
let payloads;
let topologies;

/** A topology whose handoffs carry the contracts that are hard to say, since documents hold what is carried. */
const put = (kind, record) => ({ op: "put", kind, record });
const carrying = [
  put("agent", { id: "hard-giver", name: "Giver" }),
  put("agent", { id: "hard-receiver", name: "Receiver" }),
  put("topology", { id: "hard", name: "Hard contracts" }),
  ...hardContracts
    .filter(({ kind }) => kind === "contract")
    .map(({ id }) => ({ topology: "hard", from: "hard-giver", to: "hard-receiver", contract: id }))
    .map((handoff) => put("handoff", { id: `hard-${handoff.contract}`, ...handoff })),
];

before(() => {
  exported = new Exported("openapi");
  const edits = join(exported.folder, "carrying.json");
  writeFileSync(edits, JSON.stringify(carrying));
  exported.baton("apply", edits);
  exported.baton("export", "openapi", "asyncapi", "cloudevents", "protobuf", "--out", exported.out);
  payloads = exported.payloads();
  topologies = exported.baton("list", "topology").records.map(({ id }) => id);
});
after(() => exported?.remove());

const files = (folder, ending) =>
  readdirSync(join(exported.out, folder), { recursive: true })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(exported.out, folder, path));
const read = (path) => readFileSync(path, "utf8");
const json = (path) => JSON.parse(read(path));

/** Where the payload of a contract version stands, by the name that documents give it. */
const component = ({ contract, version }) => `${contract}.${version}`.replace(/[^\w.-]/g, "_");

/** The OpenAPI documents as JSON, with the payloads that concern each. */
function openapi(require) {
  const yaml = require("js-yaml");
  return files("openapi", ".yaml").map((path) => {
    const document = yaml.load(read(path), { schema: yaml.JSON_SCHEMA });
    const { schemas } = document.components;
    return { path, document, cases: payloads.filter((one) => component(one) in schemas) };
  });
}

test("every topology has its documents", () => {
  assert.ok(topologies.length > 14, String(topologies.length));
  for (const id of topologies) {
    for (const path of [
      `openapi/${id}.yaml`,
      `asyncapi/${id}.yaml`,
      `cloudevents/${id}/event.schema.json`,
    ]) {
      assert.ok(read(join(exported.out, path)).length > 1000, path);
    }
  }
});

test("OpenAPI documents fit the meta-schema of 3.1", async () => {
  const require = nodeJudges();
  if (!require) return;
  const judge = require.resolve("@seriousme/openapi-schema-validator");
  const { Validator } = await import(pathToFileURL(judge));
  for (const { path, document } of openapi(require)) {
    const { valid, errors } = await new Validator().validate(document);
    assert.ok(valid, `${path}: ${JSON.stringify(errors)}`);
  }
});

test("ajv and Baton agree about payloads by the components of OpenAPI", () => {
  const require = nodeJudges();
  if (!require) return;
  const cases = [];
  const answers = [];
  for (const { document, cases: here } of openapi(require)) {
    const dialect = document.jsonSchemaDialect;
    const validators = new Map();
    for (const one of here) {
      const name = component(one);
      if (!validators.has(name)) {
        const schema = {
          $schema: dialect,
          $ref: `#/components/schemas/${name}`,
          components: document.components,
        };
        validators.set(name, validatorOf(require, schema));
      }
      cases.push(one);
      answers.push(validators.get(name)(one.payload));
    }
  }
  holdAgainst("ajv", cases, answers, { accepted: 100, rejected: 200 });
});

test("Python's jsonschema and Baton agree about payloads by the components of OpenAPI", () => {
  const programs = pythonJudges();
  const require = nodeJudges();
  if (!programs || !require) return;
  const asked = [];
  const cases = [];
  for (const { path, document, cases: here } of openapi(require)) {
    for (const name of new Set(here.map(component))) {
      const schema = {
        $schema: document.jsonSchemaDialect,
        $ref: `#/components/schemas/${name}`,
        components: document.components,
      };
      const place = join(exported.folder, `${basename(path, ".yaml")}.${name}.json`);
      writeFileSync(place, JSON.stringify(schema));
      for (const one of here.filter((one) => component(one) === name)) {
        asked.push({ schema: place, payload: one.payload });
        cases.push(one);
      }
    }
  }
  const file = join(exported.folder, "openapi.json");
  writeFileSync(file, JSON.stringify(asked));
  const judged = ask(join(programs, "python"), [join(here, "contracts_judge.py"), file], {
    maxBuffer: 64 << 20,
  });
  holdAgainst("jsonschema", cases, JSON.parse(must(judged, "contracts_judge.py")), {
    accepted: 100,
    rejected: 200,
  });
});

test("the AsyncAPI parser reads every document, and the handoffs are its channels", async () => {
  const require = nodeJudges();
  if (!require) return;
  const { Parser } = require("@asyncapi/parser");
  const parser = new Parser();
  const handoffs = exported.baton("list", "handoff").records;
  const told = new Map();
  for (const path of files("asyncapi", ".yaml")) {
    // In JavaScript, objects have no member of this name of their own; the parser takes one for no schema.
    const { document, diagnostics } = await parser.parse(
      read(path).replaceAll("__proto__", "proto"),
    );
    for (const { code, message, severity, path: at } of diagnostics) {
      assert.ok(severity > 0, `${path}: ${code} ${message} at ${at.join("/")}`);
      told.set(code, (told.get(code) ?? 0) + 1);
    }
    const drawn = handoffs.filter(
      ({ topology, to, contract }) =>
        topology === basename(path, ".yaml") && (contract || !to.outcome),
    );
    assert.deepEqual(
      document
        .channels()
        .all()
        .map((channel) => channel.id())
        .sort(),
      drawn.map(({ id }) => id).sort(),
    );
    for (const { id, from, to } of drawn) {
      const operations = document
        .operations()
        .all()
        .filter((one) => one.channels().all()[0].id() === id);
      const actions = operations.map((one) => one.action()).sort();
      assert.deepEqual(actions, to.outcome ? ["send"] : ["receive", "send"], id);
      const sender = operations.find((one) => one.action() === "send");
      assert.equal(sender.extensions().get("x-baton").value().agent, from);
    }
  }
  // Who answers for an API, its licence and its servers are not in a registry of handoffs.
  const known = [
    "asyncapi-info-contact",
    "asyncapi-info-license",
    "asyncapi-servers",
    "asyncapi-tags",
    "asyncapi-id",
    "asyncapi3-tags",
    "asyncapi-info-contact-properties",
    "asyncapi-latest-version",
  ];
  for (const [code, times] of told) assert.ok(known.includes(code), `${code}, ${times} times`);
});

test("AsyncAPI's schemas in draft 7 accept and reject what Baton does", () => {
  const require = nodeJudges();
  if (!require) return;
  const yaml = require("js-yaml");
  const cases = [];
  const answers = [];
  for (const path of files("asyncapi", ".yaml")) {
    const { components } = yaml.load(read(path), { schema: yaml.JSON_SCHEMA });
    const validators = new Map();
    for (const one of payloads.filter((one) => component(one) in components.schemas)) {
      const name = component(one);
      if (!validators.has(name)) {
        const schema = {
          $schema: "http://json-schema.org/draft-07/schema#",
          $ref: `#/components/schemas/${name}`,
          components,
        };
        validators.set(name, validatorOf(require, schema));
      }
      cases.push(one);
      answers.push(validators.get(name)(one.payload));
    }
  }
  holdAgainst("ajv", cases, answers, { accepted: 100, rejected: 200 });
});

test("events are CloudEvents, come back over HTTP, and fit their schema", () => {
  const require = nodeJudges();
  if (!require) return;
  const { CloudEvent, HTTP } = require("cloudevents");
  let events = 0;
  for (const id of topologies) {
    const folder = join("cloudevents", id);
    const fits = validatorOf(require, json(join(exported.out, folder, "event.schema.json")));
    for (const path of files(folder, ".json").filter((path) => path.includes("examples"))) {
      const written = json(path);
      const event = new CloudEvent(written);
      assert.equal(event.validate(), true);
      for (const message of [HTTP.structured(event), HTTP.binary(event)]) {
        const back = HTTP.toEvent({ headers: message.headers, body: message.body });
        back.validate();
        assert.deepEqual(JSON.parse(JSON.stringify(back)), JSON.parse(JSON.stringify(event)), path);
        assert.deepEqual(back.data, written.data, path);
      }
      assert.ok(fits(written), `${path}: ${JSON.stringify(fits.errors)}`);
      for (const change of [
        { type: "other" },
        { specversion: "0.3" },
        { data: {} },
        { dataschema: "urn:x" },
      ]) {
        assert.ok(!fits({ ...written, ...change }), `${path}: ${JSON.stringify(change)}`);
      }
      events += 1;
    }
  }
  assert.ok(events > 80, String(events));
});

test("protoc compiles every message, and accepted payloads come back as they were", () => {
  const programs = pythonJudges();
  if (!programs) return;
  const file = join(exported.folder, "protobuf.json");
  writeFileSync(file, JSON.stringify(payloads.filter(({ accepted }) => accepted)));
  const judged = ask(
    join(programs, "python"),
    [join(here, "protobuf_judge.py"), join(exported.out, "proto"), file],
    { maxBuffer: 64 << 20 },
  );
  const { files: compiled, equal, different } = JSON.parse(must(judged, "protobuf_judge.py"));
  console.log(`protobuf: ${compiled} files, ${equal} payloads equal, ${different.length} not.`);
  assert.ok(compiled > 100 && equal > 140, `${compiled} ${equal}`);
  // What the files say of themselves: null and an empty list are read as missing, members that are not declared are not carried.
  for (const { reason, ...what } of different)
    assert.ok(
      ["null", "empty", "undeclared"].includes(reason),
      `${reason}: ${JSON.stringify(what)}`,
    );
});
