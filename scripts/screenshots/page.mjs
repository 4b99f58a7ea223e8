// The page of the documentation that shows every surface.

/** docs/pictures.md: each surface light beside dark. */
export function pageOf(surfaces) {
  const sections = surfaces.map((surface) => {
    const title = surface[0].toUpperCase() + surface.slice(1).replaceAll("-", " ");
    const light = surface === "sample" ? "sample-light" : surface;
    return `## ${title}

| light | dark |
| --- | --- |
| ![${title}, light](screenshots/${light}.png) | ![${title}, dark](screenshots/${surface}-dark.png) |
`;
  });
  return `# Pictures

Every surface of the window, light and dark, as \`node scripts/screenshots.mjs\` takes them in the real window; \`--tour\` makes the
[animated tour](tour.gif).

${sections.join("\n")}`;
}
