/** Says that an earlier state is shown, steps through others, and leads back or restores it. */
import { ChevronLeft, ChevronRight, History } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, IconButton } from "../../components/button";
import { Switch } from "../../components/field";
import { pastWords } from "../../document/past";
import { type HistoryEntry, platform } from "../../platform";
import { session, useSession } from "../../session/store";
import { ago } from "./ago";
import { backToNow, viewPast } from "./past";
import "./history.css";

export function PastBanner() {
  const past = useSession((state) => state.past);
  return past === null ? null : <Banner past={past} />;
}

/** A state is read only once the hand rests: each is as large as the registry. */
const REST_MS = 160;
const FIRST = 1;

function Banner({ past }: { readonly past: number }) {
  const { head, entry } = usePlace(past);
  const [wanted, setWanted] = useState(past);
  useEffect(() => setWanted(past), [past]);
  useEffect(() => {
    if (wanted === past) return;
    const timer = setTimeout(() => void viewPast(wanted), REST_MS);
    return () => clearTimeout(timer);
  }, [wanted, past]);
  const edit = useSession(({ pastEdit }) => (pastEdit?.revision === wanted ? pastEdit : null));
  const marked = useSession((state) => state.pastMarked);
  const last = Math.max(head, past);
  const step = (by: number) => setWanted((n) => Math.max(FIRST, Math.min(last, n + by)));
  return (
    <section className="past" aria-label="Earlier state" data-testid="past-banner">
      <History size={16} aria-hidden />
      <p className="past__words">
        <strong>You are looking at revision {wanted}</strong>
        {entry && (wanted === head ? ", the present one" : ` of ${head}`)}
        {entry && entry.revision === wanted && (
          <>
            , <time title={new Date(entry.at).toLocaleString()}>{agoOf(entry)}</time>, by{" "}
            {entry.author}
          </>
        )}
        . Nothing can be changed here.
        {edit && (
          <span className="past__edit" data-testid="past-edit">
            This edit: {pastWords(edit)}.
          </span>
        )}
      </p>
      {edit && (
        <Switch
          label="Mark what it changed"
          checked={marked}
          data-testid="past-marks"
          onChange={(on) => session.set({ pastMarked: on })}
        />
      )}
      <div className="past__scrub">
        <IconButton
          icon={ChevronLeft}
          label="The edit before"
          data-testid="past-before"
          disabled={wanted <= FIRST}
          onClick={() => step(-1)}
        />
        <input
          type="range"
          aria-label="Revision"
          aria-valuetext={`Revision ${wanted} of ${last}`}
          data-testid="past-scrubber"
          min={FIRST}
          max={last}
          value={wanted}
          onChange={(event) => setWanted(event.target.valueAsNumber)}
        />
        <IconButton
          icon={ChevronRight}
          label="The edit after"
          data-testid="past-after"
          disabled={wanted >= last}
          onClick={() => step(1)}
        />
      </div>
      <div className="past__choices">
        <Button
          data-testid="past-restore"
          disabled={wanted !== past || past === head}
          onClick={() => session.show({ show: "rewind", revision: past })}
        >
          Restore this state…
        </Button>
        <Button look="primary" data-testid="past-leave" onClick={() => void backToNow()}>
          Back to now
        </Button>
      </div>
    </section>
  );
}

function agoOf(entry: HistoryEntry): string {
  return ago(Date.parse(entry.at), Date.now());
}

interface Place {
  /** The newest revision. */
  readonly head: number;
  /** The edit that made the state; null until it is known. */
  readonly entry: HistoryEntry | null;
}

function usePlace(past: number): Place {
  const [place, setPlace] = useState<Place>({ head: past, entry: null });
  useEffect(() => {
    let current = true;
    Promise.all([platform().history(1), platform().history(1, past + 1)]).then(
      ([newest, made]) =>
        current && setPlace({ head: newest[0]?.revision ?? past, entry: made[0] ?? null }),
      // The banner says less then; the state is shown all the same.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [past]);
  return place;
}
