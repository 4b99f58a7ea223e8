/** Every handoff with what of its runbook was written: those of which nothing was come first. */
import { ArrowRight } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../../components/button";
import { recordsOf, useDocument } from "../../document/store";
import type { Handoff } from "../../platform";
import { ends } from "../impact/words";
import { showDesk } from "../registry/places";
import "../registry/page-related.css";

/** More at once would take long and be found by typing sooner. */
const FIRST = 60;

export function AllRunbooks() {
  const handoffs = useDocument((state) => recordsOf(state, "handoff"));
  const agents = useDocument((state) => recordsOf(state, "agent"));
  const [all, setAll] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: agents give the names.
  const lines = useMemo(() => {
    const state = useDocument.getState();
    return [...handoffs.values()]
      .map(({ record }) => ({
        id: record.id,
        name: ends(state, record.id),
        written: isWritten(record),
        calls: record.escalation_path !== undefined && record.escalation_path !== null,
      }))
      .sort((a, b) => Number(a.written) - Number(b.written) || (a.name < b.name ? -1 : 1));
  }, [handoffs, agents]);
  if (lines.length === 0) return null;
  const unwritten = lines.filter(({ written }) => !written).length;
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <section className="all-runbooks" aria-labelledby="all-runbooks">
      <h2 id="all-runbooks">
        {unwritten === 0
          ? "Something is written for every handoff"
          : `Nothing is written yet for ${unwritten} of ${lines.length}`}
      </h2>
      <ul className="related__list">
        {shown.map(({ id, name, written, calls }) => (
          <li key={id}>
            <button
              type="button"
              className="related__record"
              data-testid={`runbook-of-${id}`}
              onClick={() => showDesk({ show: "runbook", handoff: id, writing: false })}
            >
              <ArrowRight size={14} aria-hidden />
              <span dir="auto">{name}</span>
              <span className="related__field">
                {[
                  written ? "written" : "not written",
                  ...(calls ? [] : ["no escalation path"]),
                ].join(", ")}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length < lines.length && (
        <Button look="quiet" onClick={() => setAll(true)}>
          Show all {lines.length.toLocaleString("en")}
        </Button>
      )}
    </section>
  );
}

function isWritten({ runbook }: Handoff): boolean {
  if (!runbook) return false;
  const { checks = [], replay = "", notes = "" } = runbook;
  return checks.length > 0 || replay !== "" || notes !== "";
}
