// Judges that are written in Python, in an environment of their own in the target folder.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask, targetDir } from "../../../scripts/lib/process.mjs";
import { must, UNREACHABLE } from "./place.mjs";

const requirements = fileURLToPath(new URL("../requirements.txt", import.meta.url));
/** The environment's folder of programs; null, with the reason told, where the registry of packages cannot be reached. */
export function pythonJudges() {
  const pinned = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const folder = join(targetDir, "judges", "python");
  const stamp = join(folder, "pinned");
  const programs = join(folder, process.platform === "win32" ? "Scripts" : "bin");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === pinned) return programs;
  rmSync(folder, { recursive: true, force: true });
  must(ask("python3", ["-m", "venv", folder]), "python3 -m venv");
  const arguments_ = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--no-deps",
    "-r",
    requirements,
  ];
  const installed = ask(join(programs, "python"), arguments_, {
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (installed.status !== 0 && UNREACHABLE.test(installed.stderr)) {
    console.log(
      "Skipped: the judges written in Python, as no registry of packages can be reached.",
    );
    return null;
  }
  must(installed, "pip install");
  writeFileSync(stamp, pinned);
  return programs;
}
