// Building the UI's bundle, only when something it is made from has changed.
import { existsSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, isStamped, writeStamp } from "./fingerprint.mjs";
import { root, run } from "./process.mjs";

const inputs = ["ui", "package.json", "package-lock.json"];
const stamp = join(root, "node_modules", ".baton-ui-sha256");

/** Builds `ui/dist` and returns the exit status; 0 at once when the bundle is current. */
export async function buildUi() {
  const current = fingerprint(root, inputs);
  if (existsSync(join(root, "ui", "dist", "index.html")) && isStamped(stamp, current)) {
    console.log("The UI's bundle is current.");
    return 0;
  }
  const { status } = await run("npm", ["run", "--silent", "build"]);
  if (status === 0) {
    writeStamp(stamp, current);
    embedAgain();
  }
  return status;
}

/** The desktop takes the bundle in while it is compiled, and cargo does not watch the bundle: a newer source makes it look again. */
function embedAgain() {
  const now = new Date();
  for (const source of ["src-tauri/src/lib.rs", "src-tauri/src/main.rs"]) {
    const path = join(root, source);
    if (existsSync(path)) utimesSync(path, now, now);
  }
}
