// The benchmark's own page; it is never part of the desktop.
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";

export default {
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  clearScreen: false,
  logLevel: "error",
  build: {
    emptyOutDir: true,
    target: ["safari16", "chrome111"],
    rolldownOptions: { input: fileURLToPath(new URL("react-flow.html", import.meta.url)) },
  },
};
