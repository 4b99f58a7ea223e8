// One configuration for the bundle that the desktop embeds and for the UI's own tests.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { frozenPrototypes } from "./vite.frozen";

export default defineConfig({
  plugins: [react(), frozenPrototypes()],
  clearScreen: false,
  cacheDir: "../node_modules/.vite",
  // The desktop's development URL names this port, so another one would show an empty window.
  // The documentation that is bundled lies beside the UI.
  server: { port: 1420, strictPort: true, fs: { allow: [".."] } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // WebKitGTK 2.40 and the system web views of macOS 13 and Windows 10 understand this.
    target: ["safari16", "chrome111"],
    // The content security policy allows no `data:` fonts.
    assetsInlineLimit: 0,
  },
  test: {
    // Testing Library unmounts after each test only where it finds a global `afterEach`.
    globals: true,
    // The contrast of the colours is tested on the tokens themselves.
    css: { include: [/tokens\.css/] },
    restoreMocks: true,
    // A busy machine is slow and not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // All cores: nothing else runs beside the tests.
    maxWorkers: "100%",
    projects: [
      // What needs no document is tested without one; a file that does says so in its first line.
      {
        extends: true,
        test: {
          name: "plain",
          environment: "node",
          include: ["src/**/*.test.ts"],
          setupFiles: ["src/testing/leaving.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "components",
          environment: "jsdom",
          include: ["src/**/*.test.tsx"],
          setupFiles: ["src/testing/setup.ts", "src/testing/leaving.ts"],
        },
      },
    ],
  },
});
