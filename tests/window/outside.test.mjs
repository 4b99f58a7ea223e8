// What reaches beyond the window: folders, terminals, hostile texts.
import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./lib/until.mjs";
import { windowTest } from "./lib/window.mjs";

windowTest(
  "everything is exported into a chosen folder, and a hand-edited file shows",
  async (window, place) => {
    await window.click("export-open");
    await window.click("export-choose");
    await window.says("export-folder", place.exports);
    await until("the files can be written", () =>
      window.driver.run(
        "return document.querySelector('[data-testid=export-write]')?.disabled === false",
      ),
    );
    assert.ok(
      !existsSync(join(place.exports, "baton.manifest.json")),
      "nothing is written before it is confirmed",
    );
    await window.click("export-write");
    const manifest = join(place.exports, "baton.manifest.json");
    await until("the manifest is written", () => existsSync(manifest));
    const { files } = JSON.parse(readFileSync(manifest, "utf8"));
    assert.ok(
      files.some(({ path }) => path.startsWith("runbooks/")) &&
        files.some(({ path }) => path.startsWith("contracts/")),
    );

    appendFileSync(join(place.exports, "runbooks", "index.md"), "\nedited by hand\n");
    await window.shows("export-overwrite");
  },
);

windowTest("an edit in a terminal shows within a second", async (window, place) => {
  // `kind` is a field of agents, so the record's own kind has another name here.
  const { record_kind: kind, revision: _, ...fields } = await place.record("agent", "triage-desk");
  const record = { ...fields, name: "From a terminal" };
  const edit = [{ op: "put", kind, id: record.id, record, operation_id: "terminal-1" }];
  const file = join(place.folder, "edit.json");
  writeFileSync(file, JSON.stringify(edit));
  await window.driver.click(await window.box("agent:triage-desk"));
  await window.says("inspector-name", "Triage");
  await place.baton("apply", file);
  const began = performance.now();
  await window.says("inspector-name", "From a terminal");
  const took = performance.now() - began;
  assert.ok(took < 1000, `it took ${Math.round(took)} ms`);
});

windowTest("markup in names is shown as text and does nothing", async (window, place) => {
  const markup = `<img src=x onerror="window.__hit=1"><script>window.__hit=2</script><b>bold</b>`;
  const revision = await window.revision();
  await window.driver.click(await window.box("agent:triage-desk"));
  await window.fill("inspector-name", markup);
  await window.saved(revision);
  assert.equal((await place.record("agent", "triage-desk")).name, markup);
  await window.says("inspector-name", markup);
  const seen = await window.driver.run(
    "return { hit: window.__hit ?? null, images: document.querySelectorAll('img[src=x]').length, text: document.body.textContent.includes('<b>bold</b>') }",
  );
  assert.deepEqual(seen, { hit: null, images: 0, text: true });
});

windowTest(
  "the page can neither leave, open windows, run inline scripts nor call what is not listed",
  async (window) => {
    const here = await window.driver.run("return location.href");
    const seen = await window.driver.runAsync(`
    const done = arguments[arguments.length - 1];
    const script = document.createElement("script");
    script.textContent = "window.__inline = 1";
    document.body.append(script);
    const opened = (() => { try { return window.open("https://example.org") !== null } catch { return false } })();
    const invoke = (command, args) => window.__TAURI_INTERNALS__.invoke(command, args).then(() => "done", () => "refused");
    Promise.all([
      invoke("plugin:fs|read_text_file", { path: "/etc/hostname" }),
      invoke("plugin:shell|execute", { program: "sh" }),
      invoke("plugin:webview|create_webview_window", { options: { label: "other" } }),
      invoke("not_a_command", {}),
      invoke("apply_edits", { edits: "nonsense", dryRun: 7 }),
      fetch("https://example.org/").then(() => "done", () => "refused"),
    ]).then((answers) => done({ answers, opened, inline: window.__inline ?? null }));`);
    assert.deepEqual(seen, { answers: Array(6).fill("refused"), opened: false, inline: null });
    await window.driver.run("location.href = 'https://example.org/'");
    await window.isTrue("the window still answers", "return window.__baton?.ready === true");
    assert.equal(await window.driver.run("return location.href"), here);
  },
);

windowTest(
  "a reload in the middle of things comes back to what is stored",
  async (window, place) => {
    const revision = await window.revision();
    await window.driver.click(await window.box("agent:triage-desk"));
    await window.fill("inspector-name", "Stored before the reload");
    await window.driver.run("window.__old = true; location.reload()");
    await window.isTrue(
      "the page is a new one",
      "return window.__old !== true && window.__baton?.ready === true",
    );
    // Whether the edit left before the page did is chance; what counts is that both sides agree afterwards.
    await until("the window shows what is stored", async () => {
      const { name } = await place.record("agent", "triage-desk");
      const shown = await window.text("outline-agent:triage-desk");
      return shown.includes(name) && (await window.revision()) >= revision;
    });
  },
);

windowTest("an argument of 100 MB is refused and the window goes on", async (window) => {
  const answer = await window.driver.runAsync(`
    const done = arguments[arguments.length - 1];
    const edits = [{ op: "put", kind: "team", id: "x", record: { id: "x", name: "x".repeat(100 << 20) }, base_revision: 0, operation_id: "big" }];
    window.__TAURI_INTERNALS__.invoke("apply_edits", { edits, dryRun: false, mark: null }).then(() => done("done"), (reason) => done(reason.code ?? String(reason).slice(0, 80)));`);
  assert.notEqual(answer, "done");
  const revision = await window.revision();
  await window.driver.click(await window.box("agent:triage-desk"));
  await window.fill("inspector-name", "Still here");
  await window.saved(revision);
});
