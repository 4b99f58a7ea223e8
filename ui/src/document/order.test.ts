import { expect, it } from "vitest";
import { compareNames } from "./order";

it.each([
  [
    ["Billing 10", "Billing 9", "billing 1"],
    ["billing 1", "Billing 9", "Billing 10"],
  ],
  [
    ["Zug", "École", "abc", "Übergabe"],
    ["abc", "École", "Übergabe", "Zug"],
  ],
  [
    ["受付", "", "A"],
    ["", "A", "受付"],
  ],
])("orders %j", (names, expected) => {
  expect([...names].sort(compareNames)).toEqual(expected);
});
