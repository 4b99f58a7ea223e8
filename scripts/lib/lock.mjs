// One set-up at a time per checkout: two `npm` commands started together must not both write node_modules.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Runs `work` while holding the lock file `path`; waits for another live holder, ignores a dead one. */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true });
  let told = false;
  while (!take(path)) {
    if (holderLives(path)) {
      if (!told) console.log("Another set-up of this checkout is running; waiting for it.");
      told = true;
      await wait(300);
    } else {
      rmSync(path, { force: true });
    }
  }
  const release = () => rmSync(path, { force: true });
  // Also where the work ends the process.
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  }
}

function holderLives(path) {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    // Empty for the instant between creation and writing.
    if (!pid) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Only this says that nobody is there; a file that has just gone is tried again.
    return error.code !== "ESRCH";
  }
}
