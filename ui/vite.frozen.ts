// The desktop freezes `Object.prototype` before any script of the page runs. A plain assignment to `constructor` or `toString` of another
// prototype fails then, since the frozen one is found first; d3 makes a few. Here they become definitions, which nothing stands in the way of.
import type { Plugin } from "vite";

const DEFINED = "writable: true, configurable: true";
const COLOR = /\/d3-color\/(src\/define\.js|dist\/d3-color\.mjs)$/;
const FORMAT = /\/d3-format\/src\/formatSpecifier\.js$/;

const REWRITES: readonly (readonly [file: RegExp, from: RegExp, to: string])[] = [
  [
    COLOR,
    /\bprototype\.constructor = constructor;/,
    `Object.defineProperty(prototype, "constructor", { value: constructor, ${DEFINED} });`,
  ],
  [
    COLOR,
    /\bprototype\[key\] = definition\[key\];/,
    `Object.defineProperty(prototype, key, { value: definition[key], enumerable: true, ${DEFINED} });`,
  ],
  [
    FORMAT,
    /^FormatSpecifier\.prototype\.toString = /m,
    `Object.defineProperty(FormatSpecifier.prototype, "toString", { ${DEFINED} });\n$&`,
  ],
];

/** Fails the build where a file no longer says what is rewritten, so that nobody finds out by an empty window. */
export function frozenPrototypes(): Plugin {
  return {
    name: "frozen-prototypes",
    transform(code, id) {
      let changed = code;
      for (const [file, from, to] of REWRITES) {
        if (!file.test(id)) continue;
        if (!from.test(changed)) this.error(`${id} no longer has ${from}`);
        changed = changed.replace(from, to);
      }
      return changed === code ? null : { code: changed, map: null };
    },
  };
}
