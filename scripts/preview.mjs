// Pictures of the window over a registry in memory, in Chromium: `node scripts/preview.mjs OUT.png [options]`.
//   --do FILE.mjs   a module whose default export gets the Playwright page before the picture is taken
//   --size WxH      default 1440x900        --dark        dark appearance
//   --query TEXT    for example `sample=large` or `readonly`
//   --text PERCENT  text size               --bundle DIR  where the bundle is built
//   --no-build      takes the bundle that is there
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { serve } from "../tests/browser/lib/site.mjs";
import { root } from "./lib/process.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    do: { type: "string" },
    size: { type: "string", default: "1440x900" },
    dark: { type: "boolean", default: false },
    query: { type: "string", default: "" },
    text: { type: "string" },
    bundle: { type: "string" },
    "no-build": { type: "boolean", default: false },
  },
});
const [out] = positionals;
if (!out) {
  console.error(
    "Usage: node scripts/preview.mjs OUT.png [--do FILE.mjs] [--size WxH] [--dark] ...",
  );
  process.exit(2);
}
const bundle = values.bundle ?? join(tmpdir(), `baton-preview-${process.ppid}`);
if (!values["no-build"]) {
  const vite = join(root, "node_modules", ".bin", "vite");
  const settings = ["-c", "ui/vite.mock.config.ts", "-l", "error", "--outDir", bundle];
  const built = spawnSync(vite, ["build", "ui", ...settings], { cwd: root, stdio: "inherit" });
  if (built.status !== 0) process.exit(1);
}
const [width, height] = values.size.split("x").map(Number);
const site = await serve(bundle);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: values.dark ? "dark" : "light",
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) console.log(`[page] ${message.text()}`);
  });
  page.on("pageerror", (error) => console.log(`[page] ${error.message}`));
  if (values.text) {
    await page.addInitScript((textSize) => {
      localStorage.setItem("baton.session", JSON.stringify({ textSize }));
    }, Number(values.text));
  }
  await page.goto(`${site.page}?${values.query}`);
  await page.waitForFunction(
    () => window.__baton?.ready === true || document.querySelector(".start"),
  );
  if (values.do) await (await import(pathToFileURL(resolve(values.do)).href)).default(page);
  await page.screenshot({ path: out });
} finally {
  await browser.close();
  await site.close();
}
