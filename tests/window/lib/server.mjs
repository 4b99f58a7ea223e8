// A private PostgreSQL in a temporary folder, on a free port of this machine, as a user without privileges.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VERSIONS = "/usr/lib/postgresql";

/** The folder that `BATON_TEST_POSTGRES` names, or else the newest server that is installed; null where there is none. */
function programs() {
  if (process.env.BATON_TEST_POSTGRES) return process.env.BATON_TEST_POSTGRES;
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => a - b) : [];
  const folders = versions.map((version) => join(VERSIONS, version, "bin"));
  return folders.filter((folder) => existsSync(join(folder, "initdb"))).at(-1) ?? null;
}

function freePort() {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** A running server; null, said on the terminal, where no PostgreSQL is installed. */
export async function startServer() {
  const bin = programs();
  if (bin === null) {
    console.error("Skipped: PostgreSQL is not installed (Debian: postgresql).");
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), "baton-server-"));
  const data = join(folder, "data");
  const port = await freePort();
  const isRoot = process.getuid() === 0;
  const run = (name, ...words) => {
    const program = join(bin, name);
    const other = ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, ...words];
    execFileSync(isRoot ? "setpriv" : program, isRoot ? other : words, { stdio: "ignore" });
  };
  // The server refuses to run as root.
  if (isRoot) execFileSync("chown", ["postgres", folder]);
  run("initdb", "-D", data, "-U", "baton", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8");
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  const control = ["-D", data, "-w", "-t", "60"];
  run("pg_ctl", ...control, "-o", settings, "-l", join(folder, "log"), "start");
  return {
    address: `postgres://baton@127.0.0.1:${port}/postgres?schema=shared`,
    stop() {
      run("pg_ctl", ...control, "-m", "immediate", "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
