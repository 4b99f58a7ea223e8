/** Clicks what may lie under something else, or out of sight, once it is there: the code of a panel is read when it is first opened. */
export async function press(page, selector) {
  await page.locator(selector).first().waitFor({ state: "attached" });
  await page.evaluate((wanted) => document.querySelector(wanted).click(), selector);
}
