/** Why a finding matters, the way it speaks of, and on demand all that its rule says. */
import { BookOpen } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button";
import { Markdown } from "../../components/markdown";
import { SEVERITY_NAMES } from "../../components/severity";
import { Words } from "../../components/words";
import { kindName } from "../../document/records";
import { useDocument } from "../../document/store";
import type { Finding } from "../../platform";
import { FAMILY_NAMES } from "./list";
import { useRules } from "./rules";
import { recordWords } from "./words";

export function Explanation({ finding }: { readonly finding: Finding }) {
  const [rule, setRule] = useState(false);
  const subject = useDocument((state) => recordWords(state, finding.subject));
  const path = useDocument((state) =>
    finding.path.map((key) => recordWords(state, key)).join("\n"),
  );
  return (
    <div className="finding__why">
      <p>
        <Words text={finding.message} />
      </p>
      <p className="muted">
        <Words text={finding.why} />
      </p>
      {path !== "" && (
        <ol className="finding__path" aria-label="Its way">
          {path.split("\n").map((step, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a way may pass the same place twice.
            <li key={i}>{step}</li>
          ))}
        </ol>
      )}
      <div className="finding__rule">
        <span>
          {kindName(finding.subject.kind)} {subject}
        </span>
        <Button
          look="quiet"
          icon={BookOpen}
          aria-expanded={rule}
          data-testid={`rule-${finding.code}`}
          onClick={() => setRule(!rule)}
        >
          {rule ? "Less" : `About ${finding.code}`}
        </Button>
      </div>
      {rule && <Rule code={finding.code} name={finding.name} />}
    </div>
  );
}

function Rule({ code, name }: { readonly code: string; readonly name: string }) {
  const rule = useRules().get(code);
  if (!rule) return <p className="muted">{name}</p>;
  return (
    <section className="finding__explained" aria-label={`About ${code}`}>
      <h4>{rule.summary}</h4>
      <p className="muted">
        {FAMILY_NAMES[rule.category]} · {rule.name} · {SEVERITY_NAMES[rule.severity].one} unless
        settings say otherwise{rule.has_fix ? "" : " · mended by hand"}
      </p>
      <Markdown text={rule.explanation} />
    </section>
  );
}
