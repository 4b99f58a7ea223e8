/** The owning teams. */
import { Picker } from "../../../components/picker";
import type { Handoff } from "../../../platform";
import { useIdOptions } from "../record/options";
import { orNone } from "./edit";
import { useFrame } from "./frame";
import { NameTags } from "./name-tags";

export function OwnerList({ handoff }: { readonly handoff: Handoff }) {
  const { send } = useFrame();
  const teams = useIdOptions("team");
  const owners = handoff.owners ?? [];
  return (
    <>
      <NameTags
        names={owners.map((id) => ({
          key: id,
          name: teams.find(({ value }) => value === id)?.label ?? id,
        }))}
        onRemove={(id) =>
          void send((now) => ({ owners: orNone((now.owners ?? []).filter((one) => one !== id)) }))
        }
      />
      <Picker
        value=""
        aria-label="Add an owning team"
        placeholder="Add a team"
        options={teams.filter(({ value }) => !owners.includes(value))}
        onChange={(id) => void send((now) => ({ owners: [...(now.owners ?? []), id] }))}
        data-testid="inspector-add-owner"
      />
    </>
  );
}
