/** Surfaces of the registry that are about more than the fields of one record. */
export type RegistryDesk =
  /** What the person on call sees of a handoff; being written or being read. */
  | { readonly show: "runbook"; readonly handoff: string; readonly writing: boolean }
  /** Who is called when. */
  | { readonly show: "on-call" }
  /** Which version of every agent runs where. */
  | { readonly show: "deployments" }
  /** The shared vocabulary. */
  | { readonly show: "capabilities" };
