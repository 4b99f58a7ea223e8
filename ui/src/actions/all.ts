/** Every action of the window. */
import { type Action, matches } from "./action";
import { ADD_ACTIONS } from "./add";
import { ARRANGE_ACTIONS } from "./arrange";
import { CONTRACT_ACTIONS } from "./contract";
import { COORDINATE_ACTIONS } from "./coordinate";
import { EDIT_ACTIONS } from "./edit";
import { FILE_ACTIONS } from "./file";
import { GO_ACTIONS } from "./go";
import { HANDOFF_ACTIONS } from "./handoff";
import { JUDGE_ACTIONS } from "./judge";
import { OWN_ACTIONS } from "./own";
import { PICTURE_ACTIONS } from "./picture";
import { PROGRAM_ACTIONS } from "./program";
import { PROTOCOL_ACTIONS } from "./protocol";
import { RULE_ACTIONS } from "./rules";
import { SIMULATE_ACTIONS } from "./simulate";
import { VIEW_ACTIONS } from "./view";

export const ACTIONS: readonly Action[] = [
  ...FILE_ACTIONS,
  ...EDIT_ACTIONS,
  ...ADD_ACTIONS,
  ...HANDOFF_ACTIONS,
  ...ARRANGE_ACTIONS,
  ...CONTRACT_ACTIONS,
  ...VIEW_ACTIONS,
  ...JUDGE_ACTIONS,
  ...OWN_ACTIONS,
  ...COORDINATE_ACTIONS,
  ...PROTOCOL_ACTIONS,
  ...RULE_ACTIONS,
  ...SIMULATE_ACTIONS,
  ...PICTURE_ACTIONS,
  ...GO_ACTIONS,
  ...PROGRAM_ACTIONS,
];

const BY_ID = new Map(ACTIONS.map((action) => [action.id, action]));

export function action(id: string): Action {
  const found = BY_ID.get(id);
  if (!found) throw new Error(`There is no action ${id}.`);
  return found;
}

/** All keys of an action, the one that is shown first. */
export function keysFor({ shortcut, alsoKeys = [] }: Action): readonly string[] {
  return shortcut ? [shortcut, ...alsoKeys] : alsoKeys;
}

export function actionFor(press: Parameters<typeof matches>[1]): Action | undefined {
  return ACTIONS.find((each) => keysFor(each).some((keys) => matches(keys, press)));
}
