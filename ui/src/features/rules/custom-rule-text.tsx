/** What a rule of users says, as it stands in its file. */
import { kindName } from "../../document/records";
import { useDocument } from "../../document/store";
import type { CustomRule } from "../../platform";

export function CustomRuleText({ rule }: { readonly rule: CustomRule }) {
  const file = useDocument((state) => state.custom?.file ?? "");
  return (
    <section className="rule__own selectable" aria-label="What the rule says">
      <p>
        Finds every {kindName(rule.on).toLowerCase()}
        {rule.topology ? ` of ${rule.topology}` : ""} for which
      </p>
      <pre>{rule.when}</pre>
      <p>and says</p>
      <pre>{rule.message}</pre>
      {rule.why && <p className="muted">{rule.why}</p>}
      <p className="muted">
        Line {rule.line} of {file}
      </p>
    </section>
  );
}
