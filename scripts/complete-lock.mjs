// Completes package-lock.json after `npm install`: npm leaves out optional platform packages that the registry in use does not
// carry, and then refuses `npm ci` because of them. Their names and versions stand in the package that asks for them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./lib/process.mjs";

/** `lock` with an entry for every optional dependency that has an exact version and none yet, keys sorted as npm sorts them. */
export function completed(lock) {
  const packages = { ...lock.packages };
  for (const entry of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const key = `node_modules/${name}`;
      if (packages[key] || !/^\d+\.\d+\.\d+/.test(version)) continue;
      packages[key] = {
        version,
        ...(entry.dev && { dev: true }),
        optional: true,
        ...platform(name),
      };
    }
  }
  const sorted = Object.keys(packages).sort((a, b) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries(sorted.map((key) => [key, packages[key]])) };
}

/** `os`, `cpu` and `libc` as the names of platform packages carry them: `@scope/cli-linux-arm64-musl`. */
function platform(name) {
  const words = name.split(/[-/]/);
  const pick = (known) => words.filter((word) => known.includes(word)).slice(0, 1);
  const os = pick(["android", "darwin", "freebsd", "linux", "openharmony", "win32"]);
  const cpu = pick(["arm", "arm64", "ia32", "ppc64", "riscv64", "s390x", "x64"]);
  const libc = words.includes("musl") ? ["musl"] : [];
  return {
    ...(os.length > 0 && { os }),
    ...(cpu.length > 0 && { cpu }),
    ...(libc.length > 0 && { libc }),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const path = join(root, "package-lock.json");
  const lock = completed(JSON.parse(readFileSync(path, "utf8")));
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
}
