import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { Picker } from "./picker";

const OPTIONS = [
  { value: "care", label: "Customer Care" },
  { value: "money", label: "Money", note: "billing" },
  { value: "ops", label: "Operations" },
];

beforeEach(() => {
  Element.prototype.scrollIntoView = () => {};
});

function open(props: Partial<Parameters<typeof Picker>[0]> = {}) {
  const onChange = vi.fn();
  render(<Picker aria-label="Team" value="" options={OPTIONS} onChange={onChange} {...props} />);
  return { user: userEvent.setup(), onChange, field: screen.getByRole("combobox") };
}
const shown = () => screen.queryAllByRole("option").map((row) => row.textContent);

it("finds by words of name, note and id, and takes the marked one", async () => {
  const { user, onChange, field } = open();
  await user.type(field, "bill");
  expect(shown()).toEqual(["Moneybilling"]);
  await user.keyboard("{Enter}");
  expect(onChange).toHaveBeenCalledWith("money");
  expect(screen.queryByRole("listbox")).toBeNull();
});

it("moves with the arrows and round the ends", async () => {
  const { user, onChange, field } = open();
  await user.click(field);
  await user.keyboard("{ArrowUp}{Enter}");
  expect(onChange).toHaveBeenCalledWith("ops");
});

it("gives up on Escape and shows what was chosen", async () => {
  const { user, onChange, field } = open({ value: "care" });
  await user.type(field, "mon{Escape}");
  expect(field).toHaveProperty("value", "Customer Care");
  expect(onChange).not.toHaveBeenCalled();
});

it("can be emptied only where that means something", async () => {
  const { user, onChange, field } = open({ value: "care", none: "Nobody" });
  await user.click(field);
  await user.click(screen.getByRole("option", { name: "Nobody" }));
  expect(onChange).toHaveBeenCalledWith("");
});

it("offers to create what nobody knows", async () => {
  const onCreate = vi.fn();
  const { user, field } = open({ onCreate });
  await user.type(field, "Legal");
  await user.keyboard("{Enter}");
  expect(onCreate).toHaveBeenCalledWith("Legal");
});

it("says where there is nothing to choose how one is made", async () => {
  const { user, field } = open({ options: [], onCreate: vi.fn() });
  await user.click(field);
  expect(screen.getByText("There is none yet: type a name to create one.")).toBeTruthy();
});

it("names how many more there are", async () => {
  const many = Array.from({ length: 5000 }, (_, i) => ({ value: `a${i}`, label: `Agent ${i}` }));
  const { user, field } = open({ options: many });
  await user.click(field);
  expect(shown()).toHaveLength(60);
  expect(screen.getByText("4940 more: type to narrow them down.")).toBeTruthy();
});
