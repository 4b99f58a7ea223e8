// `npm run bench`: runs the benchmarks of the workspace and prints their results as one table, after a description of the machine.
// `npm run bench -- NAME...` runs only the named benchmark targets; `start` is the start of the window.
import { cpus, release, totalmem } from "node:os";
import { desktopFeatures } from "./lib/desktop.mjs";
import { divanRows } from "./lib/divan.mjs";
import { ask, run } from "./lib/process.mjs";
import { buildUi } from "./lib/ui-build.mjs";
import { setUp } from "./setup.mjs";

const chosen = process.argv.slice(2);
const withWindow = chosen.length === 0 || chosen.includes("start");
await (withWindow ? setUp("test") : setUp("cli", { nodeModules: false }));

const benches = benchTargets().filter(({ name }) => chosen.length === 0 || chosen.includes(name));
if (benches.length === 0 && !withWindow) {
  const known = [...benchTargets().map(({ name }) => name), "start"];
  console.error(`No such benchmark. There are: ${known.length > 0 ? known.join(", ") : "none"}`);
  process.exit(2);
}

const rows = [];
for (const { crate, name } of benches) {
  console.log(`\n== ${crate}: ${name}\n   cargo bench -p ${crate} --bench ${name}`);
  const { status, output } = await run("cargo", ["bench", "-p", crate, "--bench", name], {
    capture: true,
  });
  if (status !== 0) {
    console.error(`\nFailed: benchmark ${name} of ${crate} (exit ${status}).`);
    process.exit(1);
  }
  for (const row of divanRows(output)) rows.push({ crate, ...row });
}

if (withWindow) await measureStart();

const rust = ask("rustc", ["--version"]).stdout.trim();
const processors = cpus();
console.log(
  `\n${processors.length} x ${processors[0]?.model.trim() ?? "unknown processor"}, ` +
    `${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}, ${rust}`,
);
if (rows.length > 0) {
  console.log("\n| crate | benchmark | median | mean | fastest | slowest | samples |");
  console.log("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
  for (const row of rows) {
    const cells = [
      row.crate,
      row.name,
      row.median,
      row.mean,
      row.fastest,
      row.slowest,
      row.samples,
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

/** From the start of the optimised program to a drawing that can be used, on the sample. */
async function measureStart() {
  const build = ["build", "--release", "-p", "baton-desktop", "-p", "baton-cli"];
  const steps = [
    () => buildUi().then((status) => ({ status })),
    () => run("cargo", [...build, "--features", desktopFeatures]),
    () => run("node", ["scripts/measure-start.mjs", "--release"]),
  ];
  console.log("\n== start to interactive: node scripts/measure-start.mjs --release");
  for (const step of steps) {
    const { status } = await step();
    if (status !== 0) {
      console.error("\nFailed: start to interactive.");
      process.exit(1);
    }
  }
}

/** Every benchmark target that the workspace declares. */
function benchTargets() {
  const { status, stdout } = ask("cargo", ["metadata", "--no-deps", "--format-version", "1"], {
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) {
    console.error("cargo metadata failed; run it alone to see why.");
    process.exit(1);
  }
  return JSON.parse(stdout)
    .packages.flatMap((crate) =>
      crate.targets
        .filter((target) => target.kind.includes("bench"))
        .map((target) => ({ crate: crate.name, name: target.name })),
    )
    .sort((a, b) => `${a.crate} ${a.name}`.localeCompare(`${b.crate} ${b.name}`));
}
