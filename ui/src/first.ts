/** Runs before the rest of the window's code is evaluated: imports are evaluated in their order. */
import { askFirstLook } from "./document/first-look";
import { mark } from "./platform/timing";

mark("code-begins");
askFirstLook();
// What is laid out before its font is there is laid out twice, once with a font of the system that has to be found.
for (const font of ["Inter Variable", "JetBrains Mono Variable"])
  document.fonts.load(`1rem "${font}"`).catch(() => {});
