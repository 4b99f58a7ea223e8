// Exports, judged by the tools that they are for: `node tests/judges/run.mjs [NAME...]`. The judges come from the registries of packages, pinned;
// `baton` is built when it is missing.
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, targetDir } from "../../scripts/lib/process.mjs";

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
const { status } = await run(process.execPath, ["--test", "--test-reporter=spec", ...files]);
process.exit(status);
