import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ContractVersion, Judgement } from "../../platform";
import { openRegistry } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { CONTRACT, judgement, version } from "./testing";
import { useJudgement } from "./use-judgement";

const written = (note: string) =>
  version("1.1.0", { change_note: note }).record as unknown as ContractVersion;

let registry: MemoryRegistry;
beforeEach(async () => {
  registry = await openRegistry([CONTRACT]);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

describe("the judgement of what is written", () => {
  it("is asked for at once, then after a pause in typing", async () => {
    const asked = vi.fn(async () => judgement());
    registry.platform.versionVerdict = asked;
    const hook = renderHook(({ now }) => useJudgement(now), {
      initialProps: { now: written("a") },
    });
    await pass(0);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(hook.result.current).toMatchObject({ pending: false, failure: null });
    for (const note of ["ab", "abc", "abcd"]) {
      hook.rerender({ now: written(note) });
      await pass(100);
    }
    expect(asked).toHaveBeenCalledTimes(1);
    expect(hook.result.current.pending).toBe(true);
    expect(hook.result.current.judgement).not.toBeNull();
    await pass(250);
    expect(asked).toHaveBeenCalledTimes(2);
    expect(asked).toHaveBeenLastCalledWith("refund", "1.1.0", written("abcd"));
  });

  it("is that of the newest question, whichever answer comes last", async () => {
    const answers: ((answer: Judgement) => void)[] = [];
    registry.platform.versionVerdict = () => new Promise((resolve) => answers.push(resolve));
    const hook = renderHook(({ now }) => useJudgement(now), {
      initialProps: { now: written("a") },
    });
    await pass(0);
    hook.rerender({ now: written("b") });
    await pass(250);
    answers[1]?.(judgement({ lowest: "1.2.0" }));
    await pass(0);
    answers[0]?.(judgement({ lowest: "9.9.9" }));
    await pass(0);
    expect(hook.result.current.judgement?.lowest).toBe("1.2.0");
  });

  it("tells why there is none", async () => {
    registry.platform.versionVerdict = () => Promise.reject(new Error("it cannot be compared"));
    const hook = renderHook(() => useJudgement(FIXED));
    await pass(0);
    expect(hook.result.current).toMatchObject({
      judgement: null,
      failure: { message: "it cannot be compared" },
      check: { holds: true },
    });
  });
});

const FIXED = written("");
