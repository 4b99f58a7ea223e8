/** A risk as a number and a bar of its length. */
import { riskTone, riskWords } from "./words";
import "./figures.css";

export function RiskFigure({ risk }: { readonly risk: number }) {
  return (
    <span className={`risk risk--${riskTone(risk)}`}>
      <span className="risk__number">{riskWords(risk)}</span>
      <Bar share={risk / 100} />
    </span>
  );
}

/** A bar that is as long as a share of 0 to 1; the number stands beside it. */
export function Bar({ share }: { readonly share: number }) {
  const length = Math.max(0, Math.min(1, share));
  return (
    <svg className="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden>
      <rect className="bar__all" width="100" height="6" />
      <rect className="bar__part" width={length * 100} height="6" />
    </svg>
  );
}
