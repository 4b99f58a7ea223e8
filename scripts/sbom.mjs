// `npm run sbom`: what a release is made of, as CycloneDX 1.5: the crates that are linked into the desktop and the command line on this
// system, and the packages that are built into the window. The same lock files give the same bytes. `-- --out FILE` writes it to a file.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ask, root } from "./lib/process.mjs";

const PROGRAMS = ["baton-desktop", "baton-cli"];

/** The bill of both lock files, a CycloneDX document. */
export function sbom() {
  const host = /^host: (.+)$/m.exec(told("rustc", ["-vV"]))[1];
  const crates = linkedCrates(
    JSON.parse(
      told("cargo", ["metadata", "--format-version", "1", "--locked", "--filter-platform", host]),
    ),
    checksums(readFileSync(join(root, "Cargo.lock"), "utf8")),
  );
  const { version, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const packages = shippedPackages(
    JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")),
  );
  const components = [...crates, ...packages].sort((a, b) =>
    a["bom-ref"] < b["bom-ref"] ? -1 : 1,
  );
  const digest = createHash("sha256").update(JSON.stringify(components)).digest("hex");
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    serialNumber: `urn:uuid:${uuid(digest)}`,
    version: 1,
    metadata: {
      component: {
        "bom-ref": "baton",
        type: "application",
        name: "baton",
        version,
        licenses: [{ expression: license }],
      },
      properties: [{ name: "baton:platform", value: host }],
    },
    components,
  };
}

/** The crates of other people that a program of ours is linked with: no build scripts, no macros' own crates, no tests. */
export function linkedCrates({ packages, resolve: graph }, hashes) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const byId = new Map(packages.map((each) => [each.id, each]));
  const roots = packages.filter(({ name, source }) => !source && PROGRAMS.includes(name));
  const reached = new Set(roots.map(({ id }) => id));
  for (const id of reached) {
    for (const { pkg, dep_kinds } of nodes.get(id)?.deps ?? []) {
      if (dep_kinds.some(({ kind }) => kind === null)) reached.add(pkg);
    }
  }
  return [...reached]
    .map((id) => byId.get(id))
    .filter(({ source }) => source)
    .map(({ name, version, license }) => {
      const purl = `pkg:cargo/${name}@${version}`;
      const hash = hashes.get(`${name}@${version}`);
      return {
        "bom-ref": purl,
        type: "library",
        name,
        version,
        purl,
        ...(hash && { hashes: [{ alg: "SHA-256", content: hash }] }),
        ...(license && { licenses: [{ expression: license.replaceAll(/ ?\/ ?/g, " OR ") }] }),
      };
    });
}

/** The packages of a package-lock.json that are no tools. (`npm sbom` leaves out those that others name as peers, React among them.) */
export function shippedPackages(lock) {
  const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path !== "" && !dev);
  const components = shipped.map(([path, { version, license, integrity }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
    const content = Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
    return {
      "bom-ref": purl,
      type: "library",
      name,
      version,
      purl,
      hashes: [{ alg: "SHA-512", content }],
      licenses: LICENCES[license] ?? [{ expression: license }],
    };
  });
  // The same version may lie in several folders.
  return [...new Map(components.map((each) => [each.purl, each])).values()];
}

/** What is not written as an expression of SPDX. */
const LICENCES = { "MIT and ISC": [{ expression: "MIT AND ISC" }] };

/** SHA-256 of each crate by `name@version`, from the text of a Cargo.lock. */
export function checksums(lock) {
  const entry = /^name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "([0-9a-f]{64})"$/gm;
  return new Map(
    [...lock.matchAll(entry)].map(([, name, version, hash]) => [`${name}@${version}`, hash]),
  );
}

/** A digest in the form of a UUID, version 8: ours to fill. */
function uuid(hex) {
  const part = (from, to) => hex.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-8${part(13, 16)}-a${part(17, 20)}-${part(20, 32)}`;
}

function told(program, args) {
  const { status, stdout, stderr } = ask(program, args, { maxBuffer: 64 << 20 });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values } = parseArgs({ options: { out: { type: "string" } } });
  const text = `${JSON.stringify(sbom(), null, 2)}\n`;
  if (values.out) {
    const file = resolve(values.out);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(file);
  } else process.stdout.write(text);
}
