/** A policy in a line, and the words of its choices. */
import { formatDuration } from "../../../components/duration";
import type { Backoff, Breaker, OnReject, Policy } from "../../../platform";

export const BACKOFFS: Readonly<Record<Backoff, string>> = {
  none: "no",
  fixed: "fixed",
  exponential: "exponential",
};

export const REJECTS: Readonly<Record<OnReject, string>> = {
  fallback: "the first fallback",
  return_to_sender: "back to the sender",
  dead_letter: "the dead letter queue",
  fallback_owner: "the fallback owner",
};

/** The breaker that is offered: open after more repeats than two, as loops are killed elsewhere. */
export const USUAL_BREAKER: Breaker = { threshold: 2, window_seconds: 600, reset_seconds: 300 };

/** For example: 8 s, 2 retries, 3 passes, breaker, boundary validation. Empty where nothing is set. */
export function policyWords(policy: Policy): string {
  const { timeout_ms, retries, loop_limit, breaker } = policy;
  const parts = [
    timeout_ms != null && formatDuration(timeout_ms, "ms"),
    retries && `${retries} ${retries === 1 ? "retry" : "retries"}`,
    loop_limit != null && `${loop_limit} ${loop_limit === 1 ? "pass" : "passes"}`,
    breaker && "breaker",
    policy.on_reject && `rejected: ${REJECTS[policy.on_reject]}`,
    policy.dead_letter && "dead letter",
    policy.acknowledge && "acknowledged",
    policy.rollback && "rolled back",
    policy.boundary_validation && "boundary validation",
    policy.idempotent_by === "handoff_id" && "idempotent",
    policy.resync && "resync",
  ];
  return parts.filter(Boolean).join(", ");
}
