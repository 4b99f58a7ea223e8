import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { tour } from "../lib/tour.mjs";

/** Runs the tour with a stand-in for `baton` that notes its arguments and leaves with `checkExit` from `check`. */
async function toured(checkExit) {
  const folder = mkdtempSync(join(tmpdir(), "baton-tour-test-"));
  const log = join(folder, "log");
  const program = join(folder, "baton");
  const script = `#!/bin/sh
while [ "$1" != init ] && [ "$1" != list ] && [ "$1" != check ] && [ "$1" != draw ] && [ "$1" != export ]; do shift; done
echo "$@" >> '${log}'
case "$1" in
  list) echo '{"records":[{"kind":"topology","id":"support"}]}' ;;
  check) exit ${checkExit} ;;
  export) mkdir -p '${folder}/out/export' ;;
esac
`;
  writeFileSync(program, script);
  chmodSync(program, 0o755);
  try {
    const status = await tour(program, join(folder, "out"));
    const commands = readFileSync(log, "utf8").trim().replaceAll(`${folder}/`, "").split("\n");
    return { status, commands };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the tour shows the way from sample to exports, findings included", async () => {
  assert.deepEqual(await toured(1), {
    status: 0,
    commands: [
      "init --template sample-support",
      "list topology --format json",
      "check",
      "draw support --out out/support.svg",
      "export all --out out/export",
      "check --fix --dry-run",
    ],
  });
});

test("a command that fails for another reason ends the tour", async () => {
  const { status, commands } = await toured(4);
  assert.equal(status, 1);
  assert.equal(commands.at(-1), "check");
});
