/** Every handoff with what of its runbook was written: those of which nothing was come first. */
import { ArrowRight } from "lucide-react";
import { VirtualRows } from "../../components/virtual-rows";
import { platform, type RunbookLine } from "../../platform";
import { useAnswer } from "../audit/use-answer";
import { useKept } from "../on-call/use-kept";
import { showDesk } from "../registry/places";
import "../registry/page-related.css";

/** Height of a line in pixels, until it is measured. */
const LINE = 32;

export function AllRunbooks() {
  const { answer } = useAnswer("runbook lines", () => platform().runbookLines());
  const lines = useKept(answer);
  if (!lines || lines.length === 0) return null;
  const unwritten = lines.filter((line) => !line.is_written).length;
  return (
    <section className="all-runbooks" aria-labelledby="all-runbooks">
      <h2 id="all-runbooks">
        {unwritten === 0
          ? "Something is written for every handoff"
          : `Nothing is written yet for ${unwritten.toLocaleString("en")} of ${lines.length.toLocaleString("en")}`}
      </h2>
      <VirtualRows
        items={lines}
        keyOf={(line) => line.handoff}
        estimate={() => LINE}
        className="all-runbooks__lines"
        row={(line) => <Line line={line} />}
      />
    </section>
  );
}

function Line({ line }: { readonly line: RunbookLine }) {
  const words = [
    line.is_written ? "written" : "not written",
    ...(line.has_path ? [] : ["no escalation path"]),
  ];
  return (
    <button
      type="button"
      className="related__record"
      data-testid={`runbook-of-${line.handoff}`}
      onClick={() => showDesk({ show: "runbook", handoff: line.handoff, writing: false })}
    >
      <ArrowRight size={14} aria-hidden />
      <span dir="auto">{line.name}</span>
      <span className="related__field">{words.join(", ")}</span>
    </button>
  );
}
