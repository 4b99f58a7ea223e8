// What the main thread of a page has worked, from the kernel's own books: script, style, painting and whatever else.
import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds on a processor since its start, of the busiest web process below a process. */
export function mainThreadTime(ancestor) {
  const parents = new Map();
  const names = new Map();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const end = stat.lastIndexOf(")");
      names.set(pid, stat.slice(stat.indexOf("(") + 1, end));
      parents.set(pid, stat.slice(end + 2).split(" ")[1]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const isBelow = (pid) => {
    for (let at = pid; at && at !== "0"; at = parents.get(at))
      if (at === String(ancestor)) return true;
    return false;
  };
  const times = [...names]
    .filter(([pid, name]) => name.startsWith("WebKitWebProces") && isBelow(pid))
    .map(([pid]) => {
      const [running] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ");
      return Number(running) / 1e6;
    });
  return Math.max(0, ...times);
}
