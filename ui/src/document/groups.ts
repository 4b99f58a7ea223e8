/** Groups of boxes: who is in which, opening and closing them, joining and leaving. */
import type { Group, Placement } from "../platform";
import { boxOfSubject, placementId, recordOfBox } from "./boxes";
import { type Draft, put, remove, withFields } from "./drafts";
import type { Created, MemberBox } from "./edits";
import { boxOfPlacement, placementOf, type Regrouping } from "./places";
import { freshId, slug } from "./records";
import { type DocumentState, recordOf, recordsOf } from "./store";

/** A group around the boxes given, which keep their places. It comes where they were: in their group, if that is one. */
export function createGroup(
  state: DocumentState,
  topology: string,
  name: string,
  members: readonly MemberBox[],
): Created {
  const id = freshId(slug(name, "group"), (taken) => recordsOf(state, "group").has(taken));
  const keys = members.map(({ key }) => key);
  const outer = new Set(keys.map((key) => groupOf(state, topology, key)));
  const [parent] = outer.size === 1 ? outer : [null];
  const joined = regroup(state, topology, new Map(keys.map((key) => [key, id])));
  const group = withFields<Group>({ id, topology, name }, { parent });
  return { drafts: [put("group", group), ...joined], kind: "group", id };
}

/** Takes boxes into a group or out of all. */
export function regroup(state: DocumentState, topology: string, changes: Regrouping): Draft[] {
  return [...changes].flatMap(([key, group]) => {
    const { kind, id } = recordOfBox(key);
    if (groupOf(state, topology, key) === group) return [];
    const inner = recordOf(state, "group", kind === "group" ? id : null);
    if (inner) return [put("group", withFields(inner, { parent: group }))];
    const known: Placement = placementOf(state, topology, kind, id) ?? {
      id: placementId(topology, kind, id),
      topology,
      subject: { kind, id },
    };
    return [put("placement", withFields(known, { group }))];
  });
}

/** Dissolves groups: what they held comes into the groups around them. */
export function ungroup(
  state: DocumentState,
  topology: string,
  groups: readonly string[],
): Draft[] {
  const dissolved = new Set(groups);
  const outside = (group: string): string | null => {
    const parent = recordOf(state, "group", group)?.parent ?? null;
    return parent !== null && dissolved.has(parent) ? outside(parent) : parent;
  };
  const freed = new Map<string, string | null>();
  for (const group of groups)
    for (const key of directMembers(state, topology, group))
      if (!dissolved.has(groupIdOf(key) ?? "")) freed.set(key, outside(group));
  const gone = groups.flatMap((group) => {
    const place = placementOf(state, topology, "group", group);
    return [...(place ? [remove("placement", place.id)] : []), remove("group", group)];
  });
  return [...regroup(state, topology, freed), ...gone];
}

export function isCollapsed(state: DocumentState, topology: string, group: string): boolean {
  return placementOf(state, topology, "group", group)?.collapsed === true;
}

/** Opens or closes groups; those that are so already stay as they are. */
export function fold(
  state: DocumentState,
  topology: string,
  groups: readonly string[],
  collapsed: boolean,
): Draft[] {
  return groups.flatMap((group) => {
    if (isCollapsed(state, topology, group) === collapsed) return [];
    const known: Placement = placementOf(state, topology, "group", group) ?? {
      id: placementId(topology, "group", group),
      topology,
      subject: { kind: "group", id: group },
    };
    return [put("placement", withFields(known, { collapsed: collapsed || undefined }))];
  });
}

/** The group that a box is in, null for none. */
export function groupOf(state: DocumentState, topology: string, key: string): string | null {
  const { kind, id } = recordOfBox(key);
  if (kind === "group") return recordOf(state, "group", id)?.parent ?? null;
  return placementOf(state, topology, kind, id)?.group ?? null;
}

/** The groups around a group, the nearest first; each once, whatever the records say. */
export function groupsAround(state: DocumentState, group: string): string[] {
  const around = new Set<string>();
  let parent = recordOf(state, "group", group)?.parent ?? null;
  while (parent !== null && !around.has(parent)) {
    around.add(parent);
    parent = recordOf(state, "group", parent)?.parent ?? null;
  }
  return [...around];
}

/** The boxes that a group holds, directly or through inner groups; each once, whatever the records say. */
export function membersOf(state: DocumentState, topology: string, group: string): string[] {
  const found = new Set<string>();
  const visit = (id: string) => {
    for (const key of directMembers(state, topology, id)) {
      if (found.has(key) || key === `group:${group}`) continue;
      found.add(key);
      const inner = groupIdOf(key);
      if (inner !== null) visit(inner);
    }
  };
  visit(group);
  return [...found];
}

/** Those of `keys` that are in none of the groups among them. */
export function outermost(
  state: DocumentState,
  topology: string,
  keys: readonly string[],
): string[] {
  const along = new Set(
    keys.flatMap((key) => {
      const group = groupIdOf(key);
      return group === null ? [] : membersOf(state, topology, group);
    }),
  );
  return keys.filter((key) => !along.has(key));
}

/** Which box shows another one that lies in a collapsed group: the nearest such group that is drawn; null where none is. */
export function shownBy(
  key: string,
  parents: ReadonlyMap<string, string>,
  isClosed: (group: string) => boolean,
): string | null {
  const passed = new Set([key]);
  for (let at = parents.get(key); at !== undefined && !passed.has(at); at = parents.get(at)) {
    if (isClosed(at)) return at;
    passed.add(at);
  }
  return null;
}

/** The group of each box that has one, from the placements of a topology. */
export function parentsOf(
  placements: Iterable<{ readonly record: Placement }>,
  groups: Iterable<{
    readonly record: { readonly id: string; readonly parent?: string | null };
  }>,
  topology: string | null,
): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  for (const { record } of placements) {
    if (record.topology === topology && record.group)
      parents.set(boxOfSubject(record.subject), `group:${record.group}`);
  }
  for (const { record } of groups) {
    if (record.parent) parents.set(`group:${record.id}`, `group:${record.parent}`);
  }
  return parents;
}

export function groupIdOf(key: string): string | null {
  return key.startsWith("group:") ? key.slice("group:".length) : null;
}

function directMembers(state: DocumentState, topology: string, group: string): string[] {
  const members: string[] = [];
  for (const { record } of recordsOf(state, "placement").values())
    if (record.topology === topology && record.group === group && record.subject.kind !== "group")
      members.push(boxOfPlacement(record));
  for (const { record: inner } of recordsOf(state, "group").values())
    if (inner.topology === topology && inner.parent === group) members.push(`group:${inner.id}`);
  return members;
}
