import { expect, it } from "vitest";
import { piecesOf, placeholderOf } from "./template";

it.each<[string, string | null]>([
  ["/order_id", "{{ payload.order_id }}"],
  ["/amount/value", "{{ payload.amount.value }}"],
  ["/ship-to/zip code", '{{ payload["ship-to"]["zip code"] }}'],
  ["/a~1b", '{{ payload["a/b"] }}'],
  ["/lines/*/sku", null],
  ["", null],
])("the field at %j is %j", (pointer, placeholder) => {
  expect(placeholderOf(pointer)).toBe(placeholder);
});

it.each<[string, string]>([
  ["", ""],
  ["Pay it back", "Pay it back"],
  [
    "Order {{ payload.order_id }}: {{payload.amount.value}} EUR",
    "Order <order_id>: <amount.value> EUR",
  ],
  ["{{ payload.lines | length }} lines", "<lines | length> lines"],
  ["Half {{ open", "Half {{ open"],
])("%j is read as %j", (template, read) => {
  const text = piecesOf(template).map((piece) => (piece.isField ? `<${piece.text}>` : piece.text));
  expect(text.join("")).toBe(read);
});
