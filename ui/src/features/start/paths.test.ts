import { describe, expect, it } from "vitest";
import { namedFile, withoutPassword } from "./paths";

describe("a file's name and folder", () => {
  it.each([
    ["/home/maria/work/orders.baton", "orders", "/home/maria/work"],
    ["C:\\Users\\Maria\\orders.v2.db", "orders.v2", "C:\\Users\\Maria"],
    ["orders.sqlite", "orders", ""],
    ["/orders", "orders", ""],
    ["/srv/.baton", "/srv/.baton", "/srv"],
    ["postgres://desk@db.example:5432/baton", "baton", "desk@db.example/baton"],
    [
      "postgresql://db.example:6543/desk?sslmode=require&schema=care",
      "care",
      "db.example:6543/desk",
    ],
  ])("%s", (path, name, folder) => {
    expect(namedFile(path)).toEqual({ name, folder });
  });
});

describe("an address that was typed with a password", () => {
  it.each([
    ["postgres://ana:s%40cret@db.example/desk", "postgres://ana@db.example/desk", "s@cret"],
    [
      " postgres://ana@db.example/desk?schema=care ",
      "postgres://ana@db.example/desk?schema=care",
      "",
    ],
    ["postgresql://ana:100%@db.example/desk", "postgresql://ana@db.example/desk", "100%"],
  ])("%s", (typed, address, password) => {
    expect(withoutPassword(typed)).toEqual({ address, password });
  });
});
