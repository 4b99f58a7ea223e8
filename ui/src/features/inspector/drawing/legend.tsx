/** What the signs of a drawing mean. */

export function Legend() {
  return (
    <ul className="legend">
      <li>
        <Sample line="solid" /> Transfer: control moves
      </li>
      <li>
        <Sample line="dotted" both /> Delegate: call and return
      </li>
      <li>
        <Sample line="dashed" faint /> Fallback, when a handoff fails
      </li>
      <li>
        <Sample line="solid" people /> Escalation to people
      </li>
      <li>
        <svg width="36" height="14" aria-hidden>
          <path
            d="M18 1 24 7 18 13 12 7Z"
            fill="var(--raised)"
            stroke="var(--gate)"
            strokeWidth="1.75"
          />
          <path d="M18 4.6 20.4 7 18 9.4 15.6 7Z" fill="var(--gate)" />
        </svg>
        Gate: a person decides
      </li>
    </ul>
  );
}

interface SampleProps {
  readonly line: "solid" | "dotted" | "dashed";
  readonly both?: boolean;
  readonly faint?: boolean;
  readonly people?: boolean;
}

function Sample({ line, both = false, faint = false, people = false }: SampleProps) {
  const colour = people ? "var(--people)" : faint ? "var(--edge-faint)" : "var(--edge)";
  const dash = { solid: undefined, dotted: "0.5 5", dashed: "5 4" }[line];
  return (
    <svg
      width="36"
      height="14"
      aria-hidden
      fill="none"
      stroke={colour}
      strokeWidth="1.75"
      strokeLinecap="round"
    >
      <path d="M3 7H31" strokeDasharray={dash} />
      {faint ? (
        <path d="M28 4 32 7 28 10" />
      ) : (
        <path d="M27 3.5 34 7 27 10.5 28.5 7Z" fill={colour} stroke="none" />
      )}
      {both && <path d="M8 3.5 3 7 8 10.5" />}
    </svg>
  );
}
