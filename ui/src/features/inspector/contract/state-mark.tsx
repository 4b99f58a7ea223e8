import type { ContractState } from "../../../platform";
import { phrase } from "../generated/words";

/** Where a contract version stands, in its colour. */
export function StateMark({ state }: { readonly state: ContractState }) {
  return <span className={`state-mark state-mark--${state}`}>{phrase(state)}</span>;
}
