// What a hostile page, or a hostile text in a registry, tries from inside the window.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { root, targetDir } from "../../scripts/lib/process.mjs";
import { until } from "./lib/until.mjs";
import { windowTest } from "./lib/window.mjs";

windowTest("nothing that a page could bring along runs, loads or is framed", async (window) => {
  const seen = await window.driver.runAsync(`
    const done = arguments[arguments.length - 1];
    const tried = {};
    const attempt = (name, act) => { try { act(); tried[name] = "done" } catch { tried[name] = "refused" } };
    attempt("eval", () => eval("1"));
    attempt("function", () => new Function("return 1")());
    window.__hit = [];
    const refused = [];
    addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
    const put = (name, more) => {
      const it = Object.assign(document.createElement(name), more);
      document.body.append(it);
      return it;
    };
    setTimeout("window.__hit.push('timer')", 0);
    put("iframe", { srcdoc: "<script>parent.__hit.push('srcdoc')</" + "script>" });
    put("iframe", { src: "https://example.org/" });
    put("iframe", { src: "data:text/html,<script>parent.__hit.push('data')</" + "script>" });
    put("object", { data: "data:text/html,x" });
    put("embed", { src: "data:text/html,x" });
    put("img", { src: "https://example.org/x.png", onload: () => window.__hit.push("image") });
    put("img", { src: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>", onload: () => window.__hit.push("data image") });
    put("script", { src: "data:text/javascript,window.__hit.push('script')" });
    put("style", { textContent: "body { --spoilt: yes }" });
    put("link", { rel: "stylesheet", href: "data:text/css,body{--linked:yes}" });
    put("base", { href: "https://example.org/" });
    put("a", { href: "javascript:window.__hit.push('link')" }).click();
    put("div", { innerHTML: "<img src=x onerror='window.__hit.push(1)'><svg onload='window.__hit.push(2)'></svg>" });
    const form = put("form", { action: "https://example.org/", method: "post" });
    form.submit();
    attempt("worker", () => new Worker("data:text/javascript,0").onmessage = () => window.__hit.push("worker"));
    attempt("socket", () => new WebSocket("wss://example.org/").onopen = () => window.__hit.push("socket"));
    Promise.allSettled([
      import("data:text/javascript,window.__hit.push('module')"),
      fetch("http://127.0.0.1:9/"),
    ]).then((outcomes) => setTimeout(() => {
      const style = getComputedStyle(document.body);
      done({
        tried: { eval: tried.eval, function: tried.function },
        hit: window.__hit,
        module: outcomes[0].status, fetched: outcomes[1].status,
        spoilt: style.getPropertyValue("--spoilt") + style.getPropertyValue("--linked"),
        framed: [...document.querySelectorAll("iframe")].map((it) => { try { return it.contentDocument?.body?.textContent ?? "" } catch { return "foreign" } }).filter((text) => text !== "" && text !== "foreign"),
        base: document.baseURI,
        refused: [...new Set(refused)].sort(),
      });
    }, 500));`);
  const { refused, base, ...rest } = seen;
  assert.deepEqual(rest, {
    tried: { eval: "refused", function: "refused" },
    hit: [],
    module: "rejected",
    fetched: "rejected",
    spoilt: "",
    framed: [],
  });
  assert.ok(!base.includes("example.org"), base);
  for (const directive of ["frame-src", "img-src", "style-src-elem", "form-action"]) {
    assert.ok(refused.includes(directive), `${directive} refused nothing: ${refused.join(", ")}`);
  }
  await window.isTrue("the window still answers", "return window.__baton?.ready === true");
});

windowTest(
  "files that no dialog gave are out of reach, and so are plugins' other commands",
  async (window, place) => {
    const outside = join(place.folder, "outside.txt");
    writeFileSync(outside, "private");
    const answers = await window.driver.runAsync(
      `
    const [outside, above, done] = arguments;
    const invoke = (command, args, options) => window.__TAURI_INTERNALS__.invoke(command, args, options).then((answer) => "done: " + JSON.stringify(answer)?.slice(0, 40), () => "refused");
    const bytes = new TextEncoder().encode("written");
    Promise.all([
      invoke("plugin:fs|read_text_file", { path: outside }),
      invoke("plugin:fs|read_file", { path: outside }),
      invoke("plugin:fs|read_dir", { path: "/" }),
      invoke("plugin:fs|write_text_file", bytes, { headers: { path: encodeURIComponent(outside), options: "{}" } }),
      invoke("plugin:fs|write_text_file", bytes, { headers: { path: encodeURIComponent(above), options: "{}" } }),
      invoke("plugin:fs|remove", { path: outside }),
      invoke("plugin:fs|rename", { oldPath: outside, newPath: outside + "2" }),
      invoke("plugin:fs|copy_file", { fromPath: outside, toPath: outside + "2" }),
      invoke("plugin:fs|mkdir", { path: outside + "-folder" }),
      invoke("plugin:event|emit", { event: "registry-away", payload: {} }),
      invoke("plugin:window|close", { label: "main" }),
      invoke("plugin:webview|internal_toggle_devtools", {}),
      invoke("plugin:app|set_app_theme", { theme: "dark" }),
      invoke("plugin:path|resolve_directory", { directory: 21 }),
    ]).then(done);`,
      outside,
      join(place.exports, "..", "outside.txt"),
    );
    assert.deepEqual(answers.slice(0, 9), Array(9).fill("refused"));
    assert.ok(
      existsSync(outside) && !existsSync(`${outside}2`) && !existsSync(`${outside}-folder`),
    );
    await window.isTrue("the window is still there", "return window.__baton?.ready === true");
  },
);

