/** What follows from a file and only people decide: an agent that is gone from it may be retired, a handoff deleted. */
import { useState } from "react";
import { Button } from "../../components/button";
import { Words } from "../../components/words";
import { commit } from "../../document/commit";
import type { Draft } from "../../document/drafts";
import type { ImportProposal } from "../../platform";

/** Shown at first. */
const SHOWN = 20;

export function ImportProposals({ proposals }: { readonly proposals: readonly ImportProposal[] }) {
  const [decided, setDecided] = useState<ReadonlySet<ImportProposal>>(new Set());
  const [all, setAll] = useState(false);
  if (proposals.length === 0) return null;
  const open = proposals.filter((proposal) => !decided.has(proposal));
  const decide = async (proposal: ImportProposal) => {
    if (await commit([draftOf(proposal)])) setDecided(new Set([...decided, proposal]));
  };
  return (
    <section className="import__part" aria-label="For you to decide">
      <h3 className="dock-heading">
        For you to decide <span className="import__count">{open.length}</span>
      </h3>
      {open.length === 0 && <p className="muted">All of it is decided.</p>}
      <ul className="import__proposals">
        {(all ? open : open.slice(0, SHOWN)).map((proposal) => (
          <li key={`${proposal.edit.kind}:${proposal.edit.id}`}>
            <p>
              <Words text={proposal.message} />
            </p>
            <Button onClick={() => void decide(proposal)}>
              {proposal.edit.op === "delete" ? "Delete" : "Retire"}
              <span className="visually-hidden"> {proposal.edit.id}</span>
            </Button>
          </li>
        ))}
      </ul>
      {!all && open.length > SHOWN && (
        <Button look="quiet" onClick={() => setAll(true)}>
          Show all {open.length}
        </Button>
      )}
    </section>
  );
}

function draftOf({ edit }: ImportProposal): Draft {
  if (edit.op === "delete") return { op: "delete", kind: edit.kind, id: edit.id };
  return { op: "put", kind: edit.kind, id: edit.id, record: edit.record };
}
