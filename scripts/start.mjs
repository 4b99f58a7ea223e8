// `npm start`: gets everything ready, builds, and opens the desktop; on a machine without a display, the headless tour instead.
// `npm start -- --release` builds the optimised program (5 to 8 minutes the first time).
// `npm start -- --tour [--out DIR]` runs the headless tour anywhere.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { desktopFeatures, hasDisplay } from "./lib/desktop.mjs";
import { root, run, targetDir } from "./lib/process.mjs";
import { tour } from "./lib/tour.mjs";
import { buildUi } from "./lib/ui-build.mjs";
import { setUp } from "./setup.mjs";

const { release, out, tour: tourWanted } = options();
const profile = release ? "release" : "debug";
const profileFlags = release ? ["--release"] : [];
const suffix = process.platform === "win32" ? ".exe" : "";

if (tourWanted || !hasDisplay()) {
  if (!tourWanted) {
    console.log(
      "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.",
    );
    console.log("Here is the same tour on the command line instead.\n");
  }
  await setUp("cli", { nodeModules: false });
  await build(["build", "-p", "baton-cli", ...profileFlags]);
  process.exit(await tour(join(targetDir, profile, `baton${suffix}`), out));
}

await setUp("window");
const uiStatus = await buildUi();
if (uiStatus !== 0) process.exit(uiStatus);
await build(["build", "-p", "baton-desktop", "--features", desktopFeatures, ...profileFlags]);
console.log("Opening Baton.");
const app = spawn(join(targetDir, profile, `baton-desktop${suffix}`), [], {
  cwd: root,
  stdio: "inherit",
});
app.on("error", (error) => {
  console.error(`Baton did not start: ${error.message}`);
  process.exit(1);
});
app.on("close", (code) => process.exit(code ?? 1));

async function build(args) {
  console.log(`cargo ${args.join(" ")}   (the first build takes a few minutes)`);
  const { status } = await run("cargo", args);
  if (status !== 0) {
    console.error("The build failed; the messages above say where.");
    process.exit(1);
  }
}

function options() {
  try {
    return parseArgs({
      options: {
        release: { type: "boolean", default: false },
        tour: { type: "boolean", default: false },
        out: { type: "string" },
      },
    }).values;
  } catch (error) {
    console.error(error.message);
    console.error("Usage: npm start [-- [--release] [--tour] [--out DIR]]");
    process.exit(2);
  }
}
