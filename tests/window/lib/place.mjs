// A folder that stands in for a home: a registry, and everything that the window would keep there.
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root, targetDir } from "../../../scripts/lib/process.mjs";

const baton = join(targetDir, "debug", "baton");

/** A folder with a registry and everything that the window would keep in a home folder. */
export class Place {
  constructor(folder = mkdtempSync(join(tmpdir(), "baton-window-"))) {
    this.folder = folder;
    this.registry = join(this.folder, "registry.baton");
    this.exports = join(this.folder, "exports");
    mkdirSync(this.exports, { recursive: true });
  }

  /** Gives the window an inner size, before it is opened. */
  resize(width, height) {
    const folder = join(this.folder, "config", "baton");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "desktop.json"), JSON.stringify({ window: { width, height } }));
  }

  /** The environment of a program that works here. */
  env(more = {}) {
    return {
      ...process.env,
      BATON_REGISTRY: this.registry,
      BATON_USER: "window-test",
      BATON_TEST_DIALOG_PATH: this.exports,
      XDG_CONFIG_HOME: join(this.folder, "config"),
      XDG_DATA_HOME: join(this.folder, "data"),
      XDG_CACHE_HOME: join(this.folder, "cache"),
      ...more,
    };
  }

  /** Runs `baton` on the registry and returns what it prints as JSON. */
  async baton(...args) {
    const options = { cwd: root, env: this.env({ BATON_USER: "terminal" }), maxBuffer: 32 << 20 };
    const run = promisify(execFile)(baton, [...args, "--format", "json"], options);
    // 1 says that there are findings; they are the answer.
    const { stdout } = await run.catch((failed) => {
      if (failed.code === 1) return failed;
      throw failed;
    });
    return JSON.parse(stdout);
  }

  /** Commits edits as somebody at a terminal would. */
  async apply(edits) {
    const file = join(this.folder, "edits.json");
    writeFileSync(
      file,
      JSON.stringify(edits.map((edit) => ({ operation_id: randomUUID(), ...edit }))),
    );
    await this.baton("apply", file);
  }

  /** A record as it is stored; undefined when there is none. */
  async record(kind, id) {
    const { records } = await this.baton("list", kind);
    return records.find((record) => record.id === id);
  }

  /** Gives fields of a record other values, as somebody at a terminal would. */
  async change(kind, id, fields) {
    const { record_kind, revision, ...stored } = await this.record(kind, id);
    // What lists call a record's kind stands in the place of a field of that name, where the record has none.
    if (stored.kind === record_kind) delete stored.kind;
    await this.apply([{ op: "put", kind, id, record: { ...stored, ...fields } }]);
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
