// Running other programs: one place that decides how output passes through, how counts are read and how failure looks.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Where cargo puts what it builds. */
export const targetDir = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");

// A fresh rustup install is on PATH only in shells that were opened after it.
const cargoBin = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
if (existsSync(cargoBin) && !(process.env.PATH ?? "").split(delimiter).includes(cargoBin)) {
  process.env.PATH = `${process.env.PATH ?? ""}${delimiter}${cargoBin}`;
}

/** True where `program` is found on PATH. */
export function onPath(program) {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  return (process.env.PATH ?? "")
    .split(delimiter)
    .some(
      (folder) => folder && suffixes.some((suffix) => existsSync(join(folder, program + suffix))),
    );
}

/** Runs quietly and returns `{ status, stdout, stderr }`; a program that is not there has status 127. */
export function ask(program, args, options = {}) {
  const done = spawnSync(program, args, { cwd: root, encoding: "utf8", ...options });
  const { stdout, stderr } = done;
  return {
    status: done.error ? 127 : (done.status ?? 1),
    stdout: stdout ?? "",
    stderr: stderr ?? "",
  };
}

/**
 * Runs with output passed through and returns `{ status, output }`.
 * `capture` also collects what was printed, without colours, so that counts can be read from it; `log` sends it to that file instead.
 */
export function run(program, args, { capture = false, log, env = {}, cwd = root } = {}) {
  const colours =
    capture && process.stdout.isTTY ? { CARGO_TERM_COLOR: "always", FORCE_COLOR: "1" } : {};
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...colours, ...env },
      stdio: stdio(capture, log),
      // npm is a shell script on Windows.
      shell: process.platform === "win32" && program === "npm",
    });
    let output = "";
    const tee = (stream, to) =>
      stream?.on("data", (chunk) => {
        output += chunk;
        to.write(chunk);
      });
    tee(child.stdout, process.stdout);
    tee(child.stderr, process.stderr);
    child.on("error", (error) => {
      console.error(`${program}: ${error.message}`);
      done({ status: 127, output });
    });
    child.on("close", (code, signal) => {
      if (signal) console.error(`${program}: ended by ${signal}`);
      done({ status: code ?? 1, output: withoutColours(output) });
    });
  });
}

function stdio(capture, log) {
  if (log) {
    const file = openSync(log, "w");
    return ["inherit", file, file];
  }
  return capture ? ["inherit", "pipe", "pipe"] : "inherit";
}

/** Text as it would read on a terminal without colours. */
export function withoutColours(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is removed
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}

/** `"75 ms"`, `"8.3 s"`, `"2 min 05 s"`. */
export function duration(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
