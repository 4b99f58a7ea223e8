/** What the reviewer of a gate sees of a sample, in the place of the drawing while the gate is designed. */
import { ChevronLeft, ChevronRight, X } from "lucide-react";
import { useId } from "react";
import { IconButton } from "../../components/button";
import { Empty } from "../../components/empty";
import { SeverityMark } from "../../components/severity";
import { useRecord } from "../../document/store";
import type { Gate, GateSample, Handoff } from "../../platform";
import { session, useSession } from "../../session/store";
import { ReviewCardView } from "./card";
import { useGatePreview } from "./use-preview";
import { useGateSamples } from "./use-samples";
import "./preview.css";

export function GatePreviewView() {
  const id = useSession(({ dock }) => (dock.show === "gate" ? dock.handoff : null));
  const handoff = useRecord("handoff", id ?? "");
  return id !== null && handoff ? <Preview key={id} handoff={handoff} /> : null;
}

const NOTHING_TYPED: Partial<Gate> = {};

function Preview({ handoff }: { readonly handoff: Handoff }) {
  const typed = useSession(({ dock }) => (dock.show === "gate" ? dock.typed : NOTHING_TYPED));
  const at = useSession(({ dock }) => (dock.show === "gate" ? dock.sample : 0));
  const { samples, asking, failure } = useGateSamples(handoff);
  const sample = samples[Math.min(at, samples.length - 1)];
  const gate: Gate | null = handoff.gate ? { ...handoff.gate, ...typed } : null;
  const payload = sample?.payload ?? null;
  const { preview, failure: unseen } = useGatePreview(handoff.id, gate, payload);
  const trouble = failure ?? unseen;
  return (
    <section className="gate-preview" aria-label="What the reviewer sees" data-testid="gate-view">
      <header className="gate-preview__head">
        <h2>What the reviewer sees</h2>
        {samples.length > 0 && <SampleChoice samples={samples} at={at} />}
        <IconButton icon={X} label="Close the designer" onClick={session.closeDock} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard. */}
      <section className="gate-preview__stage" tabIndex={0} aria-label="Card and payload">
        {trouble && (
          <p className="dock-error" role="alert">
            {trouble}
          </p>
        )}
        {!gate && (
          <Empty title="No gate, nothing to see">
            <p>Put one there at the right, and its card appears here.</p>
          </Empty>
        )}
        {gate && preview && (
          <div className="gate-preview__card">
            <ReviewCardView card={preview.card} />
            <ul className="gate-preview__remarks" aria-label="What is wrong with the gate">
              {preview.card.problems.map((problem) => (
                <li key={problem}>
                  <SeverityMark severity="warning" />
                  <p>{problem}</p>
                </li>
              ))}
              {preview.advice.map(({ code, severity, message, why }) => (
                <li key={`${code} ${message}`} data-testid={`remark-${code}`}>
                  <SeverityMark severity={severity} />
                  <p>
                    {message} <span className="muted">{why}</span>
                  </p>
                </li>
              ))}
            </ul>
          </div>
        )}
        {gate && (
          <figure className="gate-preview__payload">
            <figcaption>
              {sample
                ? `The payload behind it: ${sample.name}${sample.made_up ? " (made up from the schema)" : ""}`
                : asking
                  ? "Looking for samples…"
                  : "No contract version is pinned, so there is no sample: every field is missing."}
            </figcaption>
            {sample && (
              <pre className="selectable" data-testid="gate-payload">
                {JSON.stringify(sample.payload, null, 2)}
              </pre>
            )}
          </figure>
        )}
      </section>
    </section>
  );
}

interface SampleChoiceProps {
  readonly samples: readonly GateSample[];
  readonly at: number;
}

function SampleChoice({ samples, at }: SampleChoiceProps) {
  const id = useId();
  const go = (to: number) => {
    const { dock } = session.get();
    const sample = (to + samples.length) % samples.length;
    if (dock.show === "gate") session.set({ dock: { ...dock, sample } });
  };
  const options = (madeUp: boolean) =>
    samples.flatMap(({ name, made_up }, i) =>
      made_up === madeUp
        ? [
            <option key={`${name} ${made_up}`} value={i}>
              {name}
            </option>,
          ]
        : [],
    );
  const written = options(false);
  const madeUp = options(true);
  return (
    <div className="gate-preview__samples">
      <label htmlFor={id}>Sample</label>
      <select
        id={id}
        className="input"
        value={Math.min(at, samples.length - 1)}
        data-testid="gate-sample"
        onChange={(event) => go(Number(event.target.value))}
      >
        {written.length > 0 && <optgroup label="Examples of the contract">{written}</optgroup>}
        {madeUp.length > 0 && <optgroup label="Made up from the schema">{madeUp}</optgroup>}
      </select>
      <IconButton icon={ChevronLeft} label="The sample before" onClick={() => go(at - 1)} />
      <IconButton icon={ChevronRight} label="The next sample" onClick={() => go(at + 1)} />
    </div>
  );
}
