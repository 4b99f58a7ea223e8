import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { completed } from "../complete-lock.mjs";
import { hasDisplay } from "../lib/desktop.mjs";
import { fingerprint, isStamped, writeStamp } from "../lib/fingerprint.mjs";
import { withLock } from "../lib/lock.mjs";
import { isDebianLike, missingPackages, parseDpkg } from "../lib/system-packages.mjs";
import { atLeast } from "../setup.mjs";

test("versions compare number by number", () => {
  assert.ok(atLeast("20.20.2", "20.19"));
  assert.ok(atLeast("22", "20.19"));
  assert.ok(!atLeast("20.9.5", "20.19"));
  assert.ok(!atLeast("1.94.1", "1.95"));
});

test("Debian and its relatives are recognised", () => {
  assert.ok(isDebianLike("NAME=x\nID=debian\n"));
  assert.ok(isDebianLike('ID=pop\nID_LIKE="ubuntu debian"\n'));
  assert.ok(!isDebianLike("ID=fedora\n"));
});

test("dpkg's list keeps only what is installed", () => {
  const text = "xvfb installed\nxauth config-files\nlibssl-dev not-installed\n";
  assert.deepEqual([...parseDpkg(text)], ["xvfb"]);
});

test("a package is missing when neither dpkg nor its probe knows it", () => {
  const packages = [
    { name: "known-to-dpkg", needs: ["test"], present: () => false },
    { name: "found-by-probe", needs: ["test"], present: () => true },
    { name: "missing", needs: ["test"], present: () => false },
    { name: "font", needs: ["test"] },
    { name: "other-job", needs: ["window"], present: () => false },
  ];
  const names = (installed) =>
    missingPackages("test", installed, packages).map((entry) => entry.name);
  assert.deepEqual(names(new Set(["known-to-dpkg"])), ["missing", "font"]);
  assert.deepEqual(
    names(null),
    ["known-to-dpkg", "missing"],
    "fonts are asked for only where dpkg can tell",
  );
});

test("a stamp holds until a file's content or name changes", () => {
  const folder = mkdtempSync(join(tmpdir(), "baton-stamp-"));
  try {
    writeFileSync(join(folder, "a"), "1");
    const before = fingerprint(folder, ["a", "b"]);
    writeStamp(join(folder, "stamp"), before);
    assert.ok(isStamped(join(folder, "stamp"), fingerprint(folder, ["a", "b"])));
    writeFileSync(join(folder, "b"), "");
    assert.ok(!isStamped(join(folder, "stamp"), fingerprint(folder, ["a", "b"])));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a lock lets one in at a time and outlives a dead holder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "baton-lock-"));
  const path = join(folder, "lock");
  try {
    // No process has this number: it is above the kernel's maximum.
    writeFileSync(path, "4194999");
    let inside = 0;
    const enter = () =>
      withLock(path, async () => {
        inside += 1;
        assert.equal(inside, 1);
        await new Promise((done) => setTimeout(done, 20));
        inside -= 1;
      });
    await Promise.all([enter(), enter(), enter()]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a display is either X11 or Wayland, and always there off Linux", () => {
  assert.ok(hasDisplay({ DISPLAY: ":0" }, "linux"));
  assert.ok(hasDisplay({ WAYLAND_DISPLAY: "wayland-0" }, "linux"));
  assert.ok(!hasDisplay({}, "linux"));
  assert.ok(hasDisplay({}, "darwin"));
});

test("platform packages that the registry lacks get their entry in the lock", () => {
  const lock = {
    packages: {
      "": {},
      "node_modules/b": {
        version: "1.0.0",
        dev: true,
        optionalDependencies: { "b-linux-x64-musl": "1.0.0" },
      },
      "node_modules/range": { version: "1.0.0", optionalDependencies: { fsevents: "~2.3.2" } },
    },
  };
  const entry = completed(lock).packages["node_modules/b-linux-x64-musl"];
  assert.deepEqual(entry, {
    version: "1.0.0",
    dev: true,
    optional: true,
    os: ["linux"],
    cpu: ["x64"],
    libc: ["musl"],
  });
  assert.ok(!("node_modules/fsevents" in completed(lock).packages));
});
