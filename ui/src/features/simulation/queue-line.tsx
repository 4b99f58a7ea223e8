/** How many wait over time, as a small line. */
import type { LoadMoment } from "../../platform";
import { count } from "./load-words";

export interface QueueLineProps {
  readonly series: readonly LoadMoment[];
  /** Steps that are warm-up. */
  readonly warmUp: number;
}

const WIDTH = 100;
const HEIGHT = 20;

export function QueueLine({ series, warmUp }: QueueLineProps) {
  const most = Math.max(...series.map(({ queue }) => queue));
  if (series.length < 2 || most <= 0) return null;
  const step = WIDTH / (series.length - 1);
  const points = series.map(
    ({ queue }, i) => `${(i * step).toFixed(2)},${(HEIGHT * (1 - queue / most)).toFixed(2)}`,
  );
  return (
    <span className="load-queue">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Up to ${count(most)} wait`}
      >
        <polygon
          className="load-queue__area"
          points={`0,${HEIGHT} ${points.join(" ")} ${WIDTH},${HEIGHT}`}
        />
        <rect className="load-queue__warm" width={Math.min(WIDTH, warmUp * step)} height={HEIGHT} />
        <polyline className="load-queue__line" points={points.join(" ")} />
      </svg>
      <small className="muted" aria-hidden>
        {count(most)}
      </small>
    </span>
  );
}
