/** The rows of the registry's table, asked for anew whenever the view or the registry changes. */
import { useEffect, useRef, useState } from "react";
import { useDocument } from "../../document/store";
import {
  asPlatformError,
  type Kind,
  type PlatformError,
  platform,
  type RegistryTable,
} from "../../platform";
import type { RegistryView } from "../../session/store";

export interface TableAnswer {
  /** The newest table of the kind that came; null before the first one. */
  readonly table: RegistryTable | null;
  /** Why what was asked last has no answer. */
  readonly failure: PlatformError | null;
  /** Whether an answer is under way. */
  readonly waiting: boolean;
}

interface Received {
  readonly kind: Kind;
  readonly table: RegistryTable | null;
  readonly failure: PlatformError | null;
  readonly turn: number;
}

export function useRegistryTable({ kind, query, sort, descending }: RegistryView): TableAnswer {
  const revision = useDocument((state) => state.revision);
  const asked = useRef(0);
  const [turn, setTurn] = useState(0);
  const [received, setReceived] = useState<Received | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every revision may change the rows.
  useEffect(() => {
    asked.current += 1;
    const mine = asked.current;
    setTurn(mine);
    // An answer counts unless a later question has been answered already.
    const arrived = (change: Pick<Received, "table"> | Pick<Received, "failure">) =>
      setReceived((known) => {
        if (known && known.turn > mine) return known;
        const table = known?.kind === kind ? known.table : null;
        return { kind, table, failure: null, turn: mine, ...change };
      });
    platform()
      .table(kind, query, sort, descending)
      .then(
        (table) => arrived({ table }),
        (reason: unknown) => arrived({ failure: asPlatformError(reason) }),
      );
  }, [kind, query, sort, descending, revision]);
  const known = received?.kind === kind ? received : null;
  return {
    table: known?.table ?? null,
    failure: known?.failure ?? null,
    waiting: received === null || received.turn < turn || known === null,
  };
}
