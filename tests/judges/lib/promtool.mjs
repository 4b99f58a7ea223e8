// promtool, out of Debian's package `prometheus`, which is unpacked into the target folder and not installed: no service is started.
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ask, targetDir } from "../../../scripts/lib/process.mjs";
import { must, UNREACHABLE } from "./place.mjs";

const NO_PACKAGES =
  /Unable to locate package|No packages found|Unable to fetch|Could not resolve|no candidate/i;

/** The program; null, with the reason told, where it is not installed and no package can be had. */
export function promtool() {
  if (ask("promtool", ["--version"]).status === 0) return "promtool";
  const folder = join(targetDir, "judges", "promtool");
  const program = join(folder, "usr", "bin", "promtool");
  if (existsSync(program)) return program;
  if (ask("apt-get", ["--version"]).status !== 0) return skipped("this system has no apt-get");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const download = (...options) =>
    ask("apt-get", [...options, "download", "prometheus"], { cwd: folder });
  let fetched = download();
  if (fetched.status !== 0) {
    // The lists of packages may be missing, and updating the system's own takes rights; these are private.
    const state = join(folder, "apt");
    for (const path of ["state/lists/partial", "cache/archives/partial"])
      mkdirSync(join(state, path), { recursive: true });
    const options = [
      "-o",
      `Dir::State=${join(state, "state")}`,
      "-o",
      `Dir::Cache=${join(state, "cache")}`,
    ];
    const status = ["-o", "Dir::State::status=/var/lib/dpkg/status", "-o", "APT::Sandbox::User="];
    const updated = ask("apt-get", [...options, ...status, "-qq", "update"]);
    fetched = updated.status === 0 ? download(...options, ...status) : updated;
  }
  const told = `${fetched.stdout}${fetched.stderr}`;
  if (fetched.status !== 0 && (UNREACHABLE.test(told) || NO_PACKAGES.test(told))) {
    rmSync(folder, { recursive: true, force: true });
    return skipped("no registry of packages can be reached");
  }
  must(fetched, "apt-get download prometheus");
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".deb"));
  must(ask("dpkg-deb", ["-x", join(folder, file), folder]), "dpkg-deb");
  return program;
}

function skipped(why) {
  console.log(`Skipped: promtool, as ${why}.`);
  return null;
}
