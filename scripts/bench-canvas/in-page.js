// What the canvas benchmark does inside a page. It leaves `window.__bench`: gestures made of real DOM events, and for each
// frame the time that the page's own code took. It is handed to the page as text, so it imports nothing.
(() => {
  if (window.__bench) return;

  /**
   * Own work of a frame: the time in the page's handlers of our events, in its animation frame callbacks and timers, and in the
   * tasks of React's scheduler, each with the microtasks that follow, in which React commits. The scheduler's tasks are known by
   * their first act, which is to ask for the time.
   */
  let own = 0;
  let isInside = false;
  const now = performance.now.bind(performance);
  const { requestAnimationFrame: onFrame, setTimeout: onTimeout } = window;

  /** Counts from here until the code that runs now, and the microtasks that it leaves, are done. */
  function enter() {
    if (isInside) return;
    isInside = true;
    const begun = now();
    const leave = () => {
      own += now() - begun;
      isInside = false;
    };
    // The microtasks of React come before the second one.
    queueMicrotask(() => queueMicrotask(leave));
  }

  const measured = (work) =>
    function (...args) {
      enter();
      return work.apply(this, args);
    };
  window.requestAnimationFrame = (callback) => onFrame.call(window, measured(callback));
  window.setTimeout = (callback, ...rest) =>
    onTimeout.call(window, typeof callback === "function" ? measured(callback) : callback, ...rest);
  performance.now = () => {
    enter();
    return now();
  };
  // No pointer stands behind events that a script made.
  Element.prototype.setPointerCapture = () => {};
  Element.prototype.releasePointerCapture = () => {};

  const nextFrame = () => new Promise((done) => onFrame.call(window, done));
  const rest = async (frames) => {
    for (let i = 0; i < frames; i += 1) await nextFrame();
  };

  /** Runs `step(i)` in each of so many frames, or until the time is up, and gives own work and length of each. */
  async function run(frames, step) {
    const works = [];
    const intervals = [];
    const end = now() + window.__bench.limitMs;
    await nextFrame();
    own = 0;
    let last = now();
    for (let i = 0; i < frames && last < end; i += 1) {
      enter();
      step(i);
      await nextFrame();
      const at = now();
      intervals.push(at - last);
      works.push(own);
      last = at;
      own = 0;
    }
    return { works, intervals };
  }

  function pointer(target, type, at, button = 0) {
    const buttons = type === "up" ? 0 : button === 1 ? 4 : 1;
    const init = {
      clientX: at.x,
      clientY: at.y,
      button: type === "move" ? -1 : button,
      buttons: type === "hover" ? 0 : buttons,
      pointerId: 1,
      pointerType: "mouse",
      isPrimary: true,
      bubbles: true,
      cancelable: true,
      composed: true,
      view: window,
    };
    const name = type === "hover" ? "move" : type;
    target.dispatchEvent(new PointerEvent(`pointer${name}`, init));
    if (name !== "cancel")
      target.dispatchEvent(
        new MouseEvent(`mouse${name}`, { ...init, button: Math.max(0, init.button) }),
      );
  }

  const wheel = (target, at, deltaY) =>
    target.dispatchEvent(
      new WheelEvent("wheel", {
        clientX: at.x,
        clientY: at.y,
        deltaY,
        bubbles: true,
        cancelable: true,
      }),
    );

  /** Baton's own window. */
  const baton = {
    surface: () => document.querySelector("[data-testid=canvas] canvas"),
    boxElement: () => baton.surface(),
    zoom: () => window.__baton.camera.zoom,
    async fit() {
      press({ key: "f", code: "KeyF" });
      await rest(60);
    },
    async zoomTo(wanted) {
      await baton.fit();
      for (let i = 0; i < 300 && Math.abs(baton.zoom() / wanted - 1) > 0.005; i += 1) {
        const delta = -Math.log(wanted / baton.zoom()) / 0.0022;
        wheel(baton.surface(), middle(), Math.max(-120, Math.min(120, delta)));
      }
      await rest(90);
    },
    positionOf: (id) => window.__baton.screenPosition(`agent:${id}`),
    async select(from, to) {
      await drag(baton.surface(), from, to);
    },
    async giveUp() {
      pointer(baton.surface(), "cancel", middle());
      press({ key: "Escape", code: "Escape" });
      await rest(2);
      press({ key: "Escape", code: "Escape" });
      await rest(10);
    },
  };

  /** The page with React Flow. */
  const flow = {
    surface: () => document.querySelector(".react-flow__pane"),
    boxElement: (id) => document.querySelector(`.react-flow__node[data-id="${id}"]`),
    zoom: () => window.__flow.getZoom(),
    async fit() {
      await window.__flow.fitView();
      await rest(10);
    },
    async zoomTo(wanted) {
      await window.__flow.fitView();
      const { x, y } = window.__flow.screenToFlowPosition(middle());
      await window.__flow.setCenter(x, y, { zoom: wanted, duration: 0 });
      await rest(10);
    },
    positionOf(id) {
      const node = window.__flow.getNode(id);
      const { x, y } = node.position;
      return window.__flow.flowToScreenPosition({ x: x + node.width / 2, y: y + node.height / 2 });
    },
    async select(from, to) {
      const inside = ({ position: { x, y }, width, height }) => {
        const at = window.__flow.flowToScreenPosition({ x: x + width / 2, y: y + height / 2 });
        return at.x > from.x && at.y > from.y && at.x < to.x && at.y < to.y;
      };
      window.__flow.setNodes((nodes) => nodes.map((node) => ({ ...node, selected: inside(node) })));
      await rest(10);
    },
    async giveUp() {
      pointer(flow.surface(), "up", middle());
      window.__flow.setNodes((nodes) =>
        nodes.map((node) => (node.selected ? { ...node, selected: false } : node)),
      );
      await rest(5);
    },
  };

  let app = baton;
  const area = () => app.surface().getBoundingClientRect();

  function middle() {
    const { left, top, width, height } = area();
    return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
  }

  /** On a round way through the middle, that far out in shares of the drawing's size. */
  function around(i, turn, share) {
    const { width, height } = area();
    const { x, y } = middle();
    const angle = (i / turn) * Math.PI * 2;
    return {
      x: Math.round(x + (Math.cos(angle) - 1) * width * share),
      y: Math.round(y + Math.sin(angle) * height * share),
    };
  }

  const press = (init) =>
    document.body.dispatchEvent(
      new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }),
    );

  async function drag(target, from, to) {
    pointer(target, "down", from);
    for (let i = 1; i <= 4; i += 1) {
      const share = i / 4;
      const at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
      pointer(target, "move", at);
      await rest(1);
    }
    pointer(target, "up", to);
    await rest(20);
  }

  /** The agent that is nearest to the middle. */
  function central() {
    const { x, y } = middle();
    let best = { id: "", at: { x: 0, y: 0 }, away: Infinity };
    for (const id of window.__bench.agents) {
      const at = app.positionOf(id);
      if (!at) continue;
      const away = Math.hypot(at.x - x, at.y - y);
      if (away < best.away) best = { id, at: { x: Math.round(at.x), y: Math.round(at.y) }, away };
    }
    return best;
  }

  const COLUMN = 320;
  const ROW = 152;
  let held = null;

  const panning = (prepare) => ({
    prepare,
    measure() {
      let at = middle();
      pointer(app.surface(), "down", at, 1);
      return run(300, (i) => {
        at = {
          x: at.x - Math.round(24 * Math.cos(i / 24)),
          y: at.y - Math.round(15 * Math.sin(i / 17)),
        };
        pointer(app.surface(), "move", at, 1);
      });
    },
    async finish() {
      pointer(app.surface(), "up", middle(), 1);
      await rest(10);
    },
  });

  const dragging = (prepare) => ({
    prepare,
    measure() {
      const { id, at } = held;
      const target = app.boxElement(id);
      pointer(target, "down", at);
      return run(300, (i) =>
        pointer(target, "move", {
          x: at.x + Math.round(160 * Math.sin(i / 9)),
          y: at.y + Math.round(90 * Math.sin(i / 13)),
        }),
      );
    },
    finish: () => app.giveUp(),
  });

  const gestures = {
    "pan, all on screen": {
      prepare: () => app.fit(),
      measure() {
        pointer(app.surface(), "down", middle(), 1);
        return run(300, (i) => pointer(app.surface(), "move", around(i, 120, 0.45), 1));
      },
      async finish() {
        pointer(app.surface(), "up", middle(), 1);
        await rest(10);
      },
    },
    "pan at 25 %": panning(() => app.zoomTo(0.25)),
    "pan at 60 %": panning(() => app.zoomTo(0.6)),
    "pan at 100 %": panning(() => app.zoomTo(1)),
    "zoom, all to 150 % and back": {
      prepare: () => app.fit(),
      measure: () =>
        run(360, (i) => wheel(app.surface(), around(i, 480, 0.2), i % 120 < 60 ? -36 : 36)),
      finish: () => rest(10),
    },
    "drag one": dragging(async () => {
      await app.zoomTo(0.6);
      held = central();
    }),
    "drag one, all on screen": dragging(async () => {
      await app.fit();
      held = central();
    }),
    "drag 100": dragging(async () => {
      await app.zoomTo(0.2);
      held = central();
      const half = { x: 4.9 * COLUMN * app.zoom(), y: 4.9 * ROW * app.zoom() };
      const { x, y } = held.at;
      await app.select(
        { x: x - half.x + 0.5 * COLUMN * app.zoom(), y: y - half.y + 0.5 * ROW * app.zoom() },
        { x: x + half.x + 0.4 * COLUMN * app.zoom(), y: y + half.y + 0.4 * ROW * app.zoom() },
      );
    }),
    "marquee over everything": {
      prepare: () => app.fit(),
      measure() {
        const { left, top, width, height } = area();
        const from = { x: left + 4, y: top + 4 };
        pointer(app.surface(), "down", from);
        // Out in a hundred frames, back in a hundred, and out again.
        return run(300, (i) => {
          const share = (i < 100 || i >= 200 ? (i % 100) + 1 : 200 - i) / 100;
          pointer(app.surface(), "move", {
            x: from.x + (width - 8) * share,
            y: from.y + (height - 8) * share,
          });
        });
      },
      finish: () => app.giveUp(),
    },
  };

  window.__bench = {
    limitMs: 8000,
    agents: [],
    /** `what`: whose page it is. */
    begin(what, count, limitMs) {
      app = what === "baton" ? baton : flow;
      window.__bench.agents = Array.from({ length: count }, (_, n) => `agent-${n}`);
      window.__bench.limitMs = limitMs;
    },
    names: Object.keys(gestures),
    step: (name, phase) => gestures[name][phase](),
    /** Types a word into the command palette; the time of each keystroke until its results stand there. */
    async search(word) {
      press({ key: "k", code: "KeyK", ctrlKey: true });
      const input = await found(() => document.querySelector("[data-testid=palette-input]"));
      const list = await found(() => document.querySelector("[data-testid=palette-list]"));
      // Nobody types in the frame in which the palette opens.
      await rest(30);
      const times = [];
      const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
      for (let i = 1; i <= word.length; i += 1) {
        let last = null;
        const watcher = new MutationObserver(() => {
          last = now();
        });
        watcher.observe(list, { childList: true, subtree: true, characterData: true });
        const begun = now();
        set.call(input, word.slice(0, i));
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await rest(25);
        watcher.disconnect();
        if (last !== null) times.push(last - begun);
      }
      press({ key: "Escape", code: "Escape" });
      return times;
    },
  };

  async function found(look) {
    for (let i = 0; i < 300; i += 1) {
      const it = look();
      if (it) return it;
      await nextFrame();
    }
    throw new Error("What was looked for did not come.");
  }
})();
