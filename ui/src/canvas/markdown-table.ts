/** Tables of Markdown: a row of heads, a row of dashes, and rows of cells between bars. */

export interface Table {
  readonly head: readonly string[];
  /** Each as long as the head. */
  readonly rows: readonly (readonly string[])[];
}

const RULE = /^\s{0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** Whether a table begins at a line. */
export function isTableHead(lines: readonly string[], at: number): boolean {
  const rule = lines[at + 1] ?? "";
  return (lines[at] ?? "").includes("|") && rule.includes("|") && RULE.test(rule);
}

/** The table that begins at a line, and the first line behind it. */
export function tableAt(
  lines: readonly string[],
  at: number,
): { readonly table: Table; readonly end: number } {
  const head = cellsOf(lines[at] ?? "");
  const rows: string[][] = [];
  let end = at + 2;
  for (; end < lines.length && (lines[end] ?? "").includes("|"); end += 1) {
    const cells = cellsOf(lines[end] ?? "");
    rows.push(head.map((_, i) => cells[i] ?? ""));
  }
  return { table: { head, rows }, end };
}

/** Bars in code and behind a backslash belong to their cell. */
function cellsOf(line: string): string[] {
  const cells = [""];
  let inCode = false;
  const text = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i] ?? "";
    if (letter === "`") inCode = !inCode;
    if (letter === "\\" && text[i + 1] === "|") {
      cells.push(`${cells.pop() ?? ""}|`);
      i += 1;
    } else if (letter === "|" && !inCode) cells.push("");
    else cells.push(`${cells.pop() ?? ""}${letter}`);
  }
  return cells.map((cell) => cell.trim());
}
