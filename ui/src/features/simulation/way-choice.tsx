/** How requests come: one by one, or at a rate, so that they share agents and people. */
export interface WayChoiceProps {
  readonly load: boolean;
  readonly onChange: (load: boolean) => void;
}

export function WayChoice({ load, onChange }: WayChoiceProps) {
  return (
    <fieldset className="sim-form__methods">
      <legend className="visually-hidden">How requests come</legend>
      <label className="sim-form__method" title="Each request walks alone: nobody waits.">
        <input
          type="radio"
          name="sim-way"
          checked={!load}
          data-testid="sim-one-by-one"
          onChange={() => onChange(false)}
        />
        <span>One by one</span>
      </label>
      <label
        className="sim-form__method"
        title="Requests come at a rate, and share agents and people."
      >
        <input
          type="radio"
          name="sim-way"
          checked={load}
          data-testid="sim-under-load"
          onChange={() => onChange(true)}
        />
        <span>Under load</span>
      </label>
    </fieldset>
  );
}
