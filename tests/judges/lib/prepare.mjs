// What several files of judges need, there before the first of them, so that none makes it while another one does.
import { pathToFileURL } from "node:url";
import { nodeJudges } from "./node.mjs";
import { promtool } from "./promtool.mjs";
import { pythonJudges } from "./python.mjs";

/** Installs the judges that are not there yet; those that cannot be had are told. */
export function prepare() {
  pythonJudges();
  nodeJudges();
  promtool();
}

// By itself, while something else is busy: whoever needs the judges then finds them, or asks again.
if (import.meta.url === pathToFileURL(process.argv[1]).href) prepare();
