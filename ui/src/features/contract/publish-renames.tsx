/** Fields that may have been renamed: somebody has to say of each that it is meant. */
import type { SchemaChange } from "../../platform";
import { sentence } from "./words";

export interface RenamesProps {
  readonly renames: readonly SchemaChange[];
  /** Pointers of those that are meant. */
  readonly meant: readonly string[];
  readonly onMeant: (meant: readonly string[]) => void;
}

export function Renames({ renames, meant, onMeant }: RenamesProps) {
  if (renames.length === 0) return null;
  return (
    <fieldset className="act__part">
      <legend>{renames.length === 1 ? "A field was renamed?" : "Fields were renamed?"}</legend>
      <p className="inspector__hint">Whoever still writes the old name loses the value silently.</p>
      {renames.map(({ pointer, message }) => (
        <label key={pointer} className="act__check">
          <input
            type="checkbox"
            checked={meant.includes(pointer)}
            onChange={({ target }) =>
              onMeant(
                target.checked ? [...meant, pointer] : meant.filter((other) => other !== pointer),
              )
            }
          />
          <span>
            {sentence(message)} <b>This is meant.</b>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
