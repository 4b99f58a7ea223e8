import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { type LogEntry, replacePlatform } from "../../platform";
import { memoryRegistry } from "../../testing/platform";
import { LogPanel } from "./log-panel";
import { isMeant, lineOf, tookWords } from "./words";

const entry = (what: string, changes: Partial<LogEntry> = {}): LogEntry => ({
  at: "2026-11-22T03:47:12.480Z",
  level: "command",
  what,
  message: "",
  took_ms: 6.25,
  ...changes,
});
const REFUSED = entry("refused", { level: "error", message: "Somebody else", took_ms: null });
const SLOW = entry("simulate", { took_ms: 1412 });

describe("an entry of the log", () => {
  it.each([
    ["all", "", [true, true, true]],
    ["errors", "", [false, true, false]],
    ["slow", "", [false, false, true]],
    ["all", "SOMEBODY else", [false, true, false]],
    ["all", "und", [true, false, false]],
  ] as const)("is shown among %s that hold %j", (kind, text, shown) => {
    expect([entry("undo"), REFUSED, SLOW].map((each) => isMeant(each, kind, text))).toEqual(shown);
  });

  it("says how long it took, and is a line of a report", () => {
    expect([tookWords(entry("undo")), tookWords(SLOW), tookWords(REFUSED)]).toEqual([
      "6.3 ms",
      "1.4 s",
      "",
    ]);
    expect(lineOf(REFUSED)).toBe("2026-11-22T03:47:12.480Z  error  refused  Somebody else");
  });
});

describe("the log", () => {
  it("says so where nothing fits, and reads itself again", async () => {
    const { platform } = memoryRegistry({ records: [] });
    let reads = 0;
    replacePlatform({
      ...platform,
      logEntries: async () => {
        reads += 1;
        return [entry("undo")];
      },
    });
    const user = userEvent.setup();
    render(<LogPanel />);
    await waitFor(() => expect(reads).toBe(1));
    await user.selectOptions(screen.getByTestId("log-kind"), "errors");
    expect(screen.getByText("No entry fits")).toBeTruthy();
    await user.click(screen.getByTestId("log-again"));
    await waitFor(() => expect(reads).toBe(2));
  });
});
