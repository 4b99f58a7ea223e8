/** The number of a version: to be written while nobody can rely on it, said once it is published. */
import { useState } from "react";
import { FieldError } from "../../components/field-error";
import { InlineInput } from "../../components/inline-input";
import { useLock } from "../../document/lock";
import type { ContractVersion, ErrorReply } from "../../platform";
import { renumber } from "./perform";
import { sentence } from "./words";

export interface VersionNumberProps {
  readonly version: ContractVersion;
  readonly frozen: boolean;
}

export function VersionNumber({ version, frozen }: VersionNumberProps) {
  const locked = useLock() !== null;
  const [refusal, setRefusal] = useState<ErrorReply | null>(null);
  if (frozen) return <span className="mono">{version.version}</span>;
  const save = async (number: string) => {
    const error = await renumber(version, number);
    setRefusal(error);
    return error === null;
  };
  return (
    <span className="version-number">
      <InlineInput
        mono
        label="Number of this version"
        hint="Its number; it can be written anew until it is published"
        value={version.version}
        disabled={locked}
        data-testid="version-number"
        onCommit={save}
        onGiveUp={() => setRefusal(null)}
      />
      <FieldError>{refusal && [refusal.message, ...refusal.hints].map(sentence)}</FieldError>
    </span>
  );
}
