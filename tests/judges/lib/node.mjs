// Judges that are written in JavaScript, installed from this folder's lock file into the target folder.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask, targetDir } from "../../../scripts/lib/process.mjs";
import { must, UNREACHABLE } from "./place.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));
const files = ["package.json", "package-lock.json", ".npmrc"];

/** A `require` of the judges; null, with the reason told, where the registry of packages cannot be reached. */
export function nodeJudges() {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(join(here, file)));
  const pinned = hash.digest("hex");
  const folder = join(targetDir, "judges", "node");
  const stamp = join(folder, "pinned");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== pinned) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const file of files) copyFileSync(join(here, file), join(folder, file));
    const installed = ask("npm", ["ci", "--ignore-scripts", "--no-audit"], { cwd: folder });
    if (installed.status !== 0 && UNREACHABLE.test(installed.stderr)) {
      console.log(
        "Skipped: the judges written in JavaScript, as no registry of packages can be reached.",
      );
      return null;
    }
    must(installed, "npm ci");
    writeFileSync(stamp, pinned);
  }
  return createRequire(join(folder, "package.json"));
}
