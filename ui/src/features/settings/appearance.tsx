/** Theme, density and the size of text. They are kept, and every window follows. */
import { Minus, Plus } from "lucide-react";
import { IconButton } from "../../components/button";
import { type Density, TEXT_SIZES, type Theme } from "../../session/persist";
import { session, useSession } from "../../session/store";

const THEMES: readonly (readonly [Theme, string])[] = [
  ["system", "System"],
  ["light", "Light"],
  ["dark", "Dark"],
];
const DENSITIES: readonly (readonly [Density, string])[] = [
  ["comfortable", "Comfortable"],
  ["compact", "Compact"],
];

export function Appearance() {
  const theme = useSession((state) => state.theme);
  const density = useSession((state) => state.density);
  const textSize = useSession((state) => state.textSize);
  return (
    <>
      <Choice name="Theme" of={THEMES} value={theme} onChange={session.setTheme} />
      <Choice
        name="Density"
        of={DENSITIES}
        value={density}
        onChange={(chosen) => session.set({ density: chosen })}
      />
      <div className="settings__row">
        <span id="settings-text">Text size</span>
        <fieldset className="settings__steps" aria-labelledby="settings-text">
          <IconButton
            icon={Minus}
            label="Smaller text"
            size={14}
            disabled={textSize <= TEXT_SIZES[0]}
            onClick={() => session.stepTextSize(-1)}
          />
          <output data-testid="settings-text-size">{textSize} %</output>
          <IconButton
            icon={Plus}
            label="Larger text"
            size={14}
            disabled={textSize >= (TEXT_SIZES.at(-1) ?? textSize)}
            onClick={() => session.stepTextSize(1)}
          />
        </fieldset>
      </div>
    </>
  );
}

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly of: readonly (readonly [T, string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ name, of, value, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className="settings__row">
      <legend>{name}</legend>
      <div className="settings__choice">
        {of.map(([each, words]) => (
          <label key={each} className={each === value ? "is-chosen" : ""}>
            <input
              type="radio"
              className="visually-hidden"
              name={name}
              checked={each === value}
              data-testid={`settings-${each}`}
              onChange={() => onChange(each)}
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
