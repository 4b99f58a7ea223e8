// What Baton needs from the operating system, with the reason for each, and how to tell whether it is there.
import { existsSync, readFileSync } from "node:fs";
import { ask, onPath } from "./process.mjs";

/**
 * `needs`: the jobs that need it: `cli` (build the command line), `window` (build and open the desktop), `test` (everything).
 * `present`: a probe that works on every system; a package without one is asked for on Debian and Ubuntu only.
 */
export const systemPackages = [
  {
    name: "build-essential",
    needs: ["cli", "window", "test"],
    why: "C compiler and linker, for Rust and the SQLite that Baton bundles",
    elsewhere: "a C compiler and linker (cc)",
    present: () => onPath("cc") && onPath("ar"),
  },
  {
    name: "pkg-config",
    needs: ["window", "test"],
    why: "lets the build find the web view",
    elsewhere: "pkg-config",
    present: () => onPath("pkg-config"),
  },
  {
    name: "libwebkit2gtk-4.1-dev",
    needs: ["window", "test"],
    why: "the web view that draws the desktop's window, with its headers",
    elsewhere: "WebKitGTK 4.1 with headers (Fedora: webkit2gtk4.1-devel, Arch: webkit2gtk-4.1)",
    present: () => ask("pkg-config", ["--exists", "webkit2gtk-4.1"]).status === 0,
  },
  {
    name: "fonts-inter",
    needs: ["window", "test"],
    why: "the typeface of exported pictures",
  },
  {
    name: "fonts-dejavu-core",
    needs: ["window", "test"],
    why: "a fallback for letters that other fonts lack",
  },
  {
    name: "webkit2gtk-driver",
    needs: ["test"],
    why: "drives the real window in the tests",
    elsewhere: "WebKitWebDriver, the driver of WebKitGTK",
    present: () => onPath("WebKitWebDriver"),
  },
  {
    name: "chromium",
    needs: ["test"],
    why: "the browser in which flows of the window are tested",
    elsewhere: "Chromium, or any browser of its family named in CHROMIUM",
    present: () =>
      Boolean(process.env.CHROMIUM) || onPath("chromium") || onPath("chromium-browser"),
  },
  {
    name: "xvfb",
    needs: ["test"],
    why: "a display in memory for the window tests",
    elsewhere: "Xvfb with xvfb-run",
    present: () => onPath("xvfb-run") && onPath("Xvfb"),
  },
  {
    name: "xauth",
    needs: ["test"],
    why: "xvfb-run does not start without it",
    elsewhere: "xauth",
    present: () => onPath("xauth"),
  },
  {
    name: "xclip",
    needs: ["test"],
    why: "reads the clipboard as other programs do",
    elsewhere: "xclip",
    present: () => onPath("xclip"),
  },
  {
    name: "postgresql",
    needs: ["test"],
    why: "a private database server, for the tests of shared registries",
    elsewhere: "PostgreSQL 15 or newer, with initdb",
    present: () => onPath("initdb") || existsSync("/usr/lib/postgresql"),
  },
  {
    name: "gnome-keyring",
    needs: ["test"],
    why: "a keychain, for the test that signs with a key from one",
  },
  {
    name: "libsecret-tools",
    needs: ["test"],
    why: "puts that key into the keychain",
  },
  {
    name: "dbus",
    needs: ["test"],
    why: "the session bus on which the keychain is asked",
    elsewhere: "D-Bus with dbus-run-session",
    present: () => onPath("dbus-run-session"),
  },
];

/** True on Debian, Ubuntu and what is made from them. */
export function isDebianLike(osRelease = readOsRelease()) {
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)].flatMap((match) =>
    match[1].replace(/"/g, "").split(/\s+/),
  );
  return ids.includes("debian") || ids.includes("ubuntu");
}

function readOsRelease() {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}

/**
 * Packages that `job` needs and that are not there.
 * `installed` is the set of names dpkg knows as installed, or null on a system without dpkg.
 */
export function missingPackages(job, installed, packages = systemPackages) {
  return packages
    .filter((entry) => entry.needs.includes(job))
    .filter((entry) => {
      if (installed?.has(entry.name)) return false;
      if (entry.present) return !entry.present();
      return installed !== null;
    });
}

/** The names that dpkg reports as installed, of those that Baton may need. */
export function installedPackages() {
  const names = systemPackages.map((entry) => entry.name);
  // dpkg-query exits 1 when one of the names is unknown and still lists the others.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query has its own placeholders
  const { stdout } = ask("dpkg-query", ["-W", "-f=${Package} ${db:Status-Status}\\n", ...names], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  return parseDpkg(stdout);
}

/** Reads `name status` lines. */
export function parseDpkg(text) {
  const lines = text.split("\n").map((line) => line.trim().split(/\s+/));
  return new Set(lines.filter(([, status]) => status === "installed").map(([name]) => name));
}
