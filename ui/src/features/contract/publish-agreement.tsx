/** Who has to agree before a version is published, and going on without their word. */
import { ChevronRight } from "lucide-react";
import { useMemo } from "react";
import { Button } from "../../components/button";
import { Field, Select } from "../../components/field";
import { useRecords } from "../../document/store";
import type { Clearance, ContractVersion, Rehearsal, Team } from "../../platform";
import { showPage } from "../registry/places";
import { listed, sentence } from "./words";

/** A platform team goes on without everybody's word. */
export interface Overriding {
  readonly reason: string;
  /** The one that decides; the first where none was chosen. */
  readonly team: string | null;
}

export interface AgreementProps {
  readonly version: ContractVersion;
  readonly rehearsal: Rehearsal;
  readonly overriding: Overriding;
  readonly onOverriding: (overriding: Overriding) => void;
}

export function Agreement({ version, rehearsal, overriding, onOverriding }: AgreementProps) {
  const { clearance, notes } = rehearsal;
  const teams = useRecords("team");
  const nameOf = (id: string) => teams.get(id)?.record.name ?? id;
  // While nobody ever asked for a review in this registry nobody is waited for, which a note says.
  const waits = !GOES_ON.has(clearance.state) && notes.length === 0;
  return (
    <section className="act__part" aria-label="Who has to agree">
      <h3>Who has to agree</h3>
      <p data-testid="publish-review">
        {notes.length > 0 ? notes.map(sentence).join(" ") : STANDS[clearance.state]}
        {waits && clearance.state === "waiting" && ` ${listed(clearance.teams.map(nameOf))}.`}
      </p>
      {waits && (
        <>
          <Button look="plain" className="act__go" onClick={() => showReview(version.id)}>
            Go to its review
          </Button>
          <Override overriding={overriding} onOverriding={onOverriding} />
        </>
      )}
    </section>
  );
}

const GOES_ON: ReadonlySet<Clearance["state"]> = new Set(["not_needed", "approved", "overridden"]);

const STANDS: Record<Clearance["state"], string> = {
  not_needed: "Nobody else: no two teams own a side of it.",
  approved: "Everybody who was asked agreed to exactly this.",
  waiting: "These teams have not agreed yet:",
  stale: "This is not what was reviewed: it was changed since, or gets another number. Ask again.",
  rejected: "A team objected.",
  overridden: "A platform team decided to go on without everybody's word.",
};

/** The version's page, at what the teams say about it. */
function showReview(id: string): void {
  showPage({ kind: "contract_version", id });
  requestAnimationFrame(() =>
    document.querySelector("[data-testid='review']")?.scrollIntoView({ block: "start" }),
  );
}

/** The teams that may decide for others. */
export function usePlatformTeams(): readonly Team[] {
  const teams = useRecords("team");
  return useMemo(
    () => [...teams.values()].flatMap(({ record }) => (record.platform === true ? [record] : [])),
    [teams],
  );
}

type OverrideProps = Pick<AgreementProps, "overriding" | "onOverriding">;

function Override({ overriding, onOverriding }: OverrideProps) {
  const { reason, team } = overriding;
  const platforms = usePlatformTeams();
  if (platforms.length === 0)
    return (
      <p className="inspector__hint">
        A platform team could go on without them, but no team is marked as one.
      </p>
    );
  return (
    <details className="act__override">
      <summary>
        <ChevronRight size={12} className="fold-mark" aria-hidden />
        Go on without everybody's word
      </summary>
      <div className="act__body">
        <p className="inspector__hint">
          A platform team may. It is recorded with its name and this reason, and the teams are told.
        </p>
        <Field label="Reason" tall>
          {(id) => (
            <textarea
              id={id}
              className="input"
              rows={2}
              dir="auto"
              placeholder="Why it cannot wait"
              data-testid="override-reason"
              value={reason}
              onChange={({ target }) => onOverriding({ ...overriding, reason: target.value })}
            />
          )}
        </Field>
        <Field label="Platform team">
          {(id) => (
            <Select
              id={id}
              value={team ?? platforms[0]?.id ?? ""}
              options={platforms.map(({ id: value, name }) => ({ value, label: name }))}
              onChange={(chosen) => onOverriding({ ...overriding, team: chosen })}
            />
          )}
        </Field>
      </div>
    </details>
  );
}
