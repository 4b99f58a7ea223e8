// Signing with a key from the system's keychain: a real Secret Service on a session bus of its own, unlocked for the test.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { ask, onPath } from "../../scripts/lib/process.mjs";
import { Exported, program } from "./lib/exported.mjs";
import { must } from "./lib/place.mjs";

const NEEDED = ["dbus-run-session", "gnome-keyring-daemon", "secret-tool"];
const missing = NEEDED.filter((name) => !onPath(name));
/** Stores the key under the name `cards` and runs what follows. */
const UNLOCKED = `
printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null
secret-tool store --label="Baton cards" service baton username cards < "$KEY"
exec "$@"`;

let exported;
let key;

before(() => {
  exported = new Exported("agent-cards");
  key = join(exported.folder, "key.pem");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  writeFileSync(key, privateKey.export({ type: "pkcs8", format: "pem" }));
});
after(() => exported?.remove());

/** What `baton export --sign-key` does beside an unlocked keychain. */
function signed(out, name) {
  const home = join(exported.folder, "home");
  mkdirSync(join(home, "run"), { recursive: true, mode: 0o700 });
  const env = {
    ...process.env,
    BATON_REGISTRY: exported.file,
    HOME: home,
    XDG_RUNTIME_DIR: join(home, "run"),
    XDG_DATA_HOME: join(home, "data"),
    KEY: key,
  };
  const words = ["export", "agent-cards", "--out", out, "--sign-key", name, "--format", "json"];
  const shell = ["--", "sh", "-ec", UNLOCKED, "sh", program, ...words];
  return ask("dbus-run-session", shell, { env, maxBuffer: 64 << 20 });
}

const files = (out) =>
  Object.fromEntries(
    readdirSync(join(out, "agents")).map((name) => [
      name,
      readFileSync(join(out, "agents", name), "utf8"),
    ]),
  );

test("a key in the keychain signs as the same key in a file does", (context) => {
  if (missing.length > 0) return context.skip(`this machine has no ${missing.join(", ")}`);
  const [fromFile, fromKeychain] = ["file", "keychain"].map((name) => join(exported.folder, name));
  exported.baton("export", "agent-cards", "--out", fromFile, "--sign-key", key);
  must(signed(fromKeychain, "keychain:cards"), "baton export");
  const cards = files(fromKeychain);
  assert.ok(Object.values(cards).every((card) => JSON.parse(card).signatures.length === 1));
  assert.deepEqual(cards, files(fromFile));
});

test("a name that the keychain does not have is told, and nothing is written", (context) => {
  if (missing.length > 0) return context.skip(`this machine has no ${missing.join(", ")}`);
  const out = join(exported.folder, "nothing");
  const { status, stdout, stderr } = signed(out, "keychain:other");
  assert.equal(status, 2, stderr);
  assert.match(stdout + stderr, /the keychain has no entry \\"other\\"/);
  assert.throws(() => readdirSync(out), { code: "ENOENT" });
});
