/** The round mark that a marking puts on the drawing, beside the word that it stands for. */
import { SIGN_STROKES, type Sign } from "../canvas/signs";
import "./sign.css";

export interface SignMarkProps {
  readonly sign: Sign;
  /** The name of a design token. */
  readonly colour: string;
}

export function SignMark({ sign, colour }: SignMarkProps) {
  return (
    <svg className="sign" viewBox="-2.1 -2.1 4.2 4.2" aria-hidden>
      <circle r="2.1" style={{ fill: `var(--${colour})` }} />
      {SIGN_STROKES[sign].map((stroke) => (
        <polyline key={stroke.join()} points={stroke.join(" ")} />
      ))}
    </svg>
  );
}
