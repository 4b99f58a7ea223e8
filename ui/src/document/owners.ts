/** Teams as owners on a drawing. */
import { type DocumentState, recordsOf } from "./store";

/** The colour of each team: its place among all teams, so that it stays the same in every drawing. */
export function ownerIndex(state: DocumentState, team: string | null | undefined): number | null {
  return (team ? ownerPlaces(state).get(team) : undefined) ?? null;
}

let places: { teams: unknown; byTeam: ReadonlyMap<string, number> } | null = null;

function ownerPlaces(state: DocumentState): ReadonlyMap<string, number> {
  const teams = recordsOf(state, "team");
  if (places?.teams !== teams) {
    const byTeam = new Map([...teams.keys()].sort().map((team, place) => [team, place]));
    places = { teams, byTeam };
  }
  return places.byTeam;
}
