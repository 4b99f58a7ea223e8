// What the drawing is painted with: how many of its pixels have the colour of a design token.

/** The body of a function of a token's name. What is antialiased does not count. */
export const INK = `
  const probe = document.createElement("span");
  probe.style.color = "var(--" + arguments[0] + ")";
  document.body.append(probe);
  const wanted = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
  probe.remove();
  const canvas = document.querySelector("canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4)
    if (wanted.every((part, j) => data[i + j] === part)) count += 1;
  return count;`;

/** Waits until the drawing of a real window rests and counts. */
export async function ink(window, token) {
  await window.isTrue("the drawing rests", "return window.__baton?.resting === true");
  return window.driver.run(INK, token);
}
