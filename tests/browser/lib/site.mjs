// Serves the window over a registry in memory, under the desktop's own content security policy.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { root } from "../../../scripts/lib/process.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

const { security } = JSON.parse(
  readFileSync(join(root, "src-tauri", "tauri.conf.json"), "utf8"),
).app;
/** What the desktop allows, and the server itself in place of its message port. */
const policy = Object.entries({ ...security.csp, "connect-src": "'self'" })
  .map(([name, sources]) => `${name} ${sources}`)
  .join("; ");

const recorded = join(root, "tests", "browser", "recorded");

/** A server of a bundle on a free port: its address, and how to end it. */
export async function serve(bundle = join(root, "ui", "dist-mock")) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    const [, first, ...rest] = path.split("/");
    if (first === "favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    const file = first === "recorded" ? join(recorded, ...rest) : join(bundle, first, ...rest);
    try {
      const body = readFileSync(file);
      response.writeHead(200, {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
        "content-security-policy": policy,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    page: `http://127.0.0.1:${port}/mock.html`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
