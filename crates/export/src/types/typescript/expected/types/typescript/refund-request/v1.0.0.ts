// Refund request 1.0.0: the types of its payload.
//
// Written by Baton; what is changed here is lost with the next export.

import {
  type Check,
  type Problem,
  checked,
  literals,
  number,
  problemsOf,
  record,
  required,
  text,
} from "../checks.js";

export interface RefundRequest {
  readonly amount: Money;
  readonly order: string;
}

export interface Money {
  readonly currency: MoneyCurrency;
  readonly value: number;
}

export type MoneyCurrency = "EUR" | "CHF";

const isMoneyCurrency: Check = literals("EUR", "CHF");

const isMoney: Check = record([
  required("currency", isMoneyCurrency),
  required("value", number({ above: 0 })),
]);

const isRefundRequest: Check = record([
  required("amount", isMoney),
  required("order", text()),
]);

/** Every problem of a value that should be `RefundRequest`; none where it is. */
export function problemsOfRefundRequest(value: unknown): Problem[] {
  return problemsOf(isRefundRequest, value);
}

/** The value as `RefundRequest`; throws a `TypeError` that names the first problem. */
export function parseRefundRequest(value: unknown): RefundRequest {
  return checked(isRefundRequest, value);
}
