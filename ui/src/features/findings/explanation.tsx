/** Why a finding matters, the way it speaks of, and on demand all that its rule says. */
import { BookOpen, SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button";
import { Markdown } from "../../components/markdown";
import { SEVERITY_NAMES } from "../../components/severity";
import { Words } from "../../components/words";
import { kindName } from "../../document/records";
import { useDocument } from "../../document/store";
import type { Finding } from "../../platform";
import { session } from "../../session/store";
import { FAMILY_NAMES } from "./list";
import { useRules } from "./rules";
import { Way } from "./way";
import { recordWords } from "./words";

export function Explanation({ finding }: { readonly finding: Finding }) {
  const [rule, setRule] = useState(false);
  const subject = useDocument((state) => recordWords(state, finding.subject));
  return (
    <div className="finding__why">
      <p>
        <Words text={finding.message} />
      </p>
      <p className="muted">
        <Words text={finding.why} />
      </p>
      {finding.path.length > 0 && <Way finding={finding} />}
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
        <Button
          look="quiet"
          icon={SlidersHorizontal}
          data-testid={`change-${finding.code}`}
          onClick={() => session.show({ show: "rule", code: finding.code })}
        >
          Change this rule…
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
