import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../lib/process.mjs";
import { checksums, linkedCrates, sbom } from "../sbom.mjs";

test("the bill names what is shipped with its hash and licence, and no tool", () => {
  const bill = sbom();
  const named = new Map(bill.components.map((each) => [each.name, each]));
  for (const name of ["tauri", "sqlx-postgres", "sqlx-sqlite", "react", "zustand"]) {
    assert.ok(named.has(name), `${name} is shipped`);
  }
  for (const name of ["proptest", "divan", "vite", "vitest", "tauri-build", "@biomejs/biome"]) {
    assert.ok(!named.has(name), `${name} is a tool`);
  }
  const bare = bill.components.filter((each) => !each.hashes?.length || !each.licenses?.length);
  assert.deepEqual(bare, []);
  const refs = bill.components.map((each) => each["bom-ref"]);
  assert.equal(new Set(refs).size, refs.length);
  assert.deepEqual(sbom(), bill, "the same lock files give the same bill");
});

test("what only a build script or a test needs is left out", () => {
  const kind = (kind) => [{ kind, target: null }];
  const crate = (name, source = "registry") => ({
    id: name,
    name,
    version: "1.0.0",
    source,
    license: "MIT/Apache-2.0",
  });
  const metadata = {
    packages: [
      crate("baton-cli", null),
      crate("linked"),
      crate("below"),
      crate("build"),
      crate("test"),
    ],
    resolve: {
      nodes: [
        {
          id: "baton-cli",
          deps: [
            { pkg: "linked", dep_kinds: kind(null) },
            { pkg: "build", dep_kinds: kind("build") },
            { pkg: "test", dep_kinds: kind("dev") },
          ],
        },
        { id: "linked", deps: [{ pkg: "below", dep_kinds: [...kind("build"), ...kind(null)] }] },
        { id: "below", deps: [{ pkg: "linked", dep_kinds: kind(null) }] },
      ],
    },
  };
  const found = linkedCrates(metadata, new Map([["below@1.0.0", "ab"]]));
  assert.deepEqual(
    found.map(({ name, hashes, licenses }) => [name, hashes?.[0].content, licenses[0].expression]),
    [
      ["linked", undefined, "MIT OR Apache-2.0"],
      ["below", "ab", "MIT OR Apache-2.0"],
    ],
  );
});

test("checksums are read from a lock file", () => {
  const hashes = checksums(readFileSync(join(root, "Cargo.lock"), "utf8"));
  assert.ok(hashes.size > 300, `${hashes.size} checksums`);
});
