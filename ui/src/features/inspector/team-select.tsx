/** The owning team, or a new one by its name. */
import { Plus } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../../components/button";
import { Select, TextInput } from "../../components/field";
import { type Draft, put } from "../../document/drafts";
import { ownerIndex } from "../../document/owners";
import { freshId, slug } from "../../document/records";
import { recordsOf, useDocument } from "../../document/store";
import { ownerStyle } from "../shell/owner";
import { useIdOptions } from "./record/options";

export interface TeamSelectProps {
  readonly id?: string;
  readonly value: string;
  /** A new team comes with the edit that creates it. */
  readonly onChange: (team: string | null, created: Draft[]) => void;
  readonly "data-testid"?: string;
}

export function TeamSelect({ value, onChange, ...rest }: TeamSelectProps) {
  const teams = useIdOptions("team");
  const colour = useDocument((state) => ownerIndex(state, value));
  const [naming, setNaming] = useState(false);
  if (naming) {
    return (
      <TextInput
        value=""
        placeholder="Name of the new team"
        aria-label="Name of the new team"
        onCommit={(name) => {
          setNaming(false);
          const id = freshId(slug(name, "team"), (taken) =>
            recordsOf(useDocument.getState(), "team").has(taken),
          );
          onChange(id, [put("team", { id, name })]);
        }}
      />
    );
  }
  return (
    <div className="team-select">
      <span className="team-select__dot" style={ownerStyle(colour)} aria-hidden />
      <Select
        value={value}
        none="Nobody yet"
        options={teams}
        onChange={(team) => onChange(team || null, [])}
        {...rest}
      />
      <IconButton icon={Plus} label="New team" size={14} onClick={() => setNaming(true)} />
    </div>
  );
}
