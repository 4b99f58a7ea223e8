import "./inputs.css";

/** Why what stands in the field above was not taken. */
export interface FieldErrorProps {
  /** One sentence or several; nothing is shown without any. */
  readonly children: string | readonly string[] | null;
}

export function FieldError({ children }: FieldErrorProps) {
  if (children === null) return null;
  return (
    <p className="field-error" role="alert" dir="auto">
      {typeof children === "string"
        ? children
        : children.map((sentence) => <span key={sentence}>{sentence} </span>)}
    </p>
  );
}
