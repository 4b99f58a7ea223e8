/** A contract version as it is being written: what is stored with what stands in its editors now, and what the registry says about that. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import type { ContractVersion, Diagnostic, Json } from "../../platform";
import { type Judged, NOT_JUDGED, useJudgement } from "./use-judgement";

/** What stands in editors and is not stored yet, by field. */
interface Typed {
  readonly payload_schema?: { readonly value: Json };
  /** By `accepted/0`. */
  readonly payloads: Readonly<Record<string, { readonly value: Json }>>;
}

interface VersionDraft {
  /** The version as it is written now; null where none is being written. */
  readonly written: ContractVersion | null;
  /** The schema that is being typed, as often as it is JSON; undefined while it is as it is stored. */
  readonly typedSchema: { readonly value: Json } | undefined;
  readonly judged: Judged;
  /** Undefined once the schema is as it is stored. */
  readonly typeSchema: (typed: { readonly value: Json } | undefined) => void;
  readonly typePayload: (example: string, typed: { readonly value: Json } | undefined) => void;
}

const NOTHING: Typed = { payloads: {} };

const DraftContext = createContext<VersionDraft>({
  written: null,
  typedSchema: undefined,
  judged: { ...NOT_JUDGED, pending: false },
  typeSchema: () => {},
  typePayload: () => {},
});

export interface VersionDraftProps {
  readonly version: ContractVersion;
  readonly children: ReactNode;
}

export function VersionDraftProvider({ version, children }: VersionDraftProps) {
  const [typed, setTyped] = useState(NOTHING);
  const written = useMemo(() => withTyped(version, typed), [version, typed]);
  const judged = useJudgement(written);
  const typeSchema = useCallback((schema: { readonly value: Json } | undefined) => {
    setTyped((before) => {
      if (schema === undefined && before.payload_schema === undefined) return before;
      const { payload_schema, ...kept } = before;
      return schema === undefined ? kept : { ...kept, payload_schema: schema };
    });
  }, []);
  const typePayload = useCallback(
    (example: string, payload: { readonly value: Json } | undefined) => {
      setTyped((before) => {
        if (payload === undefined && before.payloads[example] === undefined) return before;
        const { [example]: _, ...others } = before.payloads;
        const payloads = payload === undefined ? others : { ...others, [example]: payload };
        return { ...before, payloads };
      });
    },
    [],
  );
  const draft = useMemo(
    () => ({ written, judged, typedSchema: typed.payload_schema, typeSchema, typePayload }),
    [written, judged, typed.payload_schema, typeSchema, typePayload],
  );
  return <DraftContext value={draft}>{children}</DraftContext>;
}

export function useVersionDraft(): VersionDraft {
  return useContext(DraftContext);
}

/** What is wrong with an example of the version as it is written now; null before anything is known. */
export function useExampleProblem(example: string): Diagnostic | "fine" | null {
  const { check } = useVersionDraft().judged;
  if (!check || check.problems.some(unusable)) return null;
  const path = `/examples/${example}`;
  return (
    check.problems.find((each) => each.path === path || each.path.startsWith(`${path}/`)) ?? "fine"
  );
}

/** Examples cannot be held against a schema that cannot be used. */
function unusable({ level, path }: Diagnostic): boolean {
  return level === "error" && path.startsWith("/payload_schema");
}

export function withTyped(version: ContractVersion, typed: Typed): ContractVersion {
  const { payload_schema: schema, payloads } = typed;
  if (!schema && Object.keys(payloads).length === 0) return version;
  const { examples = {} } = version;
  const typedIn = <E extends { readonly payload: Json }>(list: string, all: readonly E[] = []) =>
    all.map((example, i) => {
      const payload = payloads[`${list}/${i}`];
      return payload ? { ...example, payload: payload.value } : example;
    });
  return {
    ...version,
    ...(schema && { payload_schema: schema.value }),
    ...(version.examples && {
      examples: {
        ...(examples.accepted && { accepted: typedIn("accepted", examples.accepted) }),
        ...(examples.rejected && { rejected: typedIn("rejected", examples.rejected) }),
      },
    }),
  };
}
