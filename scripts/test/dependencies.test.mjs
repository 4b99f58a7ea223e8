// What the window is built from: every package is pinned by the hash of its content and under a licence that we may ship.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../lib/process.mjs";

/** Licences of packages of which something is shipped, or which only build and test (`dev`). */
const SHIPPED = [
  "MIT",
  "Apache-2.0",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "OFL-1.1",
  "Unlicense",
];
const TOOLS = [...SHIPPED, "MPL-2.0", "CC0-1.0", "MIT-0", "BlueOak-1.0.0"];

const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
const packages = Object.entries(lock.packages).filter(([path]) => path !== "");

/** Whether npm would install it on some Linux with glibc and a common processor, where the lock was written. */
function isInstalledHere(entry) {
  const fits = (list, ours) => list === undefined || ours.some((each) => list.includes(each));
  return fits(entry.os, ["linux"]) && fits(entry.cpu, ["x64"]) && fits(entry.libc, ["glibc"]);
}

test("every package is pinned by the hash of its content", () => {
  assert.ok(packages.length > 100, "the lock file was read");
  const open = packages.filter(([, entry]) => !/^sha512-/.test(entry.integrity ?? ""));
  const wrong = open.filter(
    ([, entry]) => !(entry.dev && entry.optional) || isInstalledHere(entry),
  );
  assert.deepEqual(
    wrong.map(([path]) => path),
    [],
  );
});

test("every package is under a licence that we may ship, or use as a tool", () => {
  const wrong = packages.filter(([, entry]) => {
    const allowed = entry.dev ? TOOLS : SHIPPED;
    // A platform's package that the registry did not carry says nothing; the package that asks for it does.
    if (entry.license === undefined) return !(entry.dev && entry.optional);
    const every = entry.license.split(/ and | AND /).map((part) => part.replace(/[()]/g, ""));
    return !every.every((part) => part.split(" OR ").some((each) => allowed.includes(each)));
  });
  assert.deepEqual(
    wrong.map(([path, entry]) => `${path}: ${entry.license}`),
    [],
  );
});

test("nothing is fetched from outside the registry", () => {
  const wrong = packages.filter(([, entry]) => entry.resolved !== undefined || entry.link);
  assert.deepEqual(
    wrong.map(([path]) => path),
    [],
  );
});

/**
 * Rust's side of this plugin is ahead: its 2.7 resolves links in paths before it compares them with what the window may touch, which
 * is worth having, and for npm there is none yet. The four functions that the window takes from it are the same in both.
 */
const AHEAD = new Map([["plugin-fs", { npm: "2.6", cargo: "2.7" }]]);

test("both sides of Tauri and its plugins are of one version", () => {
  const rust = readFileSync(join(root, "Cargo.lock"), "utf8");
  const minor = (version) => version.split(".").slice(0, 2).join(".");
  const sides = packages.flatMap(([path, { version }]) => {
    const name = /^node_modules\/@tauri-apps\/(api|plugin-[a-z-]+)$/.exec(path)?.[1];
    if (!name) return [];
    const crate = name === "api" ? "tauri" : `tauri-${name}`;
    const locked = new RegExp(`name = "${crate}"\nversion = "([^"]+)"`).exec(rust)?.[1];
    assert.ok(locked, `${crate} stands in Cargo.lock`);
    return [{ name, npm: minor(version), cargo: minor(locked) }];
  });
  assert.ok(sides.length >= 3, "the lock files were read");
  for (const { name, ...versions } of sides) {
    const { npm, cargo } = versions;
    assert.deepEqual(versions, AHEAD.get(name) ?? { npm: cargo, cargo: npm }, name);
  }
});
