/** The nature of a workflow as sentences whose values can be changed where they stand. */
import { FieldError } from "../../../components/field-error";
import { InlineInput } from "../../../components/inline-input";
import { InlineSelect } from "../../../components/inline-select";
import { numberFrom } from "../../../components/number-text";
import { withFields } from "../../../document/drafts";
import type { Coupling, Nature } from "../../../platform";
import { useField } from "../edit";
import { Editable } from "../generated/auto-field";
import "./nature.css";

const COUPLINGS = [
  { value: "independent", label: "do not need each other" },
  { value: "sequential", label: "follow from each other" },
];
const STATE = [
  { value: "yes", label: "share state" },
  { value: "no", label: "share no state" },
];
const REGULATED = [
  { value: "yes", label: "asks" },
  { value: "no", label: "does not ask" },
];

export function NatureSentence() {
  const edit = useField<Nature | undefined>("nature");
  const nature = edit.value ?? {};
  const set = (fields: { [K in keyof Nature]?: Nature[K] | null }) =>
    edit.save((before) => {
      const next = withFields<Nature>(before ?? {}, fields);
      return Object.keys(next).length > 0 ? next : undefined;
    });
  const whole = (name: "parallel_flows" | "specialists" | "latency_ms") => ({
    numeric: true,
    value: nature[name] ? String(nature[name]) : "",
    onCommit: (text: string) => {
      if (text === "") return set({ [name]: null });
      const read = numberFrom(text, { integer: true, least: 0 });
      return "wrong" in read ? false : set({ [name]: read.value || null });
    },
  });
  return (
    <Editable edit={edit}>
      <div className="nature" data-field="nature">
        <p>
          The steps{" "}
          <InlineSelect
            label="How the steps hang together"
            none="hang together somehow"
            value={nature.coupling ?? ""}
            options={COUPLINGS}
            onChange={(word) => void set({ coupling: (word || null) as Coupling | null })}
          />{" "}
          and{" "}
          <InlineSelect
            label="Whether the steps share state"
            value={nature.stateful ? "yes" : "no"}
            options={STATE}
            onChange={(word) => void set({ stateful: word === "yes" || null })}
          />
          .
        </p>
        <p>
          <InlineInput
            label="Flows that run at once"
            placeholder="any number of"
            {...whole("parallel_flows")}
          />{" "}
          {nature.parallel_flows === 1 ? "flow runs" : "flows run"} at once, over{" "}
          <InlineInput label="Specialised fields" placeholder="no" {...whole("specialists")} />{" "}
          specialised {nature.specialists === 1 ? "field" : "fields"}.
        </p>
        <p>
          Users wait for{" "}
          <InlineInput
            label="Latency that users bear, in milliseconds"
            placeholder="as long as it takes"
            {...whole("latency_ms")}
          />
          {nature.latency_ms ? " ms at most" : ""}; regulation{" "}
          <InlineSelect
            label="Whether regulation asks for records and reviews"
            value={nature.regulated ? "yes" : "no"}
            options={REGULATED}
            onChange={(word) => void set({ regulated: word === "yes" || null })}
          />{" "}
          for records and reviews.
        </p>
        <FieldError>{edit.refusal}</FieldError>
      </div>
    </Editable>
  );
}
