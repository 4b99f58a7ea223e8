// The tests of the real window: `node tests/window/run.mjs [NAME...]`. They run on a display in memory, so that no window comes
// in the way of whoever works here; `--here` shows them on the present display. What they need is built when it is missing.
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { run as runTests } from "node:test";
import { fileURLToPath } from "node:url";
import { desktopFeatures } from "../../scripts/lib/desktop.mjs";
import { onPath, run, targetDir } from "../../scripts/lib/process.mjs";
import { buildUi } from "../../scripts/lib/ui-build.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const names = process.argv.slice(2).filter((word) => word !== "--here");

if (!process.argv.includes("--here")) {
  process.exit(await onADisplayInMemory());
}
await build();
const failed = await test();
process.exit(failed === 0 ? 0 : 1);

async function onADisplayInMemory() {
  for (const program of ["xvfb-run", "WebKitWebDriver"]) {
    if (onPath(program)) continue;
    console.error(
      `${program} is missing. npm run setup -- test installs what the tests of the window need.`,
    );
    return 2;
  }
  const screen = ["-a", "-s", "-screen 0 1600x1000x24"];
  const { status } = await run("xvfb-run", [
    ...screen,
    process.execPath,
    process.argv[1],
    "--here",
    ...names,
  ]);
  return status;
}

async function build() {
  const programs = ["baton-desktop", "baton"].map((name) => join(targetDir, "debug", name));
  if (programs.every((program) => existsSync(program))) return;
  const built = await buildUi();
  if (built !== 0) process.exit(built);
  const packages = ["-p", "baton-desktop", "-p", "baton-cli", "--features", desktopFeatures];
  const { status } = await run("cargo", ["build", ...packages]);
  if (status !== 0) process.exit(status);
}

/** Runs the files one after the other and returns how many tests failed. */
async function test() {
  const files = readdirSync(here)
    .filter((file) => file.endsWith(".test.mjs"))
    .filter((file) => names.length === 0 || names.includes(basename(file, ".test.mjs")))
    .sort()
    .map((file) => join(here, file));
  const count = { passed: 0, failed: 0 };
  for await (const { type, data } of runTests({ files, concurrency: false })) {
    if (type === "test:stderr" || type === "test:stdout") process.stderr.write(data.message);
    if (type !== "test:pass" && type !== "test:fail") continue;
    const passed = type === "test:pass";
    // A file is reported as a test of its own when it could not be run at all.
    if (passed && files.includes(data.name)) continue;
    count[passed ? "passed" : "failed"] += 1;
    console.log(
      `${passed ? "ok    " : "FAILED"} ${data.name} (${Math.round(data.details.duration_ms)} ms)`,
    );
    if (!passed)
      console.log(`       ${data.details.error?.cause?.stack ?? data.details.error?.message}`);
  }
  console.log(`${count.passed} passed, ${count.failed} failed`);
  return count.failed + (count.passed === 0 ? 1 : 0);
}
