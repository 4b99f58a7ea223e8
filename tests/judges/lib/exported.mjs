// Everything that can be exported, of a registry with all templates, an imported topology, and contracts that are hard to export, once for all judges.
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask, root, targetDir } from "../../../scripts/lib/process.mjs";
import { hardContracts } from "../data/hard-contracts.mjs";
import { must } from "./place.mjs";

export const program = join(targetDir, "debug", "baton");
/** A topology as teams bring it: agents and handoffs without owners and contracts. */
const imported = fileURLToPath(new URL("../data/imported-langgraph.json", import.meta.url));

/** Of the templates' contracts, one of so many has payloads made up for it. */
const EVERY = 24;

/** A folder with a registry, `out` with its exports, and payloads with what is expected of them. */
export class Exported {
  constructor(...kinds) {
    this.folder = mkdtempSync(join(tmpdir(), "baton-judges-"));
    this.file = join(this.folder, "registry.baton");
    this.out = join(this.folder, "out");
    this.registry();
    this.baton("export", ...kinds, "--out", this.out);
  }

  /** Makes the registry, or takes a copy of the one that another judge's tests made with the same program from the same data. */
  registry() {
    const { mtimeMs, size } = statSync(program);
    const made = [program, mtimeMs, size, JSON.stringify(hardContracts), readFileSync(imported)];
    const hash = createHash("sha256").update(made.join("\n")).digest("hex").slice(0, 16);
    const kept = join(targetDir, "judges", "registries", `${hash}.baton`);
    this.kept = kept;
    if (existsSync(kept)) {
      copyFileSync(kept, this.file);
      return;
    }
    const [first, ...others] = readdirSync(join(root, "templates")).sort();
    this.baton("init", "--template", first);
    for (const template of others) this.baton("templates", template, "--add");
    const edits = join(this.folder, "edits.json");
    writeFileSync(edits, JSON.stringify(hardContracts));
    this.baton("apply", edits);
    this.baton("import", "langgraph", imported);
    rmSync(dirname(kept), { recursive: true, force: true });
    mkdirSync(dirname(kept), { recursive: true });
    const whole = `${kept}.${process.pid}`;
    this.baton("backup", whole);
    renameSync(whole, kept);
  }

  /** What `baton` prints as JSON. */
  baton(...args) {
    const env = {
      ...process.env,
      BATON_REGISTRY: this.file,
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
    const kept = `${this.kept}.payloads.json`;
    if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
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
    const whole = `${kept}.${process.pid}`;
    writeFileSync(whole, JSON.stringify(cases));
    renameSync(whole, kept);
    return cases;
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
