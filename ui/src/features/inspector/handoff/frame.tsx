/** A field of the handoff: its name, its control, what the rules say about it, and why an edit was refused. */

import { Wand2 } from "lucide-react";
import { createContext, type ReactNode, useContext, useId, useMemo, useState } from "react";
import { Button } from "../../../components/button";
import { DraftHome, useDraftPart } from "../../../components/draft-home";
import { FieldError } from "../../../components/field-error";
import { SeverityMark } from "../../../components/severity";
import { Words } from "../../../components/words";
import { refusalWords } from "../../../document/commit";
import type { Finding } from "../../../platform";
import { session } from "../../../session/store";
import { Term, type TermProps } from "../../help/term";
import { type Change, useEdit } from "./edit";
import { answersTo, FIELDS, type FieldName } from "./fields";

interface FrameValue {
  /** False where the registry has refused the change; why stands at the field. */
  readonly send: (change: Change, since?: number) => Promise<boolean>;
  /** Says why what was typed cannot be sent, or takes that back. */
  readonly complain: (words: string | null) => void;
  readonly stamp: () => number;
}

const FrameContext = createContext<FrameValue | null>(null);

export function useFrame(): FrameValue {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error("A control of a handoff stands outside of its field.");
  return frame;
}

/** Fields whose name is a word of the trade. */
const TERMS: Readonly<Partial<Record<FieldName, TermProps>>> = {
  contract: { id: "handoff-contract", name: "a handoff contract" },
  "fallback-owner": { id: "fallback-owner", name: "a fallback owner" },
  "escalation-path": { id: "escalation-path", name: "an escalation path" },
  "boundary-validation": { id: "boundary-validation", name: "boundary validation" },
};

export interface FrameProps {
  readonly name: FieldName;
  /** A function gets the id that the label names. Sentences and lists have no label of their own. */
  readonly children: ReactNode | ((id: string) => ReactNode);
  /** No label is shown: the content speaks for itself. */
  readonly bare?: boolean;
  /** The label stands above, for what needs the whole width. */
  readonly wide?: boolean;
}

export function Frame({ name, children, bare = false, wide = false }: FrameProps) {
  const { send, revision, findings, filter } = useEdit();
  const [trouble, setTrouble] = useState<string | readonly string[] | null>(null);
  const id = useId();
  const frame = useMemo<FrameValue>(
    () => ({
      send: async (change, since) => {
        setTrouble(null);
        const refusal = await send(change, since);
        if (refusal) setTrouble(refusalWords(refusal));
        return refusal === null;
      },
      complain: setTrouble,
      stamp: revision,
    }),
    [send, revision],
  );
  const part = useDraftPart(name, FIELDS[name].label);
  if (filter !== "" && !answersTo(name, filter)) return null;
  const { label } = FIELDS[name];
  const term = TERMS[name];
  const isControl = typeof children === "function";
  const layout = bare ? "handoff-frame--bare" : wide ? "handoff-frame--wide" : "";
  return (
    <FrameContext.Provider value={frame}>
      <div
        className={`handoff-frame ${layout}`}
        data-field={name}
        {...(isControl ? {} : { role: "group", "aria-label": label })}
      >
        {!bare && (
          <span className="handoff-frame__label">
            {isControl ? <label htmlFor={id}>{label}</label> : <span aria-hidden>{label}</span>}
            {term && <Term {...term} />}
          </span>
        )}
        <div className={`handoff-frame__control ${bare && term ? "has-term" : ""}`}>
          <DraftHome value={part}>{isControl ? children(id) : children}</DraftHome>
          {bare && term && <Term {...term} />}
        </div>
        <FieldError>{trouble}</FieldError>
        {(findings.get(name) ?? []).map((finding) => (
          <FieldFinding key={finding.key} finding={finding} />
        ))}
      </div>
    </FrameContext.Provider>
  );
}

function FieldFinding({ finding }: { readonly finding: Finding }) {
  const [fix] = finding.fixes;
  return (
    <div className="handoff-finding" title={finding.why}>
      <SeverityMark severity={finding.severity} size={12} />
      <p>
        <Words text={finding.message} />
      </p>
      {fix && (
        <Button
          look="quiet"
          icon={Wand2}
          title={fix.title}
          onClick={() => session.show({ show: "fix", finding: finding.key, fix: 0 })}
        >
          Fix
        </Button>
      )}
    </div>
  );
}
