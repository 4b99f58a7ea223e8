/** Templates over payload fields: `{{ payload.amount.value }}` stands for what the payload holds there. */

/** A piece of a template as the reviewer sees it: words, or the name of a field. */
export interface Piece {
  readonly text: string;
  readonly isField: boolean;
}

/** How a template names the field at a JSON pointer; null where the pointer goes into a list. */
export function placeholderOf(pointer: string): string | null {
  const names = pointer.split("/").slice(1).map(unescaped);
  if (names.length === 0 || names.includes("*")) return null;
  const path = names.map((name) =>
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`,
  );
  return `{{ payload${path.join("")} }}`;
}

/** The template in pieces; a field is called by its path without the payload. */
export function piecesOf(template: string): Piece[] {
  return template
    .split(/(\{\{.*?\}\})/s)
    .filter((part) => part !== "")
    .map((part) => {
      const field = /^\{\{\s*(.*?)\s*\}\}$/s.exec(part)?.[1];
      return field === undefined
        ? { text: part, isField: false }
        : { text: field.replace(/^payload\.?/, ""), isField: true };
    });
}

function unescaped(name: string): string {
  return name.replaceAll("~1", "/").replaceAll("~0", "~");
}
