// `npm run package`: builds the installable packages of this system with the desktop, the command line, its manual and completions;
// on Linux a .deb and a .rpm; beside them a list of all that they are made of (`npm run sbom`). `-- --check` then unpacks them into a folder of their own and starts what is in them;
// `-- --check-only` checks the packages that are there. `-- --debug` packs the unoptimised program, to try the packaging out.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { checkPackages } from "./lib/package-check.mjs";
import { ask, root, run, targetDir } from "./lib/process.mjs";
import { sbom } from "./sbom.mjs";

const { values } = parseArgs({
  options: {
    check: { type: "boolean" },
    "check-only": { type: "boolean" },
    debug: { type: "boolean" },
  },
});
const linux = process.platform === "linux";
const suffix = process.platform === "win32" ? ".exe" : "";
const profile = values.debug ? "debug" : "release";
const baton = join(targetDir, profile, `baton${suffix}`);
const bundles = join(targetDir, profile, "bundle");
const extras = join(targetDir, "package");

if (!values["check-only"]) {
  await step("cargo", ["build", "-p", "baton-cli", ...(values.debug ? [] : ["--release"])]);
  const config = join(extras, "tauri.conf.json");
  const files = linux ? extraFiles() : {};
  mkdirSync(extras, { recursive: true });
  writeFileSync(config, JSON.stringify({ bundle: { linux: { deb: { files }, rpm: { files } } } }));
  const tauri = join(root, "node_modules", "@tauri-apps", "cli", "tauri.js");
  // What each system's own tools can make without anything from outside.
  const kinds = { linux: "deb,rpm", darwin: "app,dmg", win32: "nsis" }[process.platform];
  const flags = ["--bundles", kinds, "--config", config, ...(values.debug ? ["--debug"] : [])];
  // Tauri compares the versions of its packages by itself and knows no exceptions; scripts/test/dependencies.test.mjs knows ours.
  await step(process.execPath, [tauri, "build", "--ignore-version-mismatches", ...flags]);
  for (const file of packages()) console.log(file);
  mkdirSync(bundles, { recursive: true });
  const bill = join(bundles, "baton.cdx.json");
  writeFileSync(bill, `${JSON.stringify(sbom(), null, 2)}\n`);
  console.log(bill);
}
if (values.check || values["check-only"]) {
  if (!linux) {
    console.error("Packages are checked on Linux only.");
    process.exit(2);
  }
  process.exit((await checkPackages(packages())) ? 0 : 1);
}

async function step(program, args) {
  const { status } = await run(program, args);
  if (status !== 0) process.exit(status);
}

/** What the packages hold beside the desktop: where it is installed, and what it is made of. */
function extraFiles() {
  rmSync(extras, { recursive: true, force: true });
  const manual = join(extras, "man");
  const files = {
    "/usr/bin/baton": baton,
    "/usr/share/mime/packages/baton.xml": join(root, "src-tauri", "linux", "baton.mime.xml"),
  };
  told(["man", "--out", manual]);
  for (const page of readdirSync(manual)) {
    // Equal pages give equal packages: the header of a gzip file holds no time here.
    const packed = gzipSync(readFileSync(join(manual, page)), { level: 9 });
    writeFileSync(join(manual, `${page}.gz`), packed);
    files[`/usr/share/man/man1/${page}.gz`] = join(manual, `${page}.gz`);
  }
  const completions = {
    bash: "/usr/share/bash-completion/completions/baton",
    fish: "/usr/share/fish/vendor_completions.d/baton.fish",
    zsh: "/usr/share/zsh/vendor-completions/_baton",
  };
  for (const [shell, path] of Object.entries(completions)) {
    const file = join(extras, `baton.${shell}`);
    writeFileSync(file, told(["completions", shell]));
    files[path] = file;
  }
  return files;
}

/** What the freshly built `baton` says. */
function told(args) {
  const { status, stdout, stderr } = ask(baton, args);
  if (status === 0) return stdout;
  console.error(`baton ${args.join(" ")}: ${stderr}`);
  process.exit(1);
}

/** The packages that were built last. */
function packages() {
  return ["deb", "rpm", "dmg", "nsis"].flatMap((kind) => {
    try {
      const folder = join(bundles, kind);
      return readdirSync(folder)
        .filter((file) => /\.(deb|rpm|dmg|exe)$/.test(file))
        .map((file) => join(folder, file));
    } catch {
      return [];
    }
  });
}
