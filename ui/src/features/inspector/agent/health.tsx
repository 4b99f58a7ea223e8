/** Whether the agent works at the moment, and who says so. */
import { Select } from "../../../components/field";
import type { HealthState } from "../../../platform";
import { AutoField } from "../generated/auto-field";

const STATES: readonly { value: HealthState; label: string }[] = [
  { value: "healthy", label: "Healthy" },
  { value: "degraded", label: "Degraded: slow or partly failing" },
  { value: "down", label: "Down" },
  { value: "unknown", label: "Unknown" },
];

export function HealthFields() {
  return (
    <>
      <AutoField name="health.state" title="State">
        {({ id, value, save }) => (
          <div className="health">
            <span
              className={`health__dot health__dot--${String(value ?? "unknown")}`}
              aria-hidden
            />
            <Select
              id={id}
              value={typeof value === "string" ? value : "unknown"}
              options={STATES}
              onChange={(state) => void save(() => state)}
            />
          </div>
        )}
      </AutoField>
      <AutoField name="health.source" placeholder="Who or what reported it" />
      <AutoField name="health.checked_at" title="Checked" />
    </>
  );
}
