// Everything that can be exported, of a registry with all templates and with contracts that are hard to export, once for all judges.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, root, targetDir } from "../../../scripts/lib/process.mjs";
import { hardContracts } from "../data/hard-contracts.mjs";
import { must } from "./place.mjs";

const program = join(targetDir, "debug", "baton");

/** Of the templates' contracts, one of so many has payloads made up for it. */
const EVERY = 24;

/** A folder with a registry, `out` with its exports, and payloads with what is expected of them. */
export class Exported {
  constructor(...kinds) {
    this.folder = mkdtempSync(join(tmpdir(), "baton-judges-"));
    this.out = join(this.folder, "out");
    const [first, ...others] = readdirSync(join(root, "templates")).sort();
    this.baton("init", "--template", first);
    for (const template of others) this.baton("templates", template, "--add");
    const edits = join(this.folder, "edits.json");
    writeFileSync(edits, JSON.stringify(hardContracts));
    this.baton("apply", edits);
    this.baton("export", ...kinds, "--out", this.out);
  }

  /** What `baton` prints as JSON. */
  baton(...args) {
    const env = {
      ...process.env,
      BATON_REGISTRY: join(this.folder, "registry.baton"),
      BATON_USER: "judges",
    };
    const done = ask(program, [...args, "--format", "json"], { env, maxBuffer: 256 << 20 });
    // 1 says that there are findings.
    return JSON.parse(done.status === 1 ? done.stdout : must(done, `baton ${args.join(" ")}`));
  }

  /**
   * Examples of every contract version, and payloads made up from the schema of those that are hard and of some others:
   * `{ contract, version, payload, accepted, about }`.
   */
  payloads() {
    const cases = [];
    const add = ({ contract, version }, list, accepted, from) => {
      for (const { name, reason, payload } of list ?? []) {
        cases.push({
          contract,
          version,
          payload,
          accepted,
          about: `${from} ${name ?? reason ?? ""}`,
        });
      }
    };
    const hard = new Set(hardContracts.map(({ id }) => id));
    for (const [index, one] of this.baton("list", "contract_version").records.entries()) {
      add(one, one.examples?.accepted, true, "example");
      add(one, one.examples?.rejected, false, "example");
      if (!hard.has(one.id) && index % EVERY !== 0) continue;
      const made = this.baton("contract", "sample", one.id);
      add(one, made.accepted, true, "made up");
      add(one, made.rejected, false, "made up");
    }
    return cases;
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
