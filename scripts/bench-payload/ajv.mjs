// `node ajv.mjs FOLDER JUDGES`: payloads a second that ajv checks, parsing included, over `lines.jsonl` against `schema.json` in the folder, with
// `ajv` and `ajv-formats` as the judges pin them. One JSON object a line on standard output; the lines are in memory before the clock runs.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, judges] = process.argv.slice(2);
const require = createRequire(judges);
const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;
const schema = JSON.parse(readFileSync(join(folder, "schema.json"), "utf8"));
const lines = readFileSync(join(folder, "lines.jsonl"), "utf8").split("\n").filter(Boolean);

for (const mode of ["full", "fast"]) {
  const ajv = new Ajv({ strict: false });
  addFormats(ajv, { mode });
  const validate = ajv.compile(schema);
  let fastest = Number.POSITIVE_INFINITY;
  let accepted = 0;
  // The first turns warm the compiler up.
  for (let turn = 0; turn < 12; turn++) {
    accepted = 0;
    const start = process.hrtime.bigint();
    for (const line of lines) if (validate(JSON.parse(line))) accepted++;
    fastest = Math.min(fastest, Number(process.hrtime.bigint() - start));
  }
  console.log(JSON.stringify({ mode, accepted, nanoseconds: fastest / lines.length }));
}
