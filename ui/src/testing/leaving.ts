/** What every test file ends with. */
import { afterAll } from "vitest";

// A page is left before it is gone: whoever waits for a timer does what is left to do at once.
afterAll(() => {
  if (typeof window !== "undefined") window.dispatchEvent(new Event("pagehide"));
});
