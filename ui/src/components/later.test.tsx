import { act, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { later, readParts } from "./later";

function Panel({ name }: { readonly name: string }) {
  return <p>{name}</p>;
}

it("shows a part once its code was read, and at once from then on", async () => {
  let arrive = () => {};
  let asked = 0;
  const Part = later<{ readonly name: string }>(() => {
    asked += 1;
    return new Promise((resolve) => {
      arrive = () => resolve(Panel);
    });
  });
  const { unmount } = render(<Part name="Log" />);
  expect(screen.queryByText("Log")).toBeNull();
  await act(async () => arrive());
  expect(screen.getByText("Log").textContent).toBe("Log");
  unmount();
  render(<Part name="Settings" />);
  expect(screen.getByText("Settings").textContent).toBe("Settings");
  expect(asked).toBe(1);
});

it("reads all parts beforehand, and those that come with them", async () => {
  let Inner = Panel;
  const Outer = later(async () => {
    Inner = later(async () => Panel) as typeof Panel;
    return Panel;
  });
  await readParts();
  render(
    <>
      <Outer name="Rules" />
      <Inner name="Rule" />
    </>,
  );
  expect(screen.getByText("Rules").textContent).toBe("Rules");
  expect(screen.getByText("Rule").textContent).toBe("Rule");
});
