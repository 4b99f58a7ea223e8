/** Plans a rotation: people who take turns from a day on, or somebody who stands in for a time. */
import { CalendarPlus } from "lucide-react";
import { type FormEvent, type ReactNode, useMemo, useState } from "react";
import { Button } from "../../components/button";
import { Select } from "../../components/field";
import { FieldError } from "../../components/field-error";
import { Picker } from "../../components/picker";
import { SortList } from "../../components/sort-list";
import { localZone } from "../../components/zone";
import { perform, refusalWords } from "../../document/commit";
import { useLock } from "../../document/lock";
import { useRecords } from "../../document/store";
import { platform, type Rotation, type ShiftChange } from "../../platform";
import "./on-call.css";

const LENGTHS = [
  { days: 1, label: "every day" },
  { days: 7, label: "every week" },
  { days: 14, label: "every two weeks" },
];

export function Planner({ rotation }: { readonly rotation: Rotation }) {
  const [mode, setMode] = useState<"turns" | "cover" | null>(null);
  const locked = useLock() !== null;
  const close = () => setMode(null);
  if (mode === "turns") return <Turns rotation={rotation} onDone={close} />;
  if (mode === "cover") return <Cover rotation={rotation} onDone={close} />;
  return (
    <div className="planner__foot">
      <Button
        icon={CalendarPlus}
        disabled={locked}
        data-testid="plan-turns"
        onClick={() => setMode("turns")}
      >
        Plan turns
      </Button>
      <Button
        look="quiet"
        disabled={locked}
        data-testid="plan-cover"
        onClick={() => setMode("cover")}
      >
        Let somebody stand in
      </Button>
    </div>
  );
}

interface FormProps {
  readonly rotation: Rotation;
  readonly onDone: () => void;
}

function Turns({ rotation, onDone }: FormProps) {
  const people = usePeople();
  const usual = useMemo(() => usualOf(rotation), [rotation]);
  const [chosen, setChosen] = useState<readonly string[]>(usual);
  const [from, setFrom] = useState(nextMonday());
  const [days, setDays] = useState(7);
  const [turns, setTurns] = useState(12);
  const [zone, setZone] = useState(localZone());
  const { refusal, busy, send } = useShiftChange(rotation.id, onDone);
  const name = (id: string) => people.find(({ value }) => value === id)?.label ?? id;
  const left = people.filter(({ value }) => !chosen.includes(value));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send({ change: "turns", plan: { people: [...chosen], zone, from, days, turns } });
  };
  return (
    <form className="planner" aria-label="Plan turns" onSubmit={submit}>
      <SortList
        label="Who takes turns, in order"
        items={chosen.map((id) => ({ key: id, name: name(id), content: <span>{name(id)}</span> }))}
        onMove={(order) => setChosen(order)}
        onRemove={(key) => setChosen(chosen.filter((id) => id !== key))}
      />
      <Picker
        aria-label="Add somebody who takes turns"
        value=""
        options={left}
        placeholder={people.length === 0 ? "Make people in the registry first" : "Add a person"}
        data-testid="turns-person"
        onChange={(id) => setChosen([...chosen, id])}
      />
      <div className="planner__fields">
        <Moment label="The first turn begins" value={from} onChange={setFrom} />
        <Labelled label="They change">
          <Select
            aria-label="They change"
            value={String(days)}
            options={LENGTHS.map((each) => ({ value: String(each.days), label: each.label }))}
            onChange={(value) => setDays(Number(value))}
          />
        </Labelled>
        <Labelled label="Turns">
          <input
            type="number"
            className="input"
            min={1}
            max={400}
            required
            value={turns}
            onChange={(event) => setTurns(Number(event.target.value))}
          />
        </Labelled>
        <Labelled label="Time zone">
          <input
            type="text"
            className="input"
            required
            spellCheck={false}
            value={zone}
            onChange={(event) => setZone(event.target.value)}
          />
        </Labelled>
      </div>
      <p className="inspector__hint">
        Whatever is planned at the same times gives way. Everybody changes at the same time of the
        day, also over a change of clocks.
      </p>
      <FieldError>{refusal}</FieldError>
      <div className="planner__foot">
        <Button
          look="primary"
          type="submit"
          disabled={busy || chosen.length === 0}
          data-testid="turns-send"
        >
          Plan {turns} {turns === 1 ? "turn" : "turns"}
        </Button>
        <Button look="quiet" onClick={onDone}>
          Not now
        </Button>
      </div>
    </form>
  );
}

function Cover({ rotation, onDone }: FormProps) {
  const people = usePeople();
  const [person, setPerson] = useState("");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const zone = localZone();
  const { refusal, busy, send } = useShiftChange(rotation.id, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send({ change: "cover", person: person || null, from, to, zone });
  };
  return (
    <form className="planner" aria-label="Let somebody stand in" onSubmit={submit}>
      <div className="planner__fields">
        <Labelled label="Who stands in">
          <Select
            aria-label="Who stands in"
            value={person}
            none="Nobody: clear the time"
            options={people}
            onChange={setPerson}
          />
        </Labelled>
        <Moment label="From" value={from} onChange={setFrom} />
        <Moment label="Until" value={to} onChange={setTo} />
      </div>
      <p className="inspector__hint">Times are in {zone}.</p>
      <FieldError>{refusal}</FieldError>
      <div className="planner__foot">
        <Button look="primary" type="submit" disabled={busy} data-testid="cover-send">
          {person === "" ? "Clear the time" : "Stand in"}
        </Button>
        <Button look="quiet" onClick={onDone}>
          Not now
        </Button>
      </div>
    </form>
  );
}

interface LabelledProps {
  readonly label: string;
  readonly children: ReactNode;
}

function Labelled({ label, children }: LabelledProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it is given.
    <label className="planner__field">
      <span>{label}</span>
      {children}
    </label>
  );
}

interface MomentProps {
  readonly label: string;
  /** A date and a time without a zone, as `2026-03-02T09:00`. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Moment({ label, value, onChange }: MomentProps) {
  return (
    <Labelled label={label}>
      <input
        type="datetime-local"
        className="input"
        required
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  );
}

function useShiftChange(rotation: string, onDone: () => void) {
  const [refusal, setRefusal] = useState<readonly string[] | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (change: ShiftChange) => {
    setBusy(true);
    const error = await perform(() => platform().planRotation(rotation, change, false));
    setBusy(false);
    setRefusal(error && refusalWords(error, "Nothing was planned"));
    if (error === null) onDone();
  };
  return { refusal, busy, send };
}

function usePeople() {
  const people = useRecords("person");
  return useMemo(
    () =>
      [...people.values()]
        .map(({ record }) => ({ value: record.id, label: record.name }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [people],
  );
}

/** Those who take turns already, in the order in which they came first. */
function usualOf({ schedule = [] }: Rotation): string[] {
  return [...new Set(schedule.map(({ person }) => person))];
}

/** 09:00 on the next Monday of this machine's calendar. */
function nextMonday(): string {
  const day = new Date();
  day.setDate(day.getDate() + ((8 - day.getDay()) % 7 || 7));
  const pad = (n: number) => String(n).padStart(2, "0");
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}T09:00`;
}
