/** What goes wrong in a scenario: floors that are put under everything drawn, where requests start, how patient users are. */
import { AutoField } from "../inspector/generated/auto-field";
import { Section } from "../inspector/section";

/** Floors in the order in which a request meets them. */
const FLOORS = [
  ["hallucination", "An agent makes something up"],
  ["tool_failure", "A tool call fails"],
  ["silent", "A failed tool goes unnoticed"],
  ["unavailable", "An attempt to hand over fails"],
  ["malformed", "A payload is malformed"],
  ["context_loss", "Context is lost"],
  ["abandon_on_repeat", "A user who is asked again leaves"],
  ["latency_factor", "Agents take so many times longer"],
] as const;

export function ScenarioFields() {
  return (
    <>
      <Section title="What goes wrong" name="scenario.faults">
        <p className="inspector__hint">
          At least so often, everywhere. Where the drawing says that something goes wrong more
          often, the drawing holds; an empty field leaves it to the drawing.
        </p>
        <div className="sim-floors">
          {FLOORS.map(([name, title]) => (
            <AutoField key={name} above name={`faults.${name}`} title={title} />
          ))}
        </div>
      </Section>
      <Section title="Requests and users" name="scenario.requests">
        <AutoField name="entry" title="Where requests start" above />
        <AutoField name="abandon_on_repeat" title="Leaves when asked again" above />
        <AutoField name="hop_cap" title="Stuck after so many handoffs" above />
        <AutoField name="profile" title="Faults of the profile" above />
      </Section>
    </>
  );
}
