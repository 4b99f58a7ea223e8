/** What travels: the contract and the version that is pinned, and in which form context goes along. */
import { useMemo } from "react";
import type { PickerOption } from "../../../components/picker";
import { useRecords } from "../../../document/store";
import type { ContextMode, Handoff, MessageType } from "../../../platform";
import { useIdOptions } from "../record/options";
import { RecordLink } from "../record/record-link";
import { ChoiceField } from "./choice-field";
import { orNone } from "./edit";
import { Frame } from "./frame";
import { HandoffSection } from "./handoff-section";
import { PickField } from "./pick-field";
import { TagField } from "./tag-field";
import { useTags } from "./use-tags";
import { newestPublished, versionsOf } from "./versions";
import { CONTEXT_MODES, MESSAGES, optionsOf } from "./words";

const CONTEXT_OPTIONS = optionsOf(CONTEXT_MODES);
const MESSAGE_OPTIONS = optionsOf(MESSAGES);

export function ContractSection({ handoff }: { readonly handoff: Handoff }) {
  const contracts = useIdOptions("contract");
  const tags = useTags();
  const versions = useVersions(handoff.contract);
  const { contract, version, context_mode = "typed" } = handoff;
  const all = useRecords("contract_version");
  const pinned = versions.find(({ value }) => value === version);
  const summary = contract
    ? [`${contract}@${version ?? "no version"}`, pinned?.note].filter(Boolean).join(", ")
    : "";
  return (
    <HandoffSection id="contract" summary={summary}>
      <Frame name="contract">
        {(id) => (
          <PickField
            id={id}
            value={contract ?? ""}
            none="No contract"
            options={contracts}
            change={(next) => (now) => ({
              contract: next || null,
              version: next === now.contract ? (now.version ?? null) : newestPublished(all, next),
            })}
            data-testid="inspector-contract"
          />
        )}
      </Frame>
      {contract && (
        <Frame name="version">
          {(id) => (
            <>
              <PickField
                id={id}
                value={version ?? ""}
                none="No version"
                options={versions}
                change={(next) => () => ({ version: next || null })}
                data-testid="inspector-version"
              />
              {version && (
                <RecordLink
                  subject={{ kind: "contract_version", id: `${contract}@${version}` }}
                  note={pinned?.note ?? "published"}
                />
              )}
            </>
          )}
        </Frame>
      )}
      <Frame name="message-type">
        {(id) => (
          <ChoiceField
            id={id}
            value={handoff.message_type ?? ""}
            none="Not said"
            options={MESSAGE_OPTIONS}
            change={(word) => () => ({ message_type: (word || null) as MessageType | null })}
          />
        )}
      </Frame>
      <Frame name="context-mode">
        {(id) => (
          <ChoiceField
            id={id}
            value={context_mode}
            options={CONTEXT_OPTIONS}
            change={(word) => () => ({
              context_mode: word === "typed" ? null : (word as ContextMode),
            })}
          />
        )}
      </Frame>
      <Frame name="required-capabilities" wide>
        {(id) => (
          <TagField
            id={id}
            tags={handoff.required_capabilities ?? []}
            suggestions={tags}
            placeholder="Tags beside those of the contract"
            change={(required) => () => ({ required_capabilities: orNone(required) })}
          />
        )}
      </Frame>
    </HandoffSection>
  );
}

/** The versions of a contract, newest first, with where each stands. */
function useVersions(contract: string | null | undefined): PickerOption[] {
  const all = useRecords("contract_version");
  return useMemo(() => (contract ? versionsOf(all, contract) : []), [all, contract]);
}
