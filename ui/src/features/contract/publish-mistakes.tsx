/** What contradicts itself in a version, which keeps it from being published. */
import { CircleX } from "lucide-react";
import type { ContractCheck } from "../../platform";

export function Mistakes({ check }: { readonly check: ContractCheck }) {
  const mistakes = check.problems.filter(({ level }) => level === "error");
  if (mistakes.length === 0) return null;
  return (
    <section className="act__part" aria-label="To be mended" data-testid="publish-mistakes">
      <h3>To be mended first</h3>
      <ul className="act__list">
        {mistakes.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <CircleX size={14} className="tone--bad" aria-hidden />
            <span>
              {message} <span className="act__place mono">{path}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
