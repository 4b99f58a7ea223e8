import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { InlineInput } from "./inline-input";

function field(
  value: string,
  onCommit = vi.fn((_text: string, _since?: number): Promise<boolean> => Promise.resolve(true)),
) {
  const props = { label: "Bus", onCommit, stamp: () => 7 };
  const view = render(<InlineInput value={value} {...props} />);
  const input = screen.getByLabelText<HTMLInputElement>("Bus");
  const becomes = (next: string) => view.rerender(<InlineInput value={next} {...props} />);
  return { input, onCommit, becomes, user: userEvent.setup() };
}

it("commits once on Enter and keeps the focus", async () => {
  const { input, onCommit, becomes, user } = field("nats");
  await user.clear(input);
  await user.type(input, "kafka{Enter}");
  expect(onCommit.mock.calls).toEqual([["kafka", undefined]]);
  expect(document.activeElement).toBe(input);
  becomes("kafka");
  await user.tab();
  expect(onCommit).toHaveBeenCalledTimes(1);
});

it("commits on blur, and not at all where nothing changed", async () => {
  const { input, onCommit, user } = field("nats");
  await user.type(input, "2");
  await user.tab();
  expect(onCommit.mock.calls).toEqual([["nats2", undefined]]);
  await user.click(input);
  await user.tab();
  expect(onCommit).toHaveBeenCalledTimes(1);
});

it("gives the text up on Escape", async () => {
  const { input, onCommit, user } = field("nats");
  await user.type(input, "xyz{Escape}");
  expect(input.value).toBe("nats");
  await user.tab();
  expect(onCommit).not.toHaveBeenCalled();
});

it("keeps what is typed when the value changes meanwhile, and says since when", async () => {
  const { input, onCommit, becomes, user } = field("nats");
  await user.type(input, "-io");
  act(() => becomes("kafka"));
  expect(input.value).toBe("nats-io");
  expect(document.activeElement).toBe(input);
  await user.keyboard("{Enter}");
  expect(onCommit.mock.calls).toEqual([["nats-io", 7]]);
});

it("takes other values while nobody types", () => {
  const { input, becomes } = field("nats");
  act(() => becomes("kafka"));
  expect(input.value).toBe("kafka");
});

it("leaves a refused text standing until it is mended or given up", async () => {
  const onCommit = vi.fn(async () => false);
  const { input, user } = field("nats", onCommit);
  await user.type(input, "!{Enter}");
  expect(input.value).toBe("nats!");
  expect(input.getAttribute("aria-invalid")).toBe("true");
  await user.tab();
  expect(onCommit).toHaveBeenCalledTimes(1);
  await user.click(input);
  await user.keyboard("{Escape}");
  expect(input.value).toBe("nats");
  expect(input.getAttribute("aria-invalid")).toBeNull();
});

it("goes on from its own commit when typing goes on meanwhile", async () => {
  let finish = (_kept: boolean) => {};
  const onCommit = vi.fn(
    (_text: string, _since?: number) => new Promise<boolean>((done) => (finish = done)),
  );
  const { input, becomes, user } = field("nats", onCommit);
  await user.type(input, "1{Enter}");
  await user.type(input, "2");
  becomes("nats1");
  await act(async () => finish(true));
  expect(input.value).toBe("nats12");
  await user.keyboard("{Enter}");
  expect(onCommit.mock.calls).toEqual([
    ["nats1", undefined],
    ["nats12", undefined],
  ]);
});
