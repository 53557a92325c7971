import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import type { AxeResults } from "axe-core";
import { describe, expect, it } from "vitest";
import { eventually, onStage, opened } from "./stage.ts";

onStage();

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What axe finds wrong, and where. */
async function wrongWith(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

describe.each(["light", "dark"] as const)("in %s, nothing is wrong with", (colorScheme) => {
  it("a schedule", async () => {
    const page = await opened("", { colorScheme });
    await page.locator("summary").click();
    expect(await wrongWith(page)).toEqual([]);
  });

  it("a schedule that is unwise, and one that cannot be read from a link that cannot", async () => {
    const page = await opened("#schedule=fixed+1s&totalTimeout=Infinity&attempts=2.5", { colorScheme });
    await page.getByLabel("Schedule", { exact: true }).fill("fixed 1s, cup 5s");
    await page.goto(`${page.url().split("#")[0]}#schedule=decorrelated+1s,+cup&attempts=2.5`);
    await eventually(() => page.locator("#notice li").count(), 1);
    expect(await wrongWith(page)).toEqual([]);
  });

  it("a schedule on a telephone", async () => {
    const page = await opened("", { colorScheme, viewport: { width: 390, height: 844 } });
    expect(await wrongWith(page)).toEqual([]);
  });

  it("a fleet, before and after its run", async () => {
    const page = await opened("#tab=fleet&scene=crowd", { colorScheme });
    expect(await wrongWith(page)).toEqual([]);
    await page.getByRole("button", { name: "Run" }).click();
    await eventually(() => page.locator("#verdict").textContent(), /^Without jitter/);
    expect(await wrongWith(page)).toEqual([]);
  });
});
