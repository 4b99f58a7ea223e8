// Exported types, judged by the compilers and checkers of their languages, and by what they make of payloads: accepted ones are read and
// written back equal, rejected ones are refused.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ask, root } from "../../scripts/lib/process.mjs";
import { Exported } from "./lib/exported.mjs";
import { must } from "./lib/place.mjs";
import { pythonJudges } from "./lib/python.mjs";
import { example } from "./lib/rust.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
let exported;
let payloads;
let files;

before(() => {
  exported = new Exported("types-typescript", "types-python", "types-rust");
  payloads = exported.payloads();
  const manifest = JSON.parse(readFileSync(join(exported.out, "baton.manifest.json"), "utf8"));
  files = manifest.files.filter(({ source }) => source?.kind === "contract_version");
});
after(() => exported?.remove());

/** The file of each contract version, `contract@version` first. */
function filesOf(kind) {
  return new Map(
    files.filter((file) => file.kind === kind).map(({ source, path }) => [source.id, path]),
  );
}

/** Holds what a language made of each payload, `{ value }` or `{ refused }`, against what is expected. */
function judge(kind, answers) {
  const paths = filesOf(kind);
  const seen = { accepted: 0, refused: 0, left: 0 };
  for (const [index, { contract, version, payload, accepted, about }] of payloads.entries()) {
    const { value, refused } = answers[index];
    const of = `${contract}@${version}, ${about}: ${JSON.stringify(payload)}`;
    if (accepted) {
      assert.equal(refused, undefined, `it is refused, but accepted: ${of}`);
      assert.deepEqual(value, payload, `it is not written as it was read: ${of}`);
      seen.accepted += 1;
      continue;
    }
    if (refused !== undefined) {
      seen.refused += 1;
      continue;
    }
    const head = readFileSync(
      join(exported.out, paths.get(`${contract}@${version}`)),
      "utf8",
    ).slice(0, 4000);
    assert.match(head, /Left to the schema/, `it passes, but is rejected: ${of}`);
    seen.left += 1;
  }
  const { accepted, refused, left } = seen;
  console.log(
    `${kind}: ${accepted} payloads read and written back, ${refused} refused, ${left} left to the schema.`,
  );
  // What types leave to the schema is the exception.
  assert.ok(accepted > 300 && refused > 20 * left, JSON.stringify(seen));
}

test("TypeScript: tsc takes the types, and they take the payloads", async () => {
  const folder = join(exported.out, "types", "typescript");
  const built = join(exported.folder, "typescript");
  const options = {
    strict: true,
    module: "nodenext",
    target: "es2023",
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    types: [],
    outDir: built,
    rootDir: folder,
  };
  const project = join(exported.folder, "tsconfig.json");
  writeFileSync(join(exported.folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(
    project,
    JSON.stringify({ compilerOptions: options, include: [join(folder, "**", "*.ts")] }),
  );
  must(
    ask(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", project]),
    "tsc",
  );
  const parsers = new Map();
  for (const [id, path] of filesOf("types-typescript")) {
    const module = path.replace(/^types\/typescript\//, "").replace(/\.ts$/, ".js");
    const names = await import(pathToFileURL(join(built, module)).href);
    parsers.set(id, Object.entries(names).find(([name]) => name.startsWith("parse"))[1]);
  }
  judge(
    "types-typescript",
    payloads.map(({ contract, version, payload }) => {
      try {
        return { value: parsers.get(`${contract}@${version}`)(payload) };
      } catch (error) {
        assert.ok(error instanceof TypeError && /^\//.test(error.message), String(error));
        return { refused: error.message };
      }
    }),
  );
});

test("Python: mypy takes the models, and they take the payloads", () => {
  const programs = pythonJudges();
  if (!programs) return;
  const folder = join(exported.out, "types", "python");
  must(
    ask(join(programs, "mypy"), ["--strict", "--no-incremental", "baton_types"], { cwd: folder }),
    "mypy",
  );
  const cases = join(exported.folder, "payloads.json");
  writeFileSync(
    cases,
    JSON.stringify({ payloads, modules: Object.fromEntries(filesOf("types-python")) }),
  );
  const env = { ...process.env, PYTHONPATH: folder };
  const judged = ask(join(programs, "python"), [join(here, "types_judge.py"), cases], {
    env,
    maxBuffer: 256 << 20,
  });
  judge("types-python", JSON.parse(must(judged, "types_judge.py")));
});

test("Rust: cargo takes the crate, and it takes the payloads", () => {
  const folder = join(exported.out, "types", "rust");
  mkdirSync(join(folder, "examples"), { recursive: true });
  const arms = [...filesOf("types-rust")].map(([id, path]) => {
    const [module, version] = path
      .replace(/^types\/rust\/src\//, "")
      .replace(/\.rs$/, "")
      .split("/");
    return `        ${JSON.stringify(id)} => answer(baton_types::${module}::${version}::parse(payload)),`;
  });
  const judgeOf = readFileSync(join(here, "types_judge.rs"), "utf8");
  writeFileSync(
    join(folder, "examples", "types_judge.rs"),
    judgeOf.replace("        // The versions.", arms.join("\n")),
  );
  const program = example(folder, "types_judge");
  const input = JSON.stringify(
    payloads.map(({ contract, version, payload }) => ({ id: `${contract}@${version}`, payload })),
  );
  judge(
    "types-rust",
    JSON.parse(must(ask(program, [], { input, maxBuffer: 256 << 20 }), "the judge")),
  );
});
