/** The properties of one handoff. */
import type { Verified } from "../../platform";
import { Remedy } from "./remedy";
import { Verdict } from "./verdict";
import { Violation } from "./violation";

export function OneHandoff({ found }: { readonly found: Verified }) {
  const [passed] = found.passed_over;
  if (passed) return <p>{passed.reason}</p>;
  const broken = found.properties.filter(({ holds }) => holds === false).length;
  const [all] = found.fixes;
  return (
    <>
      {all && broken > 1 && (
        <section className="transfer__all" aria-label="All at once">
          <Remedy fix={all.fix} label="Preview the change that mends all" testId="preview-all" />
        </section>
      )}
      {found.properties.map(({ name, holds, reason, trace, remedy }) => {
        const about = found.about.find((one) => one.name === name);
        const title = about?.title ?? name;
        return (
          <section key={name} className="transfer" aria-label={title} data-property={name}>
            <h3>
              <span>{title}</span>
              <Verdict holds={holds} />
            </h3>
            <p className="muted">{about?.meaning}</p>
            {reason && <p>{reason}</p>}
            {trace && <Violation title={title} trace={trace} />}
            {remedy && (
              <Remedy fix={remedy} label="Preview the change" testId={`preview-${name}`} />
            )}
          </section>
        );
      })}
    </>
  );
}
