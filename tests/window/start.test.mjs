// Where one begins: templates, files of other tools, registries that cannot be opened.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/process.mjs";
import { Driver } from "./lib/driver.mjs";
import { until } from "./lib/until.mjs";
import { desktop, Window, windowTest } from "./lib/window.mjs";

const graph = join(root, "crates/import/fixtures/langgraph/supervisor_xray.graph.json");

windowTest("a template becomes a registry of its own, without findings", async (window, place) => {
  await window.click("start-open");
  await window.click("template-customer-support");
  await window.click("template-start");
  await window.isTrue(
    "the template is drawn",
    "return window.__baton?.ready && document.body.textContent.includes('customer-support.baton')",
  );
  for (const severity of ["error", "warning", "advice"]) {
    assert.match(await window.text(`count-${severity}`), /^0 /);
  }
  const sample = await place.baton("list", "topology");
  assert.deepEqual(
    sample.records.map(({ id }) => id),
    ["sample-support"],
    "the registry that was open before is as it was",
  );
});

windowTest(
  "a graph of another tool is imported after a preview",
  async (window, place) => {
    const before = (await place.baton("list", "agent")).records.length;
    const revision = await window.revision();
    await window.click("start-open");
    await window.click("import");
    await window.shows("import-apply");
    await window.isTrue(
      "its drawing is shown with all agents",
      "return document.querySelectorAll('.import__picture .template-picture__box').length > 5",
    );
    assert.equal(
      (await place.baton("list", "agent")).records.length,
      before,
      "a preview stores nothing",
    );
    await window.click("import-apply");
    await until("its agents are stored", async () => {
      const { records } = await place.baton("list", "agent");
      return records.length > before;
    });
    await window.isTrue("it is drawn", "return window.__baton?.ready === true");
    await until("the window knows", async () => (await window.revision()) > revision);
    const { records } = await place.baton("list", "topology");
    assert.equal(records.length, 2);
  },
  () => ({ BATON_TEST_DIALOG_PATH: graph }),
);

windowTest(
  "agents of another tool are dropped on the window and go into the topology that is open",
  async (window, place) => {
    const walk = readFileSync(
      join(root, "crates/import/fixtures/openai_agents/desk.agents.json"),
      "utf8",
    );
    const [{ id }] = (await place.baton("list", "topology")).records;
    const before = (await place.baton("list", "handoff")).records.length;
    await window.driver.run(
      `const dataTransfer = new DataTransfer();
       dataTransfer.items.add(new File([arguments[0]], "desk.agents.json"));
       for (const type of ["dragenter", "dragover", "drop"])
         window.dispatchEvent(new DragEvent(type, { dataTransfer, cancelable: true }));`,
      walk,
    );
    await window.isTrue(
      "it was read",
      "return document.querySelector('[data-testid=import-apply]')?.disabled === false",
    );
    await window.choose("import-topology", id);
    await window.isTrue(
      "it is drawn into what is there",
      "return /as it will be/.test(document.querySelector('.import__drawing')?.textContent)",
    );
    assert.equal((await place.baton("list", "handoff")).records.length, before);
    await window.click("import-apply");
    await until("its handoffs are stored", async () => {
      const { records } = await place.baton("list", "handoff");
      return records.length === before + 9;
    });
    assert.equal((await place.baton("list", "topology")).records.length, 1);
  },
);

windowTest(
  "a large import tells how far it is, and is ended without a trace",
  async (window, place) => {
    const revision = await window.revision();
    await window.driver.run(
      `const lines = Array.from({ length: 40000 }, (_, at) => "n" + at + "-->n" + (at + 1));
       const dataTransfer = new DataTransfer();
       dataTransfer.items.add(new File(["flowchart LR\\n" + lines.join("\\n")], "chain.mmd"));
       for (const type of ["dragenter", "dragover", "drop"])
         window.dispatchEvent(new DragEvent(type, { dataTransfer, cancelable: true }));`,
    );
    await window.tells("import-progress", "Reading the files");
    await window.click("import-progress-end");
    await window.hides("import-progress");
    await window.hides("import-apply");
    assert.equal(await window.revision(), revision);
    assert.ok((await place.baton("list", "agent")).records.every(({ id }) => id !== "n0"));
    assert.equal(
      await window.driver.run("return document.querySelector('.notice')?.textContent ?? null"),
      null,
    );
  },
);

windowTest("a file that is no registry is named and left alone", async (window, place) => {
  await window.close();
  const broken = join(place.folder, "broken.baton");
  writeFileSync(broken, "not a registry at all");
  const other = new Window(await Driver.start(desktop, [], place.env({ BATON_REGISTRY: broken })));
  try {
    await other.isTrue(
      "it is said",
      "return /could not be opened/.test(document.querySelector('[role=alert]')?.textContent)",
    );
    assert.match(await other.driver.run("return document.body.textContent"), /broken\.baton/);
    assert.equal(readFileSync(broken, "utf8"), "not a registry at all");
    assert.ok(!existsSync(`${broken}-wal`));
  } finally {
    await other.close();
  }
});
