// `node scripts/bench-compat.mjs`: Baton and its peers on the same questions about inclusion of schemas, as one table.
//
// Installs jsonsubschema (PyPI) and json-schema-diff (npm) into a folder of its own under the system's temporary one, builds the optimised
// `baton`, and asks all of them the questions of ../shared/samples/compat. `--few N` asks one in N questions.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ask, root, run, targetDir } from "./lib/process.mjs";

const corpora = join(root, "..", "shared", "samples", "compat");
const folder = join(tmpdir(), "baton-bench-compat");
const here = join(root, "scripts", "bench-compat");
const fewAt = process.argv.indexOf("--few");
const oneIn = fewAt < 0 ? 1 : Number(process.argv[fewAt + 1]);

if (!existsSync(corpora)) {
  console.error(`The corpora are not there: ${corpora}`);
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
await install();

const questions = [...containment(), ...edits()];
const file = join(folder, "questions.jsonl");
writeFileSync(file, questions.map((question) => `${JSON.stringify(question)}\n`).join(""));

const tools = [
  ["Baton", () => askBaton()],
  [
    "jsonsubschema 0.0.8",
    () =>
      answersOf(join(folder, "venv", "bin", "python"), [join(here, "jsonsubschema_peer.py"), file]),
  ],
  [
    "json-schema-diff (npm)",
    () => answersOf("node", [join(here, "json-schema-diff-peer.mjs"), join(folder, "npm"), file]),
  ],
];
const rows = [];
for (const [name, answer] of tools) {
  console.error(`asking ${name}`);
  rows.push(...summary(name, await answer()));
}
console.log(
  "\n| tool | questions | right | unsound | over-strict | undecided or failed | median | p99 |",
);
console.log("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
for (const row of rows) console.log(`| ${row.join(" | ")} |`);

/** The peers, once. */
async function install() {
  const python = join(folder, "venv", "bin", "python");
  const steps = [];
  if (!existsSync(python)) {
    steps.push(["python3", ["-m", "venv", join(folder, "venv")]]);
    steps.push([python, ["-m", "pip", "install", "--quiet", "jsonsubschema==0.0.8"]]);
  }
  const npm = join(folder, "npm");
  if (!existsSync(join(npm, "node_modules", "json-schema-diff"))) {
    mkdirSync(npm, { recursive: true });
    steps.push([
      "npm",
      ["install", "--prefix", npm, "--no-audit", "--no-fund", "--silent", "json-schema-diff@1"],
    ]);
  }
  steps.push(["cargo", ["build", "--release", "-p", "baton-cli"]]);
  for (const [program, words] of steps) {
    const { status } = await run(program, words);
    if (status !== 0) {
      console.error(`\nFailed: ${program} ${words.join(" ")}`);
      process.exit(1);
    }
  }
}

function lines(name) {
  const text = gunzipSync(readFileSync(join(corpora, `${name}.jsonl.gz`))).toString("utf8");
  const all = text.split("\n").filter(Boolean);
  return all.filter((_, index) => index % oneIn === 0).map((line) => JSON.parse(line));
}

/** Questions `{id, corpus, draft, old, new, contained?}`: is everything that `old` accepts accepted by `new`? */
function containment() {
  return lines("containment").map(({ id, draft, sub, sup, contained }) => {
    return { id, corpus: "containment", draft, old: sub, new: sup, contained };
  });
}

function edits() {
  return lines("edits").flatMap(({ id, draft, old, new: next }) => [
    { id: `${id} backward`, corpus: "edits", draft, old, new: next },
    { id: `${id} forward`, corpus: "edits", draft, old: next, new: old },
  ]);
}

/** One pair at a time, so that each has a time of its own. */
async function askBaton() {
  const programs = new Map(["assert", "ignore"].map((formats) => [formats, baton(formats)]));
  const answers = new Map();
  for (const question of questions) {
    const { stdin, replies } = programs.get(formatsOf(question));
    const start = process.hrtime.bigint();
    stdin.write(`${JSON.stringify(question)}\n`);
    const reply = JSON.parse((await replies.next()).value);
    const ms = Number(process.hrtime.bigint() - start) / 1e6;
    const contained = { safe: true, breaking: false }[reply.backward?.verdict] ?? null;
    answers.set(question.id, { contained, ms });
  }
  for (const { stdin } of programs.values()) stdin.end();
  return answers;
}

function baton(formats) {
  const words = ["compat", "--batch", "-", "--mode", "backward", "--formats", formats];
  const program = spawn(join(targetDir, "release", "baton"), words, {
    stdio: ["pipe", "pipe", "inherit"],
  });
  return { stdin: program.stdin, replies: replyLines(program.stdout) };
}

/** The labels have it as each draft has it: from 2019-09 on `format` is an annotation. */
function formatsOf({ corpus, draft }) {
  return corpus === "containment" && draft === "2020-12" ? "ignore" : "assert";
}

async function* replyLines(stream) {
  let rest = "";
  for await (const chunk of stream) {
    const all = (rest + chunk).split("\n");
    rest = all.pop();
    yield* all;
  }
}

/** Lines `{id, contained, ms}` of a peer; `contained` is null where it failed or did not know. */
async function answersOf(program, words) {
  const { stdout, status } = ask(program, words, { maxBuffer: 2 ** 28 });
  if (status !== 0) console.error(`${program} ended with ${status}`);
  const answers = new Map();
  // A peer may print other things too.
  for (const line of stdout.split("\n").filter((line) => line.startsWith('{"id"'))) {
    const { id, contained, ms } = JSON.parse(line);
    answers.set(id, { contained, ms });
  }
  return answers;
}

/** A row a corpus. Where nobody labelled an edit, Baton's checked payloads and proofs are the labels. */
function summary(name, answers) {
  return ["containment", "edits"].map((corpus) => {
    const asked = questions.filter((question) => question.corpus === corpus);
    const counts = { right: 0, unsound: 0, strict: 0, open: 0 };
    const times = [];
    for (const question of asked) {
      const answer = answers.get(question.id);
      if (answer) times.push(answer.ms);
      if (name === "Baton" && corpus === "edits")
        question.contained = answer?.contained ?? undefined;
      const contained = answer?.contained ?? null;
      if (contained === null) counts.open += 1;
      else if (question.contained === undefined || contained === question.contained)
        counts.right += 1;
      else if (contained) counts.unsound += 1;
      else counts.strict += 1;
    }
    times.sort((a, b) => a - b);
    const at = (share) => `${(times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(2)} ms`;
    const figures = [counts.right, counts.unsound, counts.strict, counts.open];
    return [name, `${corpus} (${asked.length})`, ...figures, at(0.5), at(0.99)];
  });
}
