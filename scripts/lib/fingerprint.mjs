// Content hashes that decide whether a step has to run again. Times are not trusted: a checkout changes them.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** SHA-256 over names and contents of files and folders, in a fixed order; `skip` names folders left out. */
export function fingerprint(base, paths, skip = ["dist", "node_modules"]) {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of filesBelow(join(base, path), skip)) {
      hash.update(`${relative(base, file)}\0`);
      hash.update(readFileSync(file));
      hash.update("\0");
    }
  }
  return hash.digest("hex");
}

function filesBelow(path, skip) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !skip.includes(name))
    .sort()
    .flatMap((name) => filesBelow(join(path, name), skip));
}

/** True when `stamp` was written for `value`. */
export function isStamped(stamp, value) {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === value;
}

/** Remembers that the step for `value` is done. */
export function writeStamp(stamp, value) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, value);
}