/** One record of each kind at least, with every field. */
const EVERY_KIND = join(root, "crates", "store", "src", "conformance", "every_kind.json");
const MARKUP = [
  `<img src=x onerror="window.__hit=1">`,
  `"><svg onload="window.__hit=2"><script>window.__hit=3</script>`,
  "[click](javascript:window.__hit=4) <a href=javascript:window.__hit=5>x</a>",
  `</text><foreignObject><body onload="window.__hit=6"></foreignObject>`,
];

/** Paths of the texts in a record: `["name"]`, `["steps", 0, "channel"]`. */
function texts(value, path = []) {
  if (typeof value === "string") return [path];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, part]) => texts(part, [...path, key]));
}

function withText(record, path, text) {
  const copy = structuredClone(record);
  const last = path.at(-1);
  path.slice(0, -1).reduce((it, key) => it[key], copy)[last] = text;
  return copy;
}

windowTest(
  "markup in every text of every kind of record is text on its page",
  async (window, place) => {
    const baton = join(targetDir, "debug", "baton");
    const run = promisify(execFile);
    let files = 0;
    const taken = async (edits, ...more) => {
      files += 1;
      const file = join(place.folder, `tried-${files}.json`);
      writeFileSync(file, JSON.stringify(edits));
      const options = { cwd: root, env: place.env({ BATON_USER: "terminal" }) };
      return run(baton, ["apply", file, ...more], options).then(
        () => true,
        () => false,
      );
    };
    const all = JSON.parse(readFileSync(EVERY_KIND, "utf8"));
    assert.ok(await taken(all), "a record of every kind is stored");
    const first = new Map(all.toReversed().map((edit) => [edit.kind, edit]));
    const spoilt = [];
    let fields = 0;
    for (const { kind, id, record: stored } of first.values()) {
      let record = stored;
      const paths = texts(record);
      const text = (at) => MARKUP[at % MARKUP.length];
      // Ids, times and words of a list take no such text; everything else does.
      const accepted = await Promise.all(
        paths.map((path, at) => {
          const tried = withText(stored, path, text(at));
          return taken([{ op: "put", kind, id, record: tried }], "--dry-run");
        }),
      );
      for (const [at, path] of paths.entries()) {
        if (!accepted[at]) continue;
        record = withText(record, path, text(at));
        fields += 1;
      }
      assert.ok(await taken([{ op: "put", kind, id, record }]), `${kind} ${id} is stored`);
      spoilt.push([kind, id]);
    }
    console.log(`${fields} texts of ${spoilt.length} kinds of records hold markup`);
    assert.ok(fields > 60, `${fields} texts of ${spoilt.length} records`);

    const socket = join(place.folder, "config", "baton", "links.socket");
    await until("links are received", () => existsSync(socket));
    for (const [kind, id] of spoilt) {
      await send(socket, `baton://registry/${kind}/${id}`);
      await window.isTrue(
        `the page of ${kind} ${id} is open`,
        "return document.querySelector('[data-testid=record-page]')?.dataset.record === arguments[0]",
        `${kind}/${id}`,
      );
      assert.deepEqual(await window.driver.run(INERT), { hit: null, running: [] }, `${kind} ${id}`);
    }
  },
);

/** What ran, and every element that would run something, in the page and in the shadow roots of pictures. */
const INERT = `
  const running = [];
  const walk = (root) => {
    for (const it of root.querySelectorAll("*")) {
      const handlers = [...it.attributes].filter(({ name, value }) => /^on/.test(name) || /^\\s*javascript:/i.test(value) && ["href", "src", "action"].includes(name));
      const foreign = ["SCRIPT", "IFRAME", "OBJECT", "EMBED"].includes(it.tagName.toUpperCase()) && !it.src?.startsWith(location.origin);
      if (handlers.length > 0 || foreign || it.getAttribute("src") === "x") running.push(it.outerHTML.slice(0, 120));
      if (it.shadowRoot) walk(it.shadowRoot);
    }
  };
  walk(document);
  return { hit: window.__hit ?? null, running };`;

/** Hands a link to the program, as one that is started with it does. */
function send(socket, link) {
  return new Promise((done, failed) => {
    const stream = createConnection(socket, () => stream.write(`${link}\n`));
    stream.once("data", (answer) => {
      stream.destroy();
      if (answer.toString().trim() === "taken") done();
      else failed(new Error(`the program answered ${answer} to ${link}`));
    });
    stream.once("error", failed);
  });
}
