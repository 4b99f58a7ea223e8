/** Which findings are listed: by family, by what they are about, by topology, each with its count. */
import { FileWarning, X } from "lucide-react";
import { Button, IconButton } from "../../components/button";
import { FilterChoice } from "../../components/filter-choice";
import { useDocument } from "../../document/store";
import type { Kind } from "../../platform";
import { EVERY_FINDING, type FindingsFilter } from "../../session/persist";
import { session, useSession } from "../../session/store";
import { CUSTOM, type FilterCount } from "./list";

export interface FindingsFiltersProps {
  /** There is nothing to choose from. */
  readonly nothing: boolean;
  readonly families: readonly FilterCount[];
  readonly kinds: readonly FilterCount[];
  readonly places: readonly FilterCount[];
}

const ALL = "all";
const SELECTED = "selected";
const SHARED_PLACE = "shared";

const set = (change: Partial<FindingsFilter>) =>
  session.set(({ findingsFilter }) => ({ findingsFilter: { ...findingsFilter, ...change } }));

export function FindingsFilters({ nothing, families, kinds, places }: FindingsFiltersProps) {
  const filter = useSession((state) => state.findingsFilter);
  const problems = useDocument((state) => state.custom?.problems.length ?? 0);
  if (nothing && problems === 0) return null;
  const isNarrowed = filter !== EVERY_FINDING && JSON.stringify(filter) !== EVERYTHING;
  const toggle = (family: string) =>
    set({
      families: filter.families.includes(family)
        ? filter.families.filter((each) => each !== family)
        : [...filter.families, family],
    });
  // A family that was chosen stays to be let go, whatever else is filtered.
  const chosen = filter.families
    .filter((family) => families.every(({ value }) => value !== family))
    .map((value) => ({ value, name: value, count: 0 }));
  return (
    <div className="findings__families" role="toolbar" aria-label="Which findings are listed">
      <div className="findings__chips">
        {[...families, ...chosen].map(({ value, name, count }) => (
          <button
            key={value}
            type="button"
            className="findings__family"
            aria-pressed={filter.families.includes(value)}
            title={name}
            data-testid={`family-${value}`}
            onClick={() => toggle(value)}
          >
            {value === CUSTOM ? "Custom" : value} <b>{count}</b>
            <span className="visually-hidden"> in {name}</span>
          </button>
        ))}
      </div>
      <FilterChoice
        label="What findings are about"
        value={filter.about ?? ALL}
        values={withChosen([ALL, SELECTED, ...kinds.map(({ value }) => value)], filter.about)}
        nameOf={(value) =>
          value === ALL ? "Any subject" : value === SELECTED ? "Selected" : counted(kinds, value)
        }
        data-testid="findings-about"
        onChange={(value) => set({ about: value === ALL ? null : (value as Kind | "selected") })}
      />
      {(places.length > 1 || filter.place !== null) && (
        <FilterChoice
          label="Where findings hold"
          value={placeWord(filter.place)}
          values={withChosen(
            [ALL, ...places.map(({ value }) => placeWord(value))],
            filter.place === null ? null : placeWord(filter.place),
          )}
          nameOf={(value) => (value === ALL ? "Everywhere" : counted(places, placeOf(value) ?? ""))}
          data-testid="findings-place"
          onChange={(value) => set({ place: placeOf(value) })}
        />
      )}
      {isNarrowed && (
        <IconButton
          icon={X}
          size={14}
          label="Show all findings again"
          data-testid="findings-every"
          onClick={() => session.set({ findingsFilter: EVERY_FINDING })}
        />
      )}
      {problems > 0 && (
        <Button
          look="quiet"
          icon={FileWarning}
          className="findings__all findings__custom"
          data-testid="custom-problems"
          aria-label={`${problems === 1 ? "1 problem" : `${problems} problems`} in custom rules`}
          title="What is wrong in the file of custom rules"
          onClick={() => session.show({ show: "rules" })}
        >
          {problems}
        </Button>
      )}
    </div>
  );
}

const EVERYTHING = JSON.stringify(EVERY_FINDING);

function counted(counts: readonly FilterCount[], value: string): string {
  const found = counts.find((each) => each.value === value);
  return found ? `${found.name} (${found.count})` : `${value} (0)`;
}

function withChosen(values: readonly string[], chosen: string | null): readonly string[] {
  return chosen === null || values.includes(chosen) ? values : [...values, chosen];
}

/** Ids never begin with a space. */
function placeWord(place: string | null): string {
  return place === null ? ALL : place === "" ? SHARED_PLACE : ` ${place}`;
}

function placeOf(word: string): string | null {
  return word === ALL ? null : word === SHARED_PLACE ? "" : word.slice(1);
}
