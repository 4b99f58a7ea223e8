// A client for the part of WebDriver that the tests need, so that nothing has to be installed beside WebKitWebDriver.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { until } from "./until.mjs";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const KEEP_DRAWING = `
  const end = performance.now() + 5000;
  const again = (now) => {
    document.documentElement.style.setProperty("outline-offset", (now % 2) + "px");
    if (now < end) requestAnimationFrame(again);
  };
  again(performance.now());`;
const KEYS = {
  Enter: "\uE007",
  Escape: "\uE00C",
  Control: "\uE009",
  Shift: "\uE008",
  Delete: "\uE017",
};

/** A free port on this machine. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Drives one program with one environment: the driver hands its own to the program that it starts. */
export class Driver {
  #process;
  #address;
  #session;

  /** Starts the driver and the program. */
  static async start(binary, args, env) {
    const driver = new Driver();
    const port = await freePort();
    // A group of its own, so that nothing that it started stays behind.
    driver.#process = spawn("WebKitWebDriver", [`--port=${port}`], {
      detached: true,
      env: { ...env, TAURI_WEBVIEW_AUTOMATION: "true" },
      stdio: ["ignore", "ignore", process.env.BATON_WINDOW_LOG ? "inherit" : "ignore"],
    });
    driver.#process.on("error", (error) => console.error(`WebKitWebDriver: ${error.message}`));
    driver.#address = `http://127.0.0.1:${port}`;
    try {
      await until("the driver listens", async () => (await fetch(`${driver.#address}/status`)).ok);
      const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary, args } } };
      const { sessionId } = await driver.#call("POST", "/session", { capabilities });
      driver.#session = `/session/${sessionId}`;
    } catch (error) {
      await driver.stop();
      throw error;
    }
    return driver;
  }

  /** The driver's process; the program is below it. */
  get pid() {
    return this.#process.pid;
  }

  /** Ends the program and the driver. */
  async stop() {
    const ended = new Promise((done) => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) done();
      else this.#process.once("close", done);
    });
    if (this.#session) {
      await this.#call("DELETE", this.#session).catch(() => {});
      this.#session = undefined;
    }
    try {
      process.kill(-this.#process.pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
    await ended;
  }

  /** Runs the body of a function in the page and returns what it returns. */
  run(body, ...args) {
    return this.#post("/execute/sync", { script: body, args });
  }

  /** Runs a body that calls its last argument when it is done. */
  runAsync(body, ...args) {
    return this.#post("/execute/async", { script: body, args });
  }

  /** A picture of the page, as the bytes of a PNG. */
  async screenshot() {
    // WebKit waits for the next frame, which a page at rest never draws.
    await this.run(KEEP_DRAWING);
    return Buffer.from(await this.#call("GET", `${this.#session}/screenshot`), "base64");
  }

  /** Gives the window an outer size. */
  resize(width, height) {
    return this.#post("/window/rect", { width, height });
  }

  /** The element of a CSS selector, for {@link press}; null when there is none. */
  async find(selector) {
    const found = await this.#post("/elements", { using: "css selector", value: selector });
    return found[0]?.[ELEMENT] ?? null;
  }

  /** Chooses an option of a native list. */
  async choose(selector, value) {
    const option = await this.find(`${selector} option[value="${value}"]`);
    if (!option) throw new Error(`${selector} has no option ${value}`);
    await this.#post(`/element/${option}/click`, {});
  }

  /** Presses the main button at a point of the page, in CSS pixels. */
  click({ x, y }) {
    return this.#pointer([
      move(x, y),
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ]);
  }

  /** Moves the pointer to a point of the page, in CSS pixels. */
  hover({ x, y }) {
    return this.#pointer([move(x, y)]);
  }

  /** Drags from one point to another. A small first step tells a drag from a click. */
  drag(from, to) {
    return this.#pointer([
      move(from.x, from.y),
      { type: "pointerDown", button: 0 },
      move(from.x + 4, from.y + 4, 20),
      move((from.x + to.x) / 2, (from.y + to.y) / 2, 40),
      move(to.x, to.y, 40),
      move(to.x, to.y, 20),
      { type: "pointerUp", button: 0 },
    ]);
  }

  /** Types text, or presses keys together: `press("Control", "a")`. */
  press(...keys) {
    const values = keys.map((key) => KEYS[key] ?? key);
    const down = values.map((value) => ({ type: "keyDown", value }));
    const up = values.toReversed().map((value) => ({ type: "keyUp", value }));
    return this.#actions({ type: "key", id: "keyboard", actions: [...down, ...up] });
  }

  /** Types text letter by letter. */
  type(text) {
    const strokes = [...text].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    return this.#actions({ type: "key", id: "keyboard", actions: strokes });
  }

  async #pointer(actions) {
    await this.#actions({
      type: "pointer",
      id: "mouse",
      parameters: { pointerType: "mouse" },
      actions,
    });
  }

  #actions(source) {
    return this.#post("/actions", { actions: [source] });
  }

  #post(path, body) {
    return this.#call("POST", `${this.#session}${path}`, body);
  }

  async #call(method, path, body) {
    const response = await fetch(`${this.#address}${path}`, {
      method,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const { value } = await response.json();
    if (!response.ok)
      throw new Error(`WebDriver ${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }
}

function move(x, y, duration = 0) {
  return { type: "pointerMove", x: Math.round(x), y: Math.round(y), duration, origin: "viewport" };
}
