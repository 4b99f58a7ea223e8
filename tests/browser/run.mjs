// Flows of the window in Chromium, over a mock of the commands that is generated from the bindings: builds the bundle, then runs the
// tests. `node tests/browser/run.mjs [NAME]` runs one file.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/process.mjs";

const here = join(root, "tests", "browser");
const [name] = process.argv.slice(2);
const files = readdirSync(here)
  .filter((file) => file.endsWith(".test.mjs") && (!name || file.startsWith(name)))
  .map((file) => join(here, file));
if (files.length === 0) {
  console.error(`There is no tests/browser/${name}.test.mjs.`);
  process.exit(2);
}

const vite = join(root, "node_modules", ".bin", "vite");
const steps = [
  [process.execPath, ["scripts/mock-commands.mjs", "--check"]],
  [vite, ["build", "ui", "-c", "ui/vite.mock.config.ts", "-l", "warn"]],
  [process.execPath, ["--test", "--test-reporter=spec", "--test-concurrency=2", ...files]],
];
for (const [program, args] of steps) {
  const { status } = spawnSync(program, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
