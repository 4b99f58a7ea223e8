// Asks json-schema-diff every question of a file and writes {id, contained, ms} a line; contained is null where it fails or takes longer than
// five seconds. It compares whole documents: where something is removed, the old schema is not contained in the new one.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

const MOST_MS = 5000;

if (isMainThread) {
  const [, , folder, file] = process.argv;
  let worker = started(folder);
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const question = JSON.parse(line);
    let answer = await answered(worker, question);
    if (!answer) {
      await worker.terminate();
      worker = started(folder);
      answer = { contained: null, ms: MOST_MS };
    }
    console.log(JSON.stringify({ id: question.id, ...answer }));
  }
  await worker.terminate();
} else {
  const { diffSchemas } = createRequire(join(workerData, "index.js"))("json-schema-diff");
  parentPort.on("message", async ({ old: sourceSchema, new: destinationSchema }) => {
    const start = process.hrtime.bigint();
    let contained = null;
    try {
      contained = !(await diffSchemas({ sourceSchema, destinationSchema })).removalsFound;
    } catch {
      // Nothing is known then.
    }
    parentPort.postMessage({ contained, ms: Number(process.hrtime.bigint() - start) / 1e6 });
  });
}

function started(folder) {
  return new Worker(new URL(import.meta.url), { workerData: folder });
}

/** The worker's answer, or nothing when it takes too long. */
function answered(worker, question) {
  return new Promise((done) => {
    const late = setTimeout(() => done(undefined), MOST_MS);
    worker.once("message", (answer) => {
      clearTimeout(late);
      done(answer);
    });
    worker.postMessage(question);
  });
}
