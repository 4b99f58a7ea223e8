// Writes ui/src/testing/commands.generated.ts: the commands of the bindings with the names of their arguments, so that a page in a
// plain browser can answer them. `--check` writes nothing and fails when the file is out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./lib/process.mjs";

const bindings = join(root, "ui", "src", "platform", "bindings.ts");
const generated = join(root, "ui", "src", "testing", "commands.generated.ts");
const WIDTH = 100;
const CALL = /^\t(\w+): \([^\n]*\) => __TAURI_INVOKE<.*>\("(\w+)"(?:, \{ ([^}]*) \})?\),$/gm;

/** The commands that a bindings file declares, in its order. */
export function commandsOf(text) {
  const found = [...text.matchAll(CALL)].map(([, name, command, args]) => ({
    command,
    name,
    args: args ? args.split(", ") : [],
  }));
  const calls = text.split("__TAURI_INVOKE<").length - 1;
  if (found.length !== calls) {
    throw new Error(
      `${bindings} calls ${calls} commands, of which ${found.length} could be read; adapt the pattern in scripts/mock-commands.mjs.`,
    );
  }
  return found;
}

/** The TypeScript that lists `commands`. */
export function listing(commands) {
  const lines = commands.map(({ command, name, args }) => {
    const list = args.map((arg) => `"${arg}"`).join(", ");
    const line = `  ${command}: { name: "${name}", args: [${list}] },`;
    // As the formatter breaks it.
    return line.length <= WIDTH
      ? line
      : `  ${command}: {\n    name: "${name}",\n    args: [${list}],\n  },`;
  });
  return `// Generated from ui/src/platform/bindings.ts. To write it anew: node scripts/mock-commands.mjs
import type { commands } from "../platform/bindings";

/** Every command by the name that the backend knows it by. */
export const COMMANDS = {
${lines.join("\n")}
} as const satisfies Record<
  string,
  { readonly name: keyof typeof commands; readonly args: readonly string[] }
>;
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const fresh = listing(commandsOf(readFileSync(bindings, "utf8")));
  if (!process.argv.includes("--check")) writeFileSync(generated, fresh);
  else if (readFileSync(generated, "utf8") !== fresh) {
    console.error(`${generated} is out of date: node scripts/mock-commands.mjs`);
    process.exit(1);
  }
}
