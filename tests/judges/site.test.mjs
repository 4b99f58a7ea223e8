// The exported page, opened in Chromium from a file as a reader would: nothing from outside, no complaint, the search finds, links lead, and
// what a user wrote stays text.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { Exported } from "./lib/exported.mjs";

const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"];
const HOSTILE = '</script><script>window.bad=1</script><img src=x onerror="window.bad=1"><!--';

let browser;
let exported;
let address;
let handoff;

before(async () => {
  const executablePath = BROWSERS.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error("Chromium is not there; name it in CHROMIUM.");
  exported = new Exported("site");
  handoff = exported
    .baton("list", "handoff")
    .records.find(({ from, to }) => from && typeof to === "string");
  const edits = join(exported.folder, "hostile.json");
  const { topology, to } = handoff;
  const put = (kind, record) => ({ op: "put", kind, record });
  const agent = put("agent", { id: "hostile", name: HOSTILE });
  const seam = put("handoff", { id: "hostile-seam", topology, from: "hostile", to });
  writeFileSync(edits, JSON.stringify([agent, seam]));
  exported.baton("apply", edits);
  exported.baton("export", "site", "--out", exported.out);
  address = pathToFileURL(join(exported.out, "site", "index.html")).href;
  browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
});
after(async () => {
  await browser?.close();
  exported?.remove();
});

/** A page on which any complaint and any request but the file's own fails the test. */
async function opened(run, at = "") {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) complaints.push(`asks for ${request.url()}`);
  });
  await page.goto(address + at);
  await page.locator("h1").waitFor();
  await run(page);
  assert.deepEqual(complaints, []);
  await page.close();
}

test("the file needs nothing but itself", () => {
  const html = readFileSync(join(exported.out, "site", "index.html"), "utf8");
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)[1];
  assert.match(policy, /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+';/);
  // Within tags only: in a text, which a hostile name may fill, these are letters.
  const tags = html.match(/<[a-z][^>]*>/gi).filter((tag) => !tag.startsWith("<meta"));
  const wrong = tags.filter((tag) => /\son\w+=|\sstyle=|\bsrc=|^<link|url\(/.test(tag));
  assert.deepEqual(wrong.slice(0, 3), []);
  assert.equal(html.match(/<script/g).length, 2);
});

test("the search finds by keyboard, and links lead from drawing to handoff to agent", async () => {
  await opened(async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type(handoff.id);
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".night").waitFor();
    assert.equal(decodeURIComponent(new URL(page.url()).hash), `#/handoff/${handoff.id}`);
    await page.locator(".crumbs a").click();
    await page.locator(".drawing svg").waitFor();
    await page.locator(`.hit[href="#/handoff/${handoff.id}"]`).focus();
    await page.keyboard.press("Enter");
    await page.locator(".night").waitFor();
    await page.locator("h1 a").last().click();
    await page.waitForURL(/#\/agent\//);
    await page.getByRole("link", { name: /^Contracts/ }).click();
    await page.locator("tbody a").first().click();
    await page.waitForURL(/#\/contract\//);
    await page.goto(`${address}#/handoff/there-is-none`);
    await page.getByRole("heading", { name: "Not found" }).waitFor();
  });
});

test("what a user wrote is text", async () => {
  await opened(async (page) => {
    await page.getByRole("heading", { name: HOSTILE.slice(0, 20) }).waitFor();
    assert.equal(await page.evaluate("window.bad"), undefined);
    assert.equal(await page.locator("main img, main script").count(), 0);
  }, "#/agent/hostile");
});

test("every page of it can be shown", async () => {
  await opened(async (page) => {
    const links = await page.evaluate(() => {
      const { topologies, handoffs, agents, contracts, teams } = JSON.parse(
        document.getElementById("data").textContent,
      );
      return Object.entries({
        topology: topologies,
        handoff: handoffs,
        agent: agents,
        contract: contracts,
        team: teams,
      }).flatMap(([kind, all]) => all.map(({ id }) => `#/${kind}/${encodeURIComponent(id)}`));
    });
    const broken = await page.evaluate(async (links) => {
      const broken = [];
      for (const link of links) {
        const shown = new Promise((done) => addEventListener("hashchange", done, { once: true }));
        location.hash = link;
        await shown;
        if (document.querySelector("h1").textContent === "Not found") broken.push(link);
      }
      return broken;
    }, links);
    assert.ok(links.length > 500, String(links.length));
    assert.deepEqual(broken, []);
  });
});
