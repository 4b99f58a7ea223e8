/** One handoff that is hit: what happens to it and why, with the proof folded away. Pointing at it draws the way there. */
import { ArrowRight } from "lucide-react";
import { nameOf, useDocument } from "../../document/store";
import type { ImpactHit } from "../../platform";
import { PayloadDiff } from "../contract/payload-diff";
import { EffectMark } from "./effect-mark";
import { Until } from "./impact-report";
import { goToHit, hidePath, showPath } from "./show";
import { ends, ORDER_NAMES } from "./words";

export interface HitRowProps {
  readonly hit: ImpactHit;
  /** Hits lie in several topologies, so each says in which. */
  readonly several: boolean;
}

export function HitRow({ hit, several }: HitRowProps) {
  const { handoff, effect, reason, topology, until, days_left, order } = hit;
  const name = useDocument((state) => ends(state, handoff));
  const place = useDocument((state) => nameOf(state, "topology", topology));
  const teams = useDocument((state) =>
    hit.teams.map((team) => nameOf(state, "team", team)).join(", "),
  );
  const told = [several && place, order && ORDER_NAMES[order], teams].filter(Boolean);
  return (
    <div
      className="hit"
      data-effect={effect}
      data-testid={`hit-${handoff}`}
      onPointerEnter={() => showPath(hit)}
      onPointerLeave={hidePath}
    >
      <div className="hit__head">
        <button
          type="button"
          className="hit__ends"
          title="Show it on the drawing"
          onClick={() => goToHit(hit)}
          onFocus={() => showPath(hit)}
          onBlur={hidePath}
        >
          {name}
        </button>
        <EffectMark effect={effect} />
      </div>
      <p className="hit__reason">
        {reason} {until && <Until until={until} days={days_left ?? null} />}
      </p>
      {told.length > 0 && <p className="muted">{told.join(" · ")}</p>}
      <HitProof hit={hit} />
    </div>
  );
}

function HitProof({ hit }: { readonly hit: ImpactHit }) {
  const { counterexample = null, fields, inferred, path } = hit;
  const proven = counterexample !== null;
  if (!proven && fields.length === 0 && path.length < 2) return null;
  const words = [
    proven && "payload that fails",
    fields.length > 0 && (fields.length === 1 ? "1 field" : `${fields.length} fields`),
    path.length > 1 && `way over ${path.length} handoffs`,
  ].filter(Boolean);
  return (
    <details className="hit__more">
      <summary>{words.join(", ")}</summary>
      <div className="hit__proof">
        {proven && (
          <PayloadDiff
            label="A payload that one side may write and the other rejects"
            payload={counterexample}
            pointer={null}
            reason={null}
          />
        )}
        {fields.length > 0 && <Fields fields={fields} inferred={inferred} />}
        {path.length > 1 && <Way path={path} />}
      </div>
    </details>
  );
}

interface FieldsProps {
  readonly fields: readonly string[];
  readonly inferred: readonly string[];
}

function Fields({ fields, inferred }: FieldsProps) {
  return (
    <ul className="hit__fields" aria-label="Fields">
      {fields.map((field) => (
        <li key={field}>
          <code>{field === "" ? "the whole payload" : field}</code>
          {inferred.includes(field) && (
            <span
              className="hit__inferred"
              title="Passed on as far as name and type tell; nobody has declared it"
            >
              inferred
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** From the change to the handoff that is hit, itself last. */
function Way({ path }: { readonly path: readonly string[] }) {
  const names = useDocument((state) => path.map((id) => ends(state, id)).join("\n"));
  return (
    <ol className="hit__way" aria-label="The shortest way to it">
      {names.split("\n").map((name, i) => (
        <li key={path[i]}>
          {i > 0 && <ArrowRight size={12} aria-hidden />}
          {name}
        </li>
      ))}
    </ol>
  );
}
