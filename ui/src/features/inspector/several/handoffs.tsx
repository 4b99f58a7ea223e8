/** The fields that several handoffs can be given at once. */
import { useMemo } from "react";
import { useRecords } from "../../../document/store";
import type { Criticality, Handoff, HandoffMode, OwnerModel } from "../../../platform";
import { newestPublished, versionsOf } from "../handoff/versions";
import { CRITICALITIES, MODES, OWNER_MODELS, optionsOf } from "../handoff/words";
import { useIdOptions } from "../record/options";
import { Section } from "../section";
import { editAll, type Fields } from "./edit-all";
import { SeveralPolicies } from "./policies";
import { membersOf, sharedOf, withMember, withoutMember } from "./shared";
import { SharedChoice } from "./shared-choice";
import { SharedField } from "./shared-field";
import { SharedList } from "./shared-list";
import { SharedPicker } from "./shared-picker";

const MODE_OPTIONS = optionsOf(MODES);
const CRITICALITY_OPTIONS = optionsOf(CRITICALITIES);
const MODEL_OPTIONS = Object.entries(OWNER_MODELS).map(([value, { label }]) => ({ value, label }));

export function SeveralHandoffs({ ids }: { readonly ids: readonly string[] }) {
  const all = useRecords("handoff");
  const versions = useRecords("contract_version");
  const teams = useIdOptions("team");
  const contracts = useIdOptions("contract");
  const paths = useIdOptions("escalation_path");
  const handoffs = useMemo(() => ids.flatMap((id) => all.get(id)?.record ?? []), [ids, all]);
  const set = (change: (handoff: Handoff) => Fields<Handoff>) => editAll("handoff", ids, change);
  const contract = sharedOf(handoffs, (one) => one.contract ?? "");
  return (
    <Section
      name="several.handoffs"
      title={`${ids.length} ${ids.length === 1 ? "handoff" : "handoffs"}`}
    >
      <SharedField label="Mode">
        {(id, send) => (
          <SharedChoice
            id={id}
            shared={sharedOf(handoffs, ({ mode }) => mode ?? "transfer")}
            options={MODE_OPTIONS}
            onChange={(mode) => void send(set(() => ({ mode: mode as HandoffMode })))}
            data-testid="several-mode"
          />
        )}
      </SharedField>
      <SharedField label="Criticality">
        {(id, send) => (
          <SharedChoice
            id={id}
            shared={sharedOf(handoffs, ({ criticality }) => criticality ?? "medium")}
            options={CRITICALITY_OPTIONS}
            onChange={(word) =>
              void send(
                set(() => ({ criticality: word === "medium" ? null : (word as Criticality) })),
              )
            }
            data-testid="several-criticality"
          />
        )}
      </SharedField>
      <SharedField label="Contract">
        {(id, send) => (
          <SharedPicker
            id={id}
            shared={contract}
            none="No contract"
            options={contracts}
            onChange={(next) =>
              void send(
                set((now) => ({
                  contract: next || null,
                  version:
                    next === now.contract ? (now.version ?? null) : newestPublished(versions, next),
                })),
              )
            }
            data-testid="several-contract"
          />
        )}
      </SharedField>
      {!contract.mixed && contract.value !== "" && (
        <SharedField label="Version">
          {(id, send) => (
            <SharedPicker
              id={id}
              shared={sharedOf(handoffs, ({ version }) => version ?? "")}
              none="No version"
              options={versionsOf(versions, contract.value)}
              onChange={(version) => void send(set(() => ({ version: version || null })))}
              data-testid="several-version"
            />
          )}
        </SharedField>
      )}
      <SharedField label="Owner model">
        {(id, send) => (
          <SharedChoice
            id={id}
            shared={sharedOf(handoffs, ({ owner_model }) => owner_model ?? "")}
            none="Not decided"
            options={MODEL_OPTIONS}
            onChange={(word) =>
              void send(set(() => ({ owner_model: (word || null) as OwnerModel | null })))
            }
            data-testid="several-owner-model"
          />
        )}
      </SharedField>
      <SharedField label="Owners" wide>
        {(id, send) => (
          <SharedList
            id={id}
            of={handoffs.length}
            members={membersOf(handoffs, ({ owners }) => owners)}
            options={teams}
            placeholder="Add a team to all"
            onAdd={(team) => void send(set((now) => ({ owners: withMember(now.owners, team) })))}
            onRemove={(team) =>
              void send(set((now) => ({ owners: withoutMember(now.owners, team) })))
            }
            data-testid="several-owners"
          />
        )}
      </SharedField>
      <SharedField label="Escalation path">
        {(id, send) => (
          <SharedPicker
            id={id}
            shared={sharedOf(handoffs, ({ escalation_path }) => escalation_path ?? "")}
            none="None yet"
            options={paths}
            onChange={(path) => void send(set(() => ({ escalation_path: path || null })))}
            data-testid="several-escalation"
          />
        )}
      </SharedField>
      <SeveralPolicies handoffs={handoffs} set={set} />
    </Section>
  );
}
