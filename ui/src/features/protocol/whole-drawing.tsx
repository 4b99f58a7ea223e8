/** The handoffs of a drawing, by what they violate. */
import { ChevronRight } from "lucide-react";
import type { AboutProperty, TransferProperty, Verified } from "../../platform";
import { session } from "../../session/store";
import { Verdict } from "./verdict";

/** Handoffs that are listed of one kind. */
const MOST = 60;

export function WholeDrawing({ found }: { readonly found: Verified }) {
  const handoffs = new Set(found.properties.map(({ handoff }) => handoff)).size;
  if (handoffs === 0)
    return <p>Nothing is handed over here yet: draw a handoff between two agents.</p>;
  return (
    <>
      {found.about.map((about) => (
        <Property
          key={about.name}
          about={about}
          of={found.properties.filter(({ name }) => name === about.name)}
        />
      ))}
      {found.passed_over.length > 0 && (
        <p className="muted">
          {found.passed_over.length} handoffs to outcomes are passed over: nobody is there to hand
          over to.
        </p>
      )}
    </>
  );
}

interface PropertyProps {
  readonly about: AboutProperty;
  readonly of: readonly TransferProperty[];
}

function Property({ about, of }: PropertyProps) {
  const broken = of.filter(({ holds }) => holds === false);
  const open = of.filter(({ holds }) => holds === null);
  const holds = broken.length > 0 ? false : open.length > 0 ? null : true;
  return (
    <section className="transfer" aria-label={about.title} data-property={about.name}>
      <h3>
        <span>{about.title}</span>
        <Verdict holds={holds} />
      </h3>
      <p className="muted">{about.meaning}</p>
      {holds === true && <p>At all {of.length} handoffs.</p>}
      <Handoffs title="Violated at" of={broken} />
      <Handoffs title="Not proven at" of={open} />
    </section>
  );
}

interface HandoffsProps {
  readonly title: string;
  readonly of: readonly TransferProperty[];
}

function Handoffs({ title, of }: HandoffsProps) {
  if (of.length === 0) return null;
  return (
    <>
      <p>
        {title} {of.length === 1 ? "one handoff" : `${of.length} handoffs`}
      </p>
      <ul className="transfer__handoffs">
        {of.slice(0, MOST).map(({ handoff }) => (
          <li key={handoff}>
            <button
              type="button"
              onClick={() =>
                session.show({ show: "transfer", subject: { kind: "handoff", id: handoff } })
              }
            >
              <span>{handoff}</span> <ChevronRight size={13} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {of.length > MOST && <p className="muted">and {of.length - MOST} more</p>}
    </>
  );
}
