// What outlives an end: settings, places, copies. The program is killed, its page dies, and nothing that was acknowledged is lost.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Driver } from "./lib/driver.mjs";
import { linkSocket, sendLink } from "./lib/link.mjs";
import { until } from "./lib/until.mjs";
import { desktop, Window, windowTest } from "./lib/window.mjs";

/** What the program keeps, once it can be read. */
function remembered(place) {
  return JSON.parse(readFileSync(join(place.folder, "config", "baton", "desktop.json"), "utf8"));
}

/** What the program has written into its log. */
function log(place) {
  return readFileSync(join(place.folder, "data", "baton", "log", "baton.log"), "utf8");
}

/** Processes below another one, by a word of their command. */
function below(pid, word) {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid=,comm="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/))
    .map(([own, parent, name]) => ({ own: Number(own), parent: Number(parent), name }));
  const found = [];
  const walk = (from) => {
    for (const row of rows.filter(({ parent }) => parent === from)) {
      if (row.name.includes(word)) found.push(row.own);
      walk(row.own);
    }
  };
  walk(pid);
  return found;
}

windowTest(
  "a killed program loses nothing that was acknowledged and comes back where it was",
  async (window, place) => {
    const { driver } = window;
    await driver.click(await window.box("agent:triage-desk"));
    const before = await window.revision();
    await window.fill("inspector-name", "First Line");
    await window.saved(before);
    await driver.press("Control", ",");
    await window.click("settings-dark");
    await driver.press("Control", "k");
    await window.shows("palette-input");
    await driver.type("First Line");
    await window.isTrue(
      "it is found",
      "return document.querySelector('[role=option][aria-selected=true]')?.textContent.includes('First Line')",
    );
    await driver.press("Control", "Enter");
    await until("the place and the looks are kept", () => {
      const { windows, session } = remembered(place);
      const [main] = windows;
      const there = main.place?.view === "registry" && main.place.page?.id === "triage-desk";
      return there && session?.theme === "dark";
    });
    const revision = await window.revision();
    // In the middle of an edit that nobody has acknowledged yet.
    await driver.run("document.querySelector('input, textarea')?.focus()");
    await driver.type("half");
    const [program] = below(driver.pid, "baton-desktop");
    assert.ok(program, "the program runs below the driver");
    process.kill(program, "SIGKILL");
    await window.close();

    // It comes back to a page of the registry, so there is no drawing to wait for.
    const again = new Window(await Driver.start(desktop, [], place.env()));
    try {
      await again.isTrue(
        "it shows the page that was open",
        "return document.querySelector('.registry')?.textContent.includes('First Line')",
      );
      assert.equal((await place.record("agent", "triage-desk")).name, "First Line");
      assert.equal(
        await again.driver.run("return document.documentElement.dataset.theme"),
        "dark",
        "the theme is kept",
      );
      assert.equal(await again.revision(), revision);
      const { healthy } = await place.baton("doctor");
      assert.ok(healthy);
    } finally {
      await again.close();
    }
  },
);

windowTest(
  "a page that is loaded again in the middle of an edit finds its place",
  async (window, place) => {
    const { driver } = window;
    await driver.click(await window.box("agent:triage-desk"));
    const before = await window.revision();
    await window.fill("inspector-name", "First Line");
    await window.saved(before);
    await until("the selection is kept", () =>
      remembered(place).windows[0].place?.boxes.includes("agent:triage-desk"),
    );
    await driver.run("setTimeout(() => location.reload(), 0)");
    await window.isTrue("the drawing is there again", "return window.__baton?.ready === true");
    await window.says("inspector-name", "First Line");
  },
);

