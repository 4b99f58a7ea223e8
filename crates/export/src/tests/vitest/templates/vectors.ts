// Written by Baton; what is changed here is lost with the next export.
/** What the tests expect. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Agreed {
  readonly contract: string;
  readonly version: string;
  readonly schema: unknown;
  readonly accepted: readonly { readonly name: string; readonly payload: unknown }[];
  readonly rejected: readonly {
    readonly name: string;
    readonly payload: unknown;
    readonly reason: string;
    readonly pointer: string | null;
    readonly rule: string | null;
  }[];
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly allowed: boolean }[];
}

export interface AtBoundary {
  readonly handoff: string;
  readonly now: number;
  readonly cases: readonly {
    readonly name: string;
    readonly steps: readonly {
      readonly message: unknown;
      readonly rejected: { readonly reason: string; readonly handler: unknown; readonly pointer: string | null } | null;
    }[];
  }[];
}

export interface Routing {
  readonly topology: string;
  readonly cases: readonly {
    readonly agent: string;
    readonly happened: Readonly<Record<string, unknown>>;
    readonly payload: unknown;
    readonly handoff: string | null;
  }[];
}

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The files of a folder of vectors. */
export function vectors<T>(name: "contracts" | "handoffs" | "routing"): T[] {
  const root = folder(`./vectors/${name}/`);
  if (!existsSync(root)) return [];
  const paths = readdirSync(root, { recursive: true }).map(String);
  return paths.filter((path) => path.endsWith(".json")).sort().map((path) => JSON.parse(readFileSync(root + path, "utf8")) as T);
}

/** The schema in `contracts/`, if that is exported too. */
export function exportedSchema({ contract, version }: Agreed): unknown {
  const path = folder(`../../contracts/${contract}/${version}/payload.schema.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** JSON pointers at which two values differ. */
export function differences(agreed: unknown, found: unknown, pointer = ""): string[] {
  if (typeof agreed !== "object" || typeof found !== "object" || agreed === null || found === null) return Object.is(agreed, found) ? [] : [pointer];
  if (Array.isArray(agreed) !== Array.isArray(found)) return [pointer];
  const [a, b] = [new Map(Object.entries(agreed)), new Map(Object.entries(found))];
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  // A module of JSON loses a member of this name; no guard lets it in.
  const kept = names.filter((name) => name !== "__proto__");
  return kept.flatMap((name) => a.has(name) && b.has(name) ? differences(a.get(name), b.get(name), `${pointer}/${name}`) : [`${pointer}/${name}`]);
}
