/** A list of words. */
import { TagInput } from "../../../components/tag-input";
import type { Change } from "./edit";
import { useFrame } from "./frame";

export interface TagFieldProps {
  readonly id?: string;
  readonly tags: readonly string[];
  readonly suggestions?: readonly string[];
  readonly placeholder?: string;
  readonly change: (tags: string[]) => Change;
  readonly "data-testid"?: string;
}

export function TagField({ change, ...rest }: TagFieldProps) {
  const { send } = useFrame();
  return <TagInput {...rest} onCommit={(tags) => void send(change(tags))} />;
}
