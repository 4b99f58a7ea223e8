// Whether packages hold what they should, and whether what is in them starts. They are unpacked into a folder of their own, so that
// nothing on this machine changes.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ask, onPath } from "./process.mjs";

/** Files of every package, with what has to stand in those that are texts. */
const EXPECTED = {
  "usr/bin/baton": null,
  "usr/bin/baton-desktop": null,
  "usr/share/applications/Baton.desktop": [
    "Exec=baton-desktop %u",
    "MimeType=x-scheme-handler/baton;application/vnd.baton.registry;",
  ],
  "usr/share/bash-completion/completions/baton": ["_baton()"],
  "usr/share/fish/vendor_completions.d/baton.fish": ["complete -c baton"],
  "usr/share/icons/hicolor/128x128/apps/baton-desktop.png": null,
  "usr/share/man/man1/baton.1.gz": [".TH baton 1"],
  "usr/share/man/man1/baton-contract-publish.1.gz": ["publish"],
  "usr/share/mime/packages/baton.xml": ["*.baton"],
  "usr/share/zsh/vendor-completions/_baton": ["#compdef baton"],
};
const START_LIMIT_MS = 120_000;

/** Checks all of them, tells what it found, and returns whether all is well. */
export async function checkPackages(packages) {
  const deb = packages.find((file) => file.endsWith(".deb"));
  const rpm = packages.find((file) => file.endsWith(".rpm"));
  const folder = mkdtempSync(join(tmpdir(), "baton-package-"));
  const failures = [];
  try {
    if (deb) failures.push(...(await checkDeb(deb, folder)));
    else failures.push("there is no .deb");
    if (rpm) failures.push(...checkRpm(rpm));
    else failures.push("there is no .rpm");
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  for (const failure of failures) console.error(`FAILED ${failure}`);
  if (failures.length === 0) console.log("The packages are whole, and what is in them starts.");
  return failures.length === 0;
}

async function checkDeb(deb, folder) {
  const installed = join(folder, "installed");
  const unpacked = ask("dpkg-deb", ["-x", deb, installed]);
  if (unpacked.status !== 0) return [`${basename(deb)} cannot be unpacked: ${unpacked.stderr}`];
  const failures = Object.entries(EXPECTED).flatMap(([path, words]) =>
    missing(join(installed, path), path, words ?? []),
  );
  if (failures.length > 0) return failures;
  console.log(`ok     ${basename(deb)}: ${statSync(deb).size} bytes, every file is there`);
  return [...checkCommand(installed, folder), ...(await checkWindow(installed, folder))];
}

function missing(file, path, words) {
  if (!existsSync(file)) return [`${path} is missing`];
  const bytes = readFileSync(file);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return words.filter((word) => !text.includes(word)).map((word) => `${path} lacks ${word}`);
}

function checkCommand(installed, folder) {
  const baton = join(installed, "usr/bin/baton");
  const env = environment(folder);
  const made = ask(baton, ["init", "--template", "sample-support"], { env });
  if (made.status !== 0) return [`baton init: ${made.stderr}`];
  const healthy = ask(baton, ["doctor", "--format", "json"], { env });
  if (healthy.status !== 0) return [`baton doctor: ${healthy.stderr}`];
  console.log("ok     the command line makes a registry that is whole");
  return [];
}

/** The window says `ready` once its drawing can be used, and ends. */
async function checkWindow(installed, folder) {
  const program = join(installed, "usr/bin/baton-desktop");
  const needsScreen = !process.env.DISPLAY;
  if (needsScreen && !onPath("xvfb-run"))
    return ["there is no screen, and xvfb-run is missing: npm run setup -- test installs it"];
  const words = needsScreen ? ["xvfb-run", "-a", program] : [program];
  const env = { ...environment(folder), BATON_TEST_START: "1" };
  const { said, status } = await ended(words, env);
  if (!said.includes("ready") || status !== 0)
    return [`the window did not come up (exit ${status}): ${said.trim()}`];
  console.log("ok     the desktop starts and draws the registry");
  return [];
}

function ended([program, ...args], env) {
  return new Promise((done) => {
    const child = spawn(program, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    const hear = (chunk) => {
      said += chunk;
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    // Only what was started here: its group.
    const limit = setTimeout(() => process.kill(-child.pid, "SIGKILL"), START_LIMIT_MS);
    child.on("error", (error) => {
      said += error.message;
    });
    child.on("close", (status) => {
      clearTimeout(limit);
      done({ said, status });
    });
  });
}

/** A home of its own. */
function environment(folder) {
  return {
    ...process.env,
    BATON_REGISTRY: join(folder, "registry.baton"),
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_DATA_HOME: join(folder, "data"),
    XDG_CACHE_HOME: join(folder, "cache"),
  };
}

/** A lead that every .rpm begins with; with `rpm` at hand, its files too. */
function checkRpm(rpm) {
  const magic = readFileSync(rpm).subarray(0, 4).toString("hex");
  if (magic !== "edabeedb") return [`${basename(rpm)} is no package`];
  if (!onPath("rpm")) {
    console.log(`ok     ${basename(rpm)} is a package; its files were not listed: rpm is missing`);
    return [];
  }
  const listed = ask("rpm", ["-qpl", rpm]).stdout;
  const absent = Object.keys(EXPECTED).filter((path) => !listed.includes(`/${path}`));
  if (absent.length === 0) console.log(`ok     ${basename(rpm)}: every file is there`);
  return absent.map((path) => `${basename(rpm)} lacks ${path}`);
}
