// Gets a bare Debian or Ubuntu machine ready, and says on any other what to install. Asks nothing, changes nothing that is there
// already, and takes well under a second when nothing is missing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fingerprint, isStamped, writeStamp } from "./lib/fingerprint.mjs";
import { withLock } from "./lib/lock.mjs";
import { ask, onPath, root, run } from "./lib/process.mjs";
import { installedPackages, isDebianLike, missingPackages } from "./lib/system-packages.mjs";

/** Exit code for a machine that lacks something only its owner can install. */
const WRONG_MACHINE = 2;

/**
 * Makes sure that everything for `job` is there: `cli`, `window` or `test` (see system-packages.mjs).
 * `nodeModules: false` leaves npm packages alone. Ends the process with a message where it cannot help.
 */
export async function setUp(job, { nodeModules = true } = {}) {
  checkNode();
  checkRust();
  if (missing(job).length > 0 || (nodeModules && !nodeModulesAreCurrent())) {
    await withLock(join(root, "target", ".setup-lock"), async () => {
      // Asked again inside: a set-up that ran meanwhile may have done it all.
      await installSystemPackages(missing(job));
      if (nodeModules && !nodeModulesAreCurrent()) await installNodeModules();
    });
  }
}

function missing(job) {
  if (process.platform !== "linux") return missingElsewhere(job);
  return missingPackages(job, isDebianLike() && onPath("dpkg-query") ? installedPackages() : null);
}

// macOS and Windows bring their own web view, and their window cannot be driven by WebKitWebDriver.
function missingElsewhere(job) {
  if (process.platform === "win32") return [];
  return missingPackages(job, null).filter((entry) => entry.name === "build-essential");
}

async function installSystemPackages(packages) {
  if (packages.length === 0) return;
  const width = Math.max(...packages.map((entry) => entry.name.length));
  console.log("Missing on this machine:");
  for (const entry of packages) console.log(`  ${entry.name.padEnd(width)}  ${entry.why}`);

  const names = packages.map((entry) => entry.name);
  if (!isDebianLike() || !onPath("apt-get")) {
    console.error(
      "\nThis is not Debian or Ubuntu, so please install them with your system's package manager:",
    );
    for (const entry of packages) console.error(`  - ${entry.elsewhere ?? entry.name}`);
    console.error("Then run the same command again.");
    process.exit(WRONG_MACHINE);
  }
  const prefix = rootPrefix();
  if (prefix === null) {
    console.error("\nInstalling needs root, and sudo is not here. Please run as root:");
    console.error(
      `  apt-get update && apt-get install -y --no-install-recommends ${names.join(" ")}`,
    );
    process.exit(WRONG_MACHINE);
  }
  const how = prefix.length > 0 ? " through sudo, which may ask for your password" : "";
  console.log(`\nInstalling them with apt${how}. This takes about a minute.`);
  await apt(prefix, ["update", "-qq"]);
  await apt(prefix, ["install", "-y", "-qq", "--no-install-recommends", ...names]);
}

function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return onPath("sudo") ? ["sudo"] : null;
}

async function apt(prefix, args) {
  // `env` rather than the child's environment, which sudo would clear.
  const command = [
    ...prefix,
    "env",
    "DEBIAN_FRONTEND=noninteractive",
    "apt-get",
    // Another apt on the machine (updates at boot) holds the lock for a while.
    "-o",
    "DPkg::Lock::Timeout=300",
    ...args,
  ];
  await twice(`apt-get ${args[0]}`, command, {
    log: join(root, "target", `setup-apt-${args[0]}.log`),
  });
}

/** Package mirrors fail now and then; a second failure is a real one. `log` takes the output of chatty programs. */
async function twice(name, [program, ...args], options = {}) {
  let { status } = await run(program, args, options);
  if (status !== 0) {
    console.error(`${name} ended with ${status}; trying once more.`);
    ({ status } = await run(program, args, options));
  }
  if (status === 0) return;
  if (options.log)
    console.error(readFileSync(options.log, "utf8").split("\n").slice(-20).join("\n"));
  console.error(
    `${name} failed twice (exit ${status}). To see it alone, and to try again once it is mended:`,
  );
  console.error(`  ${[program, ...args].join(" ")}`);
  process.exit(1);
}

const nodeModulesStamp = () => join(root, "node_modules", ".baton-lock-sha256");
const lockHash = () => fingerprint(root, ["package-lock.json"]);

function nodeModulesAreCurrent() {
  return isStamped(nodeModulesStamp(), lockHash());
}

async function installNodeModules() {
  console.log("Installing the UI's packages (npm ci).");
  await twice("npm ci", ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeStamp(nodeModulesStamp(), lockHash());
}

function checkNode() {
  const wanted = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.node.replace(
    ">=",
    "",
  );
  if (atLeast(process.versions.node, wanted)) return;
  console.error(
    `Node ${process.versions.node} is too old: Baton's tools need ${wanted} or newer (nodejs.org).`,
  );
  process.exit(WRONG_MACHINE);
}

function checkRust() {
  const manifest = readFileSync(join(root, "Cargo.toml"), "utf8");
  const wanted = /^rust-version = "([\d.]+)"/m.exec(manifest)?.[1] ?? "0";
  const { status, stdout } = ask("rustc", ["--version"]);
  if (status !== 0 || !onPath("cargo")) {
    console.error(
      `Rust is not installed. Get it from https://rustup.rs (version ${wanted} or newer):`,
    );
    console.error("  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y");
    console.error("Then run the same command again.");
    process.exit(WRONG_MACHINE);
  }
  const found = /rustc ([\d.]+)/.exec(stdout)?.[1] ?? "0";
  if (atLeast(found, wanted)) return;
  console.error(
    `Rust ${found} is too old: Baton needs ${wanted} or newer. Run: rustup update stable`,
  );
  process.exit(WRONG_MACHINE);
}

/** Compares dotted version numbers. */
export function atLeast(found, wanted) {
  const [have, need] = [found, wanted].map((text) => text.split(".").map(Number));
  for (let index = 0; index < need.length; index++) {
    const difference = (have[index] ?? 0) - need[index];
    if (difference !== 0) return difference > 0;
  }
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const job = process.argv[2] ?? "test";
  if (!["cli", "window", "test"].includes(job)) {
    console.error("Usage: node scripts/setup.mjs [cli|window|test]   (default: test)");
    process.exit(WRONG_MACHINE);
  }
  await setUp(job);
  console.log("Everything is here.");
}
