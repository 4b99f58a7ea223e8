// Exporting from the real window into a git repository: a plan, a diff, a confirmation, a file that somebody edited, a run that is ended, and a
// choice that is there again after a restart.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./lib/until.mjs";
import { windowTest } from "./lib/window.mjs";

/** Handoffs that keep an export busy for long enough to be ended. */
const MANY = 600;
const RUNBOOK = "runbooks/index.md";

/** A temporary git repository in the place of the folder that dialogs answer with. */
function repository(place) {
  const git = (...args) =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", ...args], {
      cwd: place.exports,
      encoding: "utf8",
    });
  git("init", "-q");
  return git;
}

async function chosen(window, place) {
  await window.click("export-open");
  await window.click("export-choose");
  await window.says("export-folder", place.exports);
}

const canWrite = (window, expected) =>
  window.isTrue(
    `files can${expected ? "" : "not"} be written`,
    "return document.querySelector('[data-testid=export-write]')?.disabled === arguments[0]",
    !expected,
  );

windowTest(
  "files go into a repository after a look at them, and what was edited by hand stays until somebody decides",
  async (window, place) => {
    const git = repository(place);
    await chosen(window, place);
    await canWrite(window, true);
    await window.click("export-kinds-none");
    await window.fill("export-kinds-search", "a runbook for");
    await window.click("export-kinds-all");
    await window.shows(`file-${RUNBOOK}`);
    await window.click(`file-${RUNBOOK}`);
    await window.isTrue(
      "its lines are shown as new",
      "return document.querySelectorAll('.diff__line--added').length > 3",
    );
    await window.driver.press("Escape");
    await window.hides("diff-view");
    assert.equal(git("status", "--porcelain"), "", "nothing is written before it is confirmed");

    await window.click("export-write");
    await window.shows("export-written");
    await until("the folder is as it has to be", () =>
      existsSync(join(place.exports, "baton.manifest.json")),
    );
    assert.ok(!existsSync(join(place.exports, "contracts")), "only what was ticked is written");
    git("add", ".");
    git("commit", "-qm", "Exports");

    appendFileSync(join(place.exports, RUNBOOK), "\nAsk Rosa first.\n");
    await window.shows("export-overwrite");
    await canWrite(window, false);
    await window.isTrue(
      "the file says so",
      "return document.querySelector(arguments[0])?.textContent.includes('edited by hand')",
      `[data-testid="file-${RUNBOOK}"]`,
    );
    assert.match(readFileSync(join(place.exports, RUNBOOK), "utf8"), /Ask Rosa first/);
    await window.click("export-overwrite");
    await canWrite(window, true);
    await window.click("export-write");
    await window.hides("export-overwrite");
    assert.equal(git("status", "--porcelain"), "");
  },
);

windowTest(
  "folder and kinds are there again after a restart, and the folder opens in the file manager",
  async (window, place, start) => {
    await chosen(window, place);
    await window.click("export-kinds-none");
    await window.fill("export-kinds-search", "a runbook for");
    await window.click("export-kinds-all");
    await window.shows(`file-${RUNBOOK}`);
    await until("it is remembered", () => {
      const file = join(place.folder, "config", "baton", "desktop.json");
      return existsSync(file) && readFileSync(file, "utf8").includes('"runbooks"');
    });
    await window.close();
    const again = await start();
    await again.click("export-open");
    await again.says("export-folder", place.exports);
    await again.shows(`file-${RUNBOOK}`);
    assert.match(await again.text("export-kinds-count"), /^1 of \d+$/);
    await again.click("export-open-folder");
    const opened = join(place.folder, "opened");
    await until("it was opened", () => existsSync(opened));
    assert.equal(readFileSync(opened, "utf8"), place.exports);
  },
  (place) => ({ BATON_TEST_OPENED: join(place.folder, "opened") }),
);

windowTest(
  "an export that takes long is ended, with every file old or new",
  async (window, place) => {
    const [handoff] = (await place.baton("list", "handoff")).records;
    const { kind: _, revision: __, record_kind: kind, ...fields } = handoff;
    const many = Array.from({ length: MANY }, (_, n) => {
      const id = `copy-${n}`;
      // One group of edits is one operation.
      return { operation_id: "copies", op: "put", kind, id, record: { ...fields, id } };
    });
    await place.apply(many);
    await window.isTrue(
      "the window knows of all of them",
      "return document.body.textContent.includes(arguments[0])",
      `${MANY + 26} handoffs`,
    );
    await chosen(window, place);
    await window.tells("export-progress", "Making the files");
    await window.click("export-progress-end");
    await window.shows("export-again");
    assert.deepEqual(readdirSync(place.exports), []);
    await window.click("export-kinds-none");
    await window.fill("export-kinds-search", "a runbook for");
    await window.click("export-kinds-all");
    await canWrite(window, true);
    // A click from here may come after the last file: the page itself presses the button as soon as it is seen to write.
    await window.driver.run(`
      const part = (name) => document.querySelector('[data-testid="' + name + '"]');
      const watch = new MutationObserver(() => {
        if (!part("export-progress")?.textContent.includes("Writing:")) return;
        watch.disconnect();
        part("export-progress-end").click();
      });
      watch.observe(document.body, { childList: true, subtree: true, characterData: true });
    `);
    await window.click("export-write");
    await window.tells("export-written", "The export was ended after");
    assert.ok(!existsSync(join(place.exports, ".baton-export.json")));
    const { files } = JSON.parse(readFileSync(join(place.exports, "baton.manifest.json"), "utf8"));
    const there = readdirSync(join(place.exports, "runbooks"));
    assert.equal(files.length, there.length);
    assert.ok(there.length < MANY);
  },
);
