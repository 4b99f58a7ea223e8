// The headless tour: what the window shows first, done with the command line in a folder of its own.
import { mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { ask, run } from "./process.mjs";

/** Runs the tour with the program `baton` in `out` (default: a fresh folder) and returns an exit status. */
export async function tour(baton, out) {
  const folder = out ? resolve(out) : mkdtempSync(join(tmpdir(), "baton-tour-"));
  mkdirSync(folder, { recursive: true });
  const registry = join(folder, "sample.sqlite");
  const exported = join(folder, "export");

  const colour = process.stdout.isTTY ? [] : ["--no-color"];
  const baseArguments = ["--registry", registry, ...colour];

  /** Shows and runs one command; any exit status outside `fine` ends the tour. */
  async function step(title, args, fine = [0]) {
    console.log(`\n-- ${title}\n$ baton ${args.map((word) => shown(word, folder)).join(" ")}`);
    const { status } = await run(baton, [...baseArguments, ...args]);
    if (!fine.includes(status))
      throw new TourEnded(`baton ${args[0]} ended with exit code ${status}`);
  }

  try {
    console.log(`Everything of this tour is in ${folder}`);
    await step("A registry with a finished sample that has a few deliberate findings", [
      "init",
      "--template",
      "sample-support",
    ]);
    const topologies = topologyIds(baton, baseArguments);
    await step(
      "What the rules find (exit code 1 is expected: some findings are errors)",
      ["check"],
      [0, 1],
    );
    const pictures = [];
    for (const id of topologies) {
      const picture = join(folder, `${id}.svg`);
      await step(`The drawing of ${id}`, ["draw", id, "--out", picture]);
      pictures.push(picture);
    }
    await step("Contracts, runbooks and pictures, as a team would commit them", [
      "export",
      "all",
      "--out",
      exported,
    ]);
    await step("What the one-click fixes would change", ["check", "--fix", "--dry-run"], [0, 1]);
    printPlaces({ registry, pictures, exported, baton, folder });
    return 0;
  } catch (error) {
    if (!(error instanceof TourEnded)) throw error;
    console.error(`\nThe tour stopped: ${error.message}. What it made so far is in ${folder}`);
    return 1;
  }
}

class TourEnded extends Error {}

function topologyIds(baton, baseArguments) {
  const { status, stdout } = ask(
    baton,
    [...baseArguments, "list", "topology", "--format", "json"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  if (status !== 0) throw new TourEnded(`baton list topology ended with exit code ${status}`);
  return JSON.parse(stdout).records.map((record) => record.id);
}

function shown(word, folder) {
  return word.startsWith(folder) ? relative(folder, word) : word;
}

function printPlaces({ registry, pictures, exported, baton, folder }) {
  console.log("\nWhere everything is");
  console.log(`  registry   ${registry}`);
  for (const picture of pictures) console.log(`  picture    ${picture}`);
  console.log(`  exports    ${exported}  (${readdirSync(exported).sort().join(", ")})`);
  console.log(`  program    ${baton}`);
  console.log("\nTo look further:");
  console.log(`  cd ${folder} && export BATON_REGISTRY=${registry}`);
  console.log(`  ${baton} rules          # the catalogue, explained`);
  console.log(`  ${baton} check --fix    # apply the fixes, then: baton undo`);
  console.log(`  ${baton} --help`);
}
