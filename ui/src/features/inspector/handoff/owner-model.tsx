/** The three ways to own a handoff, each with the teams that it means here. */
import { useMemo } from "react";
import {
  type DocumentState,
  nameOf,
  recordOf,
  recordsOf,
  useDocument,
} from "../../../document/store";
import type { Handoff, OwnerModel } from "../../../platform";
import { orNone } from "./edit";
import { useFrame } from "./frame";
import { queryOf } from "./target";
import { OWNER_MODELS } from "./words";

const MODELS = Object.keys(OWNER_MODELS) as OwnerModel[];

export function OwnerModelChoice({ handoff }: { readonly handoff: Handoff }) {
  const { send } = useFrame();
  const meant = useMeant(handoff);
  const choose = (model: OwnerModel | null) =>
    void send((now) => {
      const teams = model === null || meant[model].open ? [] : meant[model].teams;
      const owners = now.owners?.length ? now.owners : teams;
      return { owner_model: model, owners: orNone(owners) };
    });
  return (
    <div className="owner-models" role="radiogroup" aria-label="Owner model">
      {MODELS.map((model) => (
        <label key={model} className="owner-model">
          <input
            type="radio"
            name={`owner-model-${handoff.id}`}
            checked={handoff.owner_model === model}
            onChange={() => choose(model)}
            data-testid={`owner-model-${model}`}
          />
          <span className="owner-model__label">{OWNER_MODELS[model].label}</span>
          <span className="owner-model__help">{OWNER_MODELS[model].help}</span>
          <span className="owner-model__teams" dir="auto">
            {meant[model].words}
          </span>
        </label>
      ))}
      {handoff.owner_model && (
        <button type="button" className="handoff__quiet-link" onClick={() => choose(null)}>
          Not decided yet
        </button>
      )}
    </div>
  );
}

interface Meant {
  readonly teams: readonly string[];
  readonly words: string;
  /** One of the teams has to be chosen. */
  readonly open: boolean;
}

/** The teams that each model means for this handoff. */
function useMeant(handoff: Handoff): Readonly<Record<OwnerModel, Meant>> {
  const agents = useDocument((state) => recordsOf(state, "agent"));
  const teams = useDocument((state) => recordsOf(state, "team"));
  const { from, to } = handoff;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is read is in these two kinds.
  return useMemo(() => {
    const state = useDocument.getState();
    const names = (ids: readonly string[]) => ids.map((id) => nameOf(state, "team", id));
    const receiver = receivers(state, to);
    const sender = teamOf(state, from);
    const platform = [...teams.values()]
      .filter(({ record }) => record.platform)
      .map(({ record }) => record.id)
      .sort();
    const both = [...new Set([...sender, ...receiver])];
    return {
      downstream: {
        teams: receiver,
        open: false,
        words:
          names(receiver).join(", ") ||
          (queryOf(to) ? "The team of whoever takes it." : "The receiver has no team yet."),
      },
      platform: {
        teams: platform,
        open: platform.length > 1,
        words: names(platform).join(" or ") || "No team is marked as a platform team.",
      },
      joint: {
        teams: both,
        open: false,
        words:
          both.length > 1
            ? names(both).join(" and ")
            : "Needs two teams: the sender's and the receiver's.",
      },
    };
  }, [agents, teams, from, to]);
}

function receivers(state: DocumentState, to: Handoff["to"]): string[] {
  return typeof to === "string" ? teamOf(state, to) : [];
}

function teamOf(state: DocumentState, agent: string): string[] {
  const team = recordOf(state, "agent", agent)?.team;
  return team ? [team] : [];
}
