import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { eventually, onStage, opened } from "./stage.ts";

onStage();

/** What has the focus: its id, or its text. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement!.id || document.activeElement!.textContent);

async function tabTo(page: Page, id: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if ((await focused(page)) === id) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The Tab key does not come to ${id}`);
}

describe("with the keyboard alone", () => {
  it("tabs are gone through with arrows, and only the one that is open is in the order", async () => {
    const page = await opened();
    await tabTo(page, "tab-schedule");
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toBe("tab-fleet");
    expect(await page.getByRole("tabpanel").getAttribute("id")).toBe("panel-fleet");
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toBe("tab-schedule");
    await page.keyboard.press("End");
    expect(await page.locator("#tab-fleet").getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("Home");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("notation");
  });

  it("a policy is made, read and copied", async () => {
    const page = await opened("", { permissions: ["clipboard-read", "clipboard-write"] });
    await tabTo(page, "source");
    await page.keyboard.press("f");
    await tabTo(page, "base");
    await page.keyboard.press("End");
    await tabTo(page, "jitter-full");
    await page.keyboard.press("ArrowRight");
    await tabTo(page, "attempts");
    await page.keyboard.press("Home");
    await eventually(
      () => page.locator("#json").textContent(),
      /"(fixed|fibonacci) 1d, cap 5s, equal jitter",\s+"attempts": 1,/,
    );
    await tabTo(page, "copy-json");
    await page.keyboard.press("Enter");
    await eventually(() => page.locator("#copy-json").textContent(), "Copied");
  });

  it("a fleet is run and stopped", async () => {
    const page = await opened("#tab=fleet&load=1000&outage=1m");
    await tabTo(page, "scene-stall");
    await tabTo(page, "load");
    await tabTo(page, "run");
    await page.keyboard.press("Space");
    await eventually(() => page.locator("#verdict").textContent(), "Running.");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("stop");
    await page.keyboard.press("Enter");
    await eventually(() => page.locator("#verdict").textContent(), /^Stopped at/);
  });

  it("the focus is always to be seen", async () => {
    const page = await opened();
    const unseen: string[] = [];
    const seen = new Set<string>();
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press("Tab");
      const [name, outline] = await page.evaluate(() => {
        const element = document.activeElement!;
        const shown = element.matches(".segments input") ? element.closest("label")! : element;
        if (element === document.body) return ["", ""];
        return [element.id || element.textContent, getComputedStyle(shown).outlineStyle];
      });
      if (name === "" || seen.has(name)) continue;
      seen.add(name);
      if (outline === "none") unseen.push(name);
    }
    expect(unseen).toEqual([]);
    expect(seen.size).toBeGreaterThan(15);
  });
});
