/** The teams that are told when a version is published, each with the reason. */
import { Bell } from "lucide-react";
import type { Told } from "../../platform";

export function ToldTeams({ told }: { readonly told: readonly Told[] }) {
  return (
    <section className="act__part" aria-label="Who is told" data-testid="publish-told">
      <h3>Who is told</h3>
      {told.length === 0 ? (
        <p className="inspector__hint">Nobody: nothing that a team owns breaks by it.</p>
      ) : (
        <ul className="act__list">
          {told.map(({ team, name, text }) => (
            <li key={team}>
              <Bell size={14} aria-hidden />
              <span>
                <b>{name}</b> hears that it is hit: <q>{text}</q>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
