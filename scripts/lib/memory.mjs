// What a program and all that it started hold in memory, as Linux counts it.
import { readdirSync, readFileSync } from "node:fs";

/** Proportional set size of a process and its descendants, in bytes, each with its name: shared pages count once, in shares. */
export function proportionalMemory(pid) {
  const children = new Map();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = read(`/proc/${entry}/stat`);
    // The name stands in brackets and may hold anything.
    const parent = Number(stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (stat) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const parts = [];
  for (const waiting = [pid]; waiting.length > 0; ) {
    const process = waiting.pop();
    waiting.push(...(children.get(process) ?? []));
    const share = /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${process}/smaps_rollup`) ?? "")?.[1];
    const name = read(`/proc/${process}/comm`)?.trim();
    if (share && name) parts.push({ name, bytes: Number(share) * 1024 });
  }
  return { total: parts.reduce((sum, { bytes }) => sum + bytes, 0), parts };
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The process has ended.
    return null;
  }
}
