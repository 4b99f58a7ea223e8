/** How a property is violated: the run as a picture and in sentences, and what to change. */
import { Clipboard, Image } from "lucide-react";
import { useRef } from "react";
import { Button } from "../../components/button";
import type { Trace } from "../../platform";
import { session } from "../../session/store";
import { Sequence } from "./sequence";
import { standalone } from "./standalone";

export interface ViolationProps {
  readonly title: string;
  readonly trace: Trace;
}

export function Violation({ title, trace }: ViolationProps) {
  const frame = useRef<HTMLDivElement>(null);
  const copySvg = () => {
    const svg = frame.current?.querySelector("svg");
    if (svg) void copy(standalone(svg), "The picture");
  };
  return (
    <div className="transfer__run" ref={frame}>
      <Sequence trace={trace} title={`Shortest run: ${title}`} />
      <ol className="transfer__steps" aria-label="Shortest run, step by step">
        {trace.steps.map(({ text }, number) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a run does not change; its steps are told apart by their numbers.
          <li key={number} data-round={number === trace.repeats_from}>
            {text}
          </li>
        ))}
      </ol>
      <p className="transfer__conclusion">{trace.conclusion}</p>
      <div className="transfer__copy">
        <Button
          look="quiet"
          icon={Clipboard}
          onClick={() => void copy(trace.mermaid, "The Mermaid source")}
        >
          Copy Mermaid
        </Button>
        <Button look="quiet" icon={Image} onClick={copySvg}>
          Copy SVG
        </Button>
      </div>
    </div>
  );
}

async function copy(text: string, what: string) {
  const done = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  session.notify({
    tone: done ? "success" : "error",
    title: done ? `${what} is in the clipboard` : `${what} could not be copied`,
    detail: done ? "" : "The system refused the clipboard.",
    hints: [],
  });
}
