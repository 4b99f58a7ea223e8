import { describe, expect, it } from "vitest";
import { namedFile } from "./paths";

describe("a file's name and folder", () => {
  it.each([
    ["/home/maria/work/orders.baton", "orders", "/home/maria/work"],
    ["C:\\Users\\Maria\\orders.v2.db", "orders.v2", "C:\\Users\\Maria"],
    ["orders.sqlite", "orders", ""],
    ["/orders", "orders", ""],
    ["/srv/.baton", "/srv/.baton", "/srv"],
    ["postgres://desk@db.example/baton", "baton", "postgres://desk@db.example"],
  ])("%s", (path, name, folder) => {
    expect(namedFile(path)).toEqual({ name, folder });
  });
});
