// Reads the tree that divan prints into flat rows.

/**
 * Rows `{ name, fastest, slowest, median, mean, samples }` of a divan report; `name` joins the tree's levels with a space.
 * Lines of other programs are passed over.
 */
export function divanRows(text) {
  const rows = [];
  const path = [];
  for (const line of text.split("\n")) {
    const match = /^((?:[│ ] {2})*)[├╰]─ (.*)$/.exec(line);
    if (!match) continue;
    const depth = match[1].length / 3;
    const cells = match[2].split("│").map((cell) => cell.trim());
    const [name, fastest] = splitName(cells[0]);
    path.length = depth;
    path.push(name);
    if (!fastest || cells.length < 6) continue;
    rows.push({
      name: path.join(" "),
      fastest,
      slowest: cells[1],
      median: cells[2],
      mean: cells[3],
      samples: cells[4],
    });
  }
  return rows;
}

/** Divan pads the name before the first figure: `layered      1.2 ms`. */
function splitName(cell) {
  const match = /^(.*?)\s+([\d.]+ [a-zµ]+)$/u.exec(cell);
  return match ? [match[1], match[2]] : [cell, null];
}
