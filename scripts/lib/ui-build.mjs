// Building the UI's bundle, only when something it is made from has changed.
import { existsSync } from "node:fs";
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
  if (status === 0) writeStamp(stamp, current);
  return status;
}
