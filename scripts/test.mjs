// `npm test`: everything, in the order in which a mistake is cheapest to find. Stops at the first failure and says how to run that
// step alone. `npm test -- --only rust|ui|flows|judges|window|tidy` runs one part; `--keep-going` runs what a failure does not keep from running.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { countTests } from "./lib/counts.mjs";
import { desktopFeatures, hasDisplay } from "./lib/desktop.mjs";
import { duration, onPath, run, targetDir } from "./lib/process.mjs";
import { buildUi } from "./lib/ui-build.mjs";
import { setUp } from "./setup.mjs";

// One selection of packages and features for every cargo step, so that each dependency is compiled once.
const workspace = ["--workspace", "--features", desktopFeatures];

/**
 * A step: `part` it belongs to (with `also`, parts that need it first), its `title`, the command that runs it `alone`,
 * what it does, and whether it `counts` tests.
 */
const steps = [
  {
    part: "rust",
    title: "Rust is formatted",
    alone: "cargo fmt --all --check",
    run: () => run("cargo", ["fmt", "--all", "--check"]),
  },
  {
    part: "ui",
    title: "Scripts",
    alone: "npm run test:scripts",
    counts: true,
    run: () => run("npm", ["run", "--silent", "test:scripts"], { capture: true }),
  },
  {
    part: "ui",
    title: "TypeScript and scripts are formatted and free of findings",
    alone: "npm run lint",
    run: () => run("npm", ["run", "--silent", "lint"]),
  },
  {
    part: "ui",
    title: "TypeScript types",
    alone: "npm run types",
    run: () => run("npm", ["run", "--silent", "types"]),
  },
  {
    part: "ui",
    title: "UI tests",
    alone: "npm run test:ui",
    counts: true,
    run: () => run("npm", ["run", "--silent", "test:ui"], { capture: true }),
  },
  {
    part: "flows",
    title: "Flows in a browser",
    alone: "npm run test:flows",
    counts: true,
    run: () => run("npm", ["run", "--silent", "test:flows"], { capture: true }),
  },
  {
    // The desktop embeds the bundle, so nothing that compiles the desktop can come before it.
    part: "ui",
    also: ["rust", "window", "judges"],
    title: "UI bundle",
    alone: "npm run build",
    run: async () => ({ status: await buildUi() }),
  },
  {
    part: "rust",
    also: ["window", "judges"],
    title: "Everything compiles, Clippy's warnings denied",
    alone: `cargo clippy ${workspace.join(" ")} --all-targets -- -D warnings`,
    // Installing the judges waits for the network, compiling for the processor.
    run: async () => {
      const judges = chosen.some((step) => step.part === "judges") ? installJudges() : null;
      const built = await runLinted(["build", ...workspace, "--all-targets"]);
      await judges;
      return built;
    },
  },
  {
    part: "rust",
    title: "Rust tests",
    alone: `cargo ${rustRunner().join(" ")} ${workspace.join(" ")}`,
    counts: true,
    run: () => runLinted([...rustRunner(), ...workspace]),
  },
  {
    part: "rust",
    title: "Examples in the documentation",
    alone: `cargo test ${workspace.join(" ")} --doc`,
    counts: true,
    run: () => runLinted(["test", ...workspace, "--doc"]),
  },
  {
    part: "judges",
    title: "Exports, judged by the tools that they are for",
    alone: "npm test -- --only judges",
    counts: true,
    run: () => run("node", ["tests/judges/run.mjs"], { capture: true }),
  },
  {
    part: "tidy",
    title: "House rules and generated files",
    alone: "cargo xtask tidy",
    run: tidy,
  },
  {
    part: "window",
    title: "The real window",
    alone: "npm test -- --only window",
    counts: true,
    run: windowTests,
  },
];

/**
 * Cargo with Clippy as the compiler of this workspace: code and findings come out of one pass, where `cargo clippy` before
 * `cargo build` reads everything twice. All cargo steps go through here, so that what one built the next one uses.
 */
function runLinted(args) {
  const wrapper = ["--config", 'build.rustc-workspace-wrapper="clippy-driver"'];
  return run("cargo", [...args, ...wrapper], {
    capture: true,
    env: { CLIPPY_ARGS: "-Dwarnings__CLIPPY_HACKERY__" },
  });
}

/** Whether it works is for the judges to say, who ask again for what is not there. */
function installJudges() {
  mkdirSync(targetDir, { recursive: true });
  return run("node", ["tests/judges/lib/prepare.mjs"], {
    log: join(targetDir, "judges-install.log"),
  });
}

function rustRunner() {
  // Without nextest, documentation examples are left to their own step.
  return onPath("cargo-nextest") ? ["nextest", "run"] : ["test", "--lib", "--bins", "--tests"];
}

function tidy() {
  // After the build step the program is there; `cargo xtask` alone would compile it a second time with other features.
  return only === null
    ? run(join(targetDir, "debug", "xtask"), ["tidy"])
    : run("cargo", ["xtask", "tidy"]);
}

async function windowTests() {
  if (process.platform !== "linux") {
    console.log(
      "Skipped: the web views of macOS and Windows cannot be driven this way. CI runs these tests on Linux.",
    );
    return { status: 0, skipped: true };
  }
  const driver = ["node", "tests/window/run.mjs"];
  const [program, ...args] = hasDisplay() ? driver : ["xvfb-run", "-a", ...driver];
  return run(program, args, { capture: true });
}

function chosenParts() {
  const parts = [...new Set(steps.map((step) => step.part))];
  try {
    const options = { only: { type: "string" }, "keep-going": { type: "boolean" } };
    // A part may also stand alone: `npm test -- rust`.
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const part = values.only ?? positionals[0] ?? null;
    if (positionals.length <= 1 && (part === null || parts.includes(part)))
      return { only: part, keepGoing: values["keep-going"] ?? false };
  } catch {
    // An unknown flag gets the same answer.
  }
  console.error(`Usage: npm test [-- [--only ${parts.join("|")}] [--keep-going]]`);
  process.exit(2);
}

const { only, keepGoing } = chosenParts();
const chosen = steps.filter(
  (step) => only === null || step.part === only || step.also?.includes(only),
);

await setUp(only === "ui" || only === "tidy" ? "cli" : "test");

const began = performance.now();
const total = { passed: 0, failed: 0 };
const failures = [];
for (const [index, step] of chosen.entries()) {
  console.log(`\n== ${index + 1}/${chosen.length} ${step.title}\n   ${step.alone}`);
  const start = performance.now();
  const { status, output, skipped } = await step.run();
  const took = duration(performance.now() - start);
  if (step.counts && !skipped) addCount(step, output);
  if (status !== 0) {
    console.error(
      `\nFailed: ${step.title} (exit ${status}, after ${took}). To run it alone:\n  ${step.alone}`,
    );
    failures.push(step);
    // Later steps use what this one makes.
    if (!keepGoing || step.also) break;
    continue;
  }
  console.log(`== ${step.title}: done in ${took}`);
}
const took = duration(performance.now() - began);
if (failures.length === 0) console.log(`\nEverything passed in ${took}.`);
for (const step of failures)
  console.error(`\nFailed: ${step.title}. To run it alone:\n  ${step.alone}`);
process.exitCode = failures.length > 0 ? 1 : 0;
console.log(`${total.passed} passed, ${total.failed} failed`);

function addCount(step, output) {
  const count = countTests(output);
  if (count === null) {
    console.log(`(${step.title} printed no count of tests; it is not part of the total.)`);
    return;
  }
  total.passed += count.passed;
  total.failed += count.failed;
}