windowTest(
  "a text that nobody has acknowledged is offered after the program was killed, and never stored by itself",
  async (window, place) => {
    const { driver } = window;
    await driver.click(await window.box("agent:triage-desk"));
    await window.click("inspector-name");
    await driver.press("Control", "a");
    await driver.type("Half a name");
    await until("it is kept", () =>
      JSON.stringify(remembered(place).session ?? {}).includes("Half a name"),
    );
    const [program] = below(driver.pid, "baton-desktop");
    process.kill(program, "SIGKILL");
    await window.close();

    const again = await Window.open(place);
    try {
      await again.tells("unsent", "Half a name");
      await again.tells("unsent", "Triage");
      assert.equal((await place.record("agent", "triage-desk")).name, "Triage");
      await again.click("unsent-put-back");
      await again.says("inspector-name", "Half a name");
      await again.hides("unsent");
      assert.equal((await place.record("agent", "triage-desk")).name, "Triage");
      const revision = await again.revision();
      await again.click("inspector-name");
      await again.driver.press("Enter");
      await again.saved(revision);
      assert.equal((await place.record("agent", "triage-desk")).name, "Half a name");
    } finally {
      await again.close();
    }
  },
);

windowTest(
  "a page whose process dies in the middle of an edit comes back, and offers what nobody has acknowledged",
  async (window, place) => {
    const { driver } = window;
    await driver.click(await window.box("agent:triage-desk"));
    const before = await window.revision();
    await window.fill("inspector-name", "First Line");
    await window.saved(before);
    await window.click("inspector-name");
    await driver.press("Control", "a");
    await driver.type("Half a name");
    await until("it is kept", () =>
      JSON.stringify(remembered(place).session ?? {}).includes("Half a name"),
    );
    const [program] = below(driver.pid, "baton-desktop");
    const [page] = below(program, "WebKitWebProces");
    assert.ok(page, "the page has a process of its own");
    process.kill(page, "SIGKILL");
    await until("another process shows the page", () => {
      const [other] = below(program, "WebKitWebProces");
      return other !== undefined && other !== page;
    });
    await until("the program has noticed", () => log(place).includes("has died"));
    assert.equal((await place.record("agent", "triage-desk")).name, "First Line");
    // The driver has lost its page: another one looks.
    await window.close();
    const again = await Window.open(place);
    try {
      await again.tells("unsent", "Half a name");
      await again.driver.click(await again.box("agent:triage-desk"));
      await again.says("inspector-name", "First Line");
    } finally {
      await again.close();
    }
  },
);

windowTest("copies are made and restored, and what stood there is kept", async (window, place) => {
  const { driver } = window;
  await driver.press("Control", ",");
  await window.click("backup-now");
  await window.tells("last-backup", "Last copy");
  const first = await window.revision();
  await driver.click(await window.box("agent:triage-desk"));
  await driver.press("Escape");
  await driver.click(await window.box("agent:triage-desk"));
  await window.fill("inspector-name", "First Line");
  await window.saved(first);

  await window.command("Restore a copy");
  await window.isTrue(
    "the copy is listed",
    "return document.querySelector('.backups__row') !== null",
  );
  await driver.click(await window.at("", ".backups__row"));
  await window.tells("backup-changes", "would be as");
  await window.click("backup-restore");
  await window.isTrue(
    "the window shows the restored registry",
    "return document.body.textContent.includes('The copy was restored')",
  );
  assert.notEqual((await place.record("agent", "triage-desk")).name, "First Line");
  assert.ok(readdirSync(place.folder).some((name) => name.startsWith("registry.baton.replaced-")));
});

windowTest("a link opens a record, and a hostile one is refused", async (window, place) => {
  const socket = linkSocket(place);
  await until("links are received", () => existsSync(socket));
  await sendLink(socket, "baton://registry/agent/triage-desk");
  await window.isTrue(
    "its page is open",
    "return document.querySelector('#page-title')?.textContent.includes('Triage')",
  );
  await sendLink(socket, "baton://registry/agent/../../etc/passwd");
  await window.isTrue(
    "it is refused with a word",
    "return /This link was refused/.test(document.querySelector('.notices')?.textContent)",
  );
});

windowTest("the log tells commands and refusals without what was typed", async (window, place) => {
  const { driver } = window;
  const before = await window.revision();
  await driver.click(await window.box("agent:triage-desk"));
  await window.fill("inspector-name", "password=hunter2");
  await window.saved(before);
  await window.command("Log of what");
  await window.isTrue(
    "the edit is in it",
    "return document.querySelector('.dock-panel')?.textContent.includes('apply_edits')",
  );
  const written = log(place);
  assert.ok(!written.includes("hunter2"));
  assert.match(written, /"what":"apply_edits","message":"","took_ms":\d/);
});
