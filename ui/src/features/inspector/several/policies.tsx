/** The figures of several handoffs' policies. */
import { formatDuration, parseDuration, unitOf } from "../../../components/duration";
import { numberFrom } from "../../../components/number-text";
import type { ErrorReply, Handoff, Policy } from "../../../platform";
import { type Change, inPart } from "../handoff/edit";
import type { Fields } from "./edit-all";
import { sharedOf } from "./shared";
import { SharedField } from "./shared-field";
import { SharedNumber, type SharedNumberProps } from "./shared-number";

export interface SeveralPoliciesProps {
  readonly handoffs: readonly Handoff[];
  readonly set: (change: (handoff: Handoff) => Fields<Handoff>) => Promise<ErrorReply | null>;
}

type Figure = "timeout_ms" | "retries" | "loop_limit";

interface FigureInfo extends Pick<SharedNumberProps, "show" | "read" | "placeholder"> {
  readonly name: Figure;
  readonly label: string;
}

const FIGURES: readonly FigureInfo[] = [
  {
    name: "timeout_ms",
    label: "Timeout",
    placeholder: "no time limit",
    show: (value) => formatDuration(value, "ms"),
    read: (text, shown) => {
      const time = parseDuration(text, { unit: "ms", whole: true }, unitOf(shown));
      return time.ok ? { value: time.value } : { wrong: time.why };
    },
  },
  {
    name: "retries",
    label: "Retries",
    placeholder: "none",
    show: String,
    read: (text) => numberFrom(text, { integer: true, least: 0 }),
  },
  {
    name: "loop_limit",
    label: "Loop limit",
    placeholder: "no limit",
    show: String,
    read: (text) => numberFrom(text, { integer: true, least: 1 }),
  },
];

export function SeveralPolicies({ handoffs, set }: SeveralPoliciesProps) {
  return FIGURES.map(({ name, label, ...figure }) => (
    <SharedField key={name} label={label}>
      {(id, send) => (
        <SharedNumber
          id={id}
          {...figure}
          shared={sharedOf(handoffs, ({ policy }) => policy?.[name] ?? null)}
          onCommit={(value) => send(set(withFigure(name, value)))}
          data-testid={`several-${name}`}
        />
      )}
    </SharedField>
  ));
}

function withFigure(name: Figure, value: number | null): Change {
  const isDefault = name === "retries" && value === 0;
  const fields: Fields<Policy> = { [name]: isDefault ? null : value };
  return inPart("policy", fields);
}
