import { describe, expect, it } from "vitest";
import { eventually, hashOf, onStage, opened, slider } from "./stage.ts";

onStage();

describe("a fleet", () => {
  it("is run, shown and compared", async () => {
    const page = await opened("#tab=fleet&scene=crowd");
    await page.getByRole("button", { name: "Run" }).click();
    await eventually(() => page.locator("#verdict").textContent(), /^Without jitter and budget, a request makes \d/);
    const cells = await page.locator("#fleet-rows tbody tr").allTextContents();
    expect(cells).toHaveLength(4);
    const calls = await page.locator("#fleet-rows td:nth-child(2)").allTextContents();
    expect(Number(calls[0])).toBeGreaterThan(Number(calls[1]));
    expect(await page.locator("#variants canvas").count()).toBe(4);
    expect(await page.locator("#progress").evaluate((bar: HTMLProgressElement) => bar.value)).toBe(1);
    expect(await page.locator("#stop").getAttribute("aria-disabled")).toBe("true");
  });

  it("is shown while it runs, leaves the page alive, and is stopped", async () => {
    const page = await opened("#tab=fleet&load=1000&outage=1m");
    await page.getByRole("button", { name: "Run" }).click();
    await eventually(() => page.locator(".caption").first().textContent(), /^[1-9]\d? % simulated$/);
    await slider(page, "Clients").press("ArrowRight");
    await eventually(() => hashOf(page), /clients=2/);
    await page.getByRole("button", { name: "Stop" }).click();
    const verdict = await page.locator("#verdict").textContent();
    expect(verdict).toMatch(/^Stopped at \d+ %\.$/);
    const share = await page.locator("#progress").getAttribute("value");
    await page.waitForTimeout(300);
    expect(await page.locator("#progress").getAttribute("value")).toBe(share);
    expect(await page.locator("#verdict").textContent()).toBe(verdict);
  });

  it("that cannot be loaded is told of", async () => {
    const page = await opened("#tab=fleet");
    await page.evaluate(() => {
      Object.assign(globalThis, {
        Worker: class extends EventTarget {
          postMessage(): void {
            queueMicrotask(() => this.dispatchEvent(new Event("error")));
          }
          terminate(): void {}
        },
      });
    });
    await page.getByRole("button", { name: "Run" }).click();
    await eventually(() => page.locator("#verdict").textContent(), /^The simulation broke off/);
    expect(await page.locator("#stop").getAttribute("aria-disabled")).toBe("true");
  });

  it("is run again with other settings", async () => {
    const page = await opened("#tab=fleet&scene=crowd");
    await page.getByRole("button", { name: "Run" }).click();
    await eventually(() => page.locator("#verdict").textContent(), /^Without jitter/);
    const before = await page.locator("#verdict").textContent();
    await slider(page, "Clients").press("ArrowRight");
    await page.getByRole("button", { name: "Run again with these settings" }).click();
    await eventually(async () => [before, "Running."].includes(await page.locator("#verdict").textContent()), false);
    expect(await page.getByRole("button", { name: "Run", exact: true }).count()).toBe(1);
  });

  it("is linked to, with its scene and its figures", async () => {
    const page = await opened("#tab=fleet");
    await page.getByRole("radio", { name: /A crowd comes at once/ }).check();
    await slider(page, "Workers of the server").press("End");
    await eventually(() => hashOf(page), /scene=crowd&workers=100$/);
    const other = await opened(await hashOf(page));
    expect(await other.getByRole("radio", { name: /A crowd/ }).isChecked()).toBe(true);
    expect(await slider(other, "Workers of the server").getAttribute("aria-valuetext")).toBe("100");
  });
});
