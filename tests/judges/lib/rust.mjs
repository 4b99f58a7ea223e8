// Judges that are written in Rust: compiled with what they judge, in the versions that Baton itself is built with, which are there already.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { ask, root, targetDir } from "../../../scripts/lib/process.mjs";
import { must } from "./place.mjs";

const target = join(targetDir, "judges", "rust");
const env = {
  ...process.env,
  CARGO_TARGET_DIR: target,
  CARGO_PROFILE_DEV_DEBUG: "0",
  CARGO_INCREMENTAL: "0",
  RUSTFLAGS: "-D warnings",
};

/** What cargo says of an exported crate. */
export function cargo(crate, ...args) {
  copyFileSync(join(root, "Cargo.lock"), join(crate, "Cargo.lock"));
  const [command, ...more] = args;
  return ask("cargo", [command, "--quiet", "--offline", ...more], {
    cwd: crate,
    env,
    maxBuffer: 256 << 20,
  });
}

/** The program of an example of an exported crate. Crates share their target folder, so no two examples may have one name. */
export function example(crate, name) {
  must(cargo(crate, "build", "--example", name), "cargo build");
  return join(target, "debug", "examples", name);
}
