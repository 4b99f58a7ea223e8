/**
 * Parts of the window that its first picture does without: their code is read when one of them is shown for the first time, which keeps
 * the start short and the memory small.
 */
import { type ComponentType, useLayoutEffect, useState } from "react";

interface Code<P> {
  /** Null until it has been read. */
  shown: ComponentType<P> | null;
  readonly get: () => Promise<ComponentType<P>>;
}

const parts: (() => Promise<unknown>)[] = [];

/** A component whose code is read later. Once it has been read, it is shown at once. */
export function later<P extends object>(read: () => Promise<ComponentType<P>>): ComponentType<P> {
  let reading: Promise<ComponentType<P>> | null = null;
  const code: Code<P> = {
    shown: null,
    get: () => {
      reading ??= read().then((found) => {
        code.shown = found;
        return found;
      });
      return reading;
    },
  };
  parts.push(code.get);
  return (props: P) => <Part code={code} given={props} />;
}

/** Reads the code of all parts; for tests, which show parts as if that had been done before. */
export async function readParts(): Promise<void> {
  // What is read may have parts of its own.
  for (let at = 0; at < parts.length; at += 1) await parts[at]?.();
}

type Read = "not yet" | "done" | { readonly failure: unknown };

interface PartProps<P> {
  readonly code: Code<P>;
  readonly given: P;
}

/** Not a `Suspense`, which would keep what has arrived back for up to 300 ms. */
function Part<P extends object>({ code, given }: PartProps<P>) {
  const [read, setRead] = useState<Read>("not yet");
  useLayoutEffect(() => {
    if (code.shown) return;
    code.get().then(
      () => setRead("done"),
      (failure: unknown) => setRead({ failure }),
    );
  }, [code]);
  if (typeof read === "object") throw read.failure;
  const Shown = code.shown;
  return Shown && <Shown {...given} />;
}
