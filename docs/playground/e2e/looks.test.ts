import { execFileSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { onStage, opened } from "./stage.ts";

/** `SCREENSHOTS=write` keeps what is seen, in few colours. */
const isKept = process.env["SCREENSHOTS"] === "write";
const FOLDER = fileURLToPath(new URL(isKept ? "../screenshots/" : "../out/", import.meta.url));
const MOST_BYTES = 150_000;

onStage();

async function look(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const path = `${FOLDER}${name}.png`;
  await page.screenshot({ path, fullPage: true });
  if (!isKept) return;
  execFileSync("pngquant", ["--force", "--strip", "--ext=.png", "64", path]);
  expect(statSync(path).size).toBeLessThan(MOST_BYTES);
}

describe.each([1280, 390])("at %i pixels", (width) => {
  describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
    const options = { viewport: { width, height: 844 }, colorScheme } as const;
    const inWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

    it("one caller fits", async () => {
      const page = await opened("", options);
      await look(page, `schedule-${width}-${colorScheme}`);
      expect(await inWidth(page)).toBe(true);
    });

    it.each(["stall", "crowd"])("a fleet fits: %s", async (scene) => {
      const page = await opened(`#tab=fleet&scene=${scene}`, options);
      await page.getByRole("button", { name: "Run" }).click();
      await page.getByText("Without jitter and budget").first().waitFor();
      if (scene === "stall") await look(page, `fleet-${width}-${colorScheme}`);
      expect(await inWidth(page)).toBe(true);
    });
  });
});
