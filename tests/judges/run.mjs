// Exports, judged by the tools that they are for: `node tests/judges/run.mjs [NAME...]`. The judges come from the registries of packages, pinned;
// `baton` is built when it is missing.
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, targetDir } from "../../scripts/lib/process.mjs";
import { Exported } from "./lib/exported.mjs";
import { prepare } from "./lib/prepare.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const names = process.argv.slice(2);

if (!existsSync(join(targetDir, "debug", "baton"))) {
  const built = await run("cargo", ["build", "-p", "baton-cli"]);
  if (built.status !== 0) process.exit(built.status);
}
const files = readdirSync(here)
  .filter((file) => file.endsWith(".test.mjs"))
  .filter((file) => names.length === 0 || names.includes(basename(file, ".test.mjs")))
  .map((file) => join(here, file));
prepare();
const exported = new Exported("contracts");
exported.payloads();
exported.remove();

/** A core each, on the machines that this is for: compiling goes on beside what waits for one program. */
const AT_ONCE = 2;
const options = ["--test", `--test-concurrency=${AT_ONCE}`, "--test-reporter=spec"];
const { status } = await run(process.execPath, [...options, ...files]);
process.exit(status);
