// The window over a registry in memory, for flows in a plain browser. It is never part of the desktop.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { frozenPrototypes } from "./vite.frozen";

export default defineConfig({
  plugins: [react(), frozenPrototypes()],
  clearScreen: false,
  cacheDir: "../node_modules/.vite",
  build: {
    outDir: "dist-mock",
    emptyOutDir: true,
    target: ["safari16", "chrome111"],
    assetsInlineLimit: 0,
    rolldownOptions: { input: "ui/mock.html", shimMissingExports: true },
  },
});
