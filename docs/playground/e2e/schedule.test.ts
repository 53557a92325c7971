import { describe, expect, it } from "vitest";
import { addressOf, eventually, hashOf, onStage, opened, slider } from "./stage.ts";

onStage();

const USUAL = "exponential 250ms x2, cap 5s, full jitter";

describe("what is typed", () => {
  it("moves the sliders and the figures", async () => {
    const page = await opened();
    await page.getByLabel("Schedule", { exact: true }).fill("linear 1s +2s, cap 9s, equal jitter");
    await eventually(() => page.getByLabel("Source").inputValue(), "linear");
    expect(await slider(page, "Base").getAttribute("aria-valuetext")).toBe("1 s");
    expect(await slider(page, "Increment").getAttribute("aria-valuetext")).toBe("2 s");
    expect(await slider(page, "Factor").count()).toBe(0);
    expect(await page.getByRole("radio", { name: "equal" }).isChecked()).toBe(true);
    expect(await page.locator("#code").textContent()).toContain('schedule(linear("1s", "2s"), cap("9s"), equalJitter)');
  });

  it("is pointed at where it cannot be read, and the figures stay", async () => {
    const page = await opened();
    const field = page.getByLabel("Schedule", { exact: true });
    await field.fill("fixed 1s, cup 5s");
    await eventually(() => page.locator("#complaint").textContent(), /did you mean "cap"\? \(at character 11\)$/);
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    // The carets stand under the word, to the pixel.
    const [left, width] = await page.evaluate((): [left: number, width: number] => {
      const range = document.createRange();
      const text = document.querySelector("#pointer")!.firstChild!;
      range.setStart(text, 10);
      range.setEnd(text, 13);
      const { left: from, width: wide } = range.getBoundingClientRect();
      return [from - document.querySelector("#notation")!.getBoundingClientRect().left - 17, wide];
    });
    expect(left / width).toBeCloseTo(10 / 3, 1);
    expect(await page.locator("#pointer").textContent()).toBe(`${" ".repeat(10)}^^^   `);
    expect(await page.locator("#json").textContent()).toContain(USUAL);
    await field.fill("fixed 1s, cap 5s");
    await eventually(() => page.locator("#complaint").textContent(), "");
  });

  it("may say more than the sliders hold", async () => {
    const page = await opened();
    await page.getByRole("button", { name: /^phases 3/ }).click();
    await eventually(() => page.locator("#beyond").textContent(), /more than the sliders hold/);
    expect(await page.locator("#code").textContent()).toContain("parseSchedule(");
  });

  it("is judged by lint", async () => {
    const page = await opened();
    await page.getByRole("button", { name: "exponential 250ms x2, cap 5s", exact: true }).click();
    await eventually(() => page.locator("#findings").textContent(), /^no-jitter/);
  });
});

describe("a slider", () => {
  it("writes the notation, and what follows from it", async () => {
    const page = await opened();
    await slider(page, "Factor").focus();
    await page.keyboard.press("ArrowRight");
    await eventually(() => page.getByLabel("Schedule", { exact: true }).inputValue(), USUAL.replace("x2", "x2.1"));
    await slider(page, "Attempts").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await eventually(() => page.locator("#json").textContent(), /"attempts": 2,/);
    expect(await page.locator("#rows tbody tr").count()).toBe(2);
  });

  it("is told to those who only listen", async () => {
    const page = await opened();
    await slider(page, "Attempts").focus();
    await page.keyboard.press("Home");
    await eventually(() => page.getByRole("status").last().textContent(), /^1 attempt, 0 s of waiting/);
  });
});

describe("the link", () => {
  it("brings a policy to another browser", async () => {
    const page = await opened();
    await page.getByLabel("Schedule", { exact: true }).fill("fibonacci 100ms, cap 2s, spread 0.25");
    await slider(page, "Total timeout").focus();
    await page.keyboard.press("End");
    await eventually(() => hashOf(page), /totalTimeout=Infinity/);
    const other = await opened(await hashOf(page));
    expect(await other.locator("#code").textContent()).toBe(await page.locator("#code").textContent());
    expect(await slider(other, "Share").getAttribute("aria-valuetext")).toBe("0.25");
  });

  it("is gone back from and forward to", async () => {
    const page = await opened();
    const field = page.getByLabel("Schedule", { exact: true });
    await field.fill("fixed 1s");
    await eventually(() => hashOf(page), /schedule=fixed\+1s&/);
    await field.fill("fixed 2s");
    await eventually(() => hashOf(page), /schedule=fixed\+2s&/);
    await page.getByRole("tab", { name: "A fleet of callers" }).click();
    await eventually(() => hashOf(page), /^#tab=fleet/);
    await page.goBack();
    expect(await field.inputValue()).toBe("fixed 2s");
    await page.goBack();
    expect(await field.inputValue()).toBe("fixed 1s");
    await page.goBack();
    expect(await field.inputValue()).toBe(USUAL);
    await page.goForward();
    expect(await field.inputValue()).toBe("fixed 1s");
    expect(await page.locator("#json").textContent()).toContain('"fixed 1s"');
  });

  it("that is broken or hostile is told of, and the page goes on", async () => {
    const page = await opened(
      `#attempts=2.5&tab=%3Cimg%20src=x%20onerror=alert(1)%3E&__proto__=1&schedule=fixed+1s,+cup+5s`,
    );
    const notice = page.locator("#notice");
    await eventually(() => notice.textContent(), /This link could not be read whole/);
    expect(await notice.locator("li").allTextContents()).toEqual([
      expect.stringContaining("__proto__"),
      expect.stringContaining("<img src=x"),
      expect.stringContaining('attempts: expected a figure from 1 to no limit, got "2.5"'),
    ]);
    expect(await page.locator("#complaint").textContent()).toMatch(/did you mean "cap"/);
    await page.getByLabel("Schedule", { exact: true }).fill("fixed 3s");
    await eventually(() => notice.textContent(), "");
    await eventually(() => page.locator("#json").textContent(), /"fixed 3s"/);
  });

  it.each([
    "#%E0%A4%A",
    "#&&==&",
    `#schedule=${"(".repeat(1_500)}`,
    `#${"x".repeat(10_000)}`,
    "#attempts=Infinity&totalTimeout=Infinity&schedule=exponential+1d+x1000000",
  ])("%.40s leaves a page that works", async (hash) => {
    const page = await opened(hash);
    expect(await page.locator("#rows tbody tr").count()).toBeGreaterThan(0);
  });

  it("that is changed by hand is followed", async () => {
    const page = await opened();
    await page.goto(addressOf("#attempts=3&schedule=fixed+9s"));
    await eventually(() => page.locator("#json").textContent(), /"fixed 9s",\s+"attempts": 3/);
  });
});

describe("what can be copied", () => {
  it.each([
    ["copy-code", /^import \{ cap, exponential, fullJitter, policy, schedule \} from "ostinato";/, "TypeScript copied"],
    ["copy-json", /^\{\s+"schedule": "exponential 250ms x2, cap 5s, full jitter"/, "JSON copied"],
    ["copy-link", /^http:\/\/127.0.0.1:\d+\/some\/where\/below\/#tab=schedule&schedule=exponential/, "Link copied"],
  ])("%s is copied, and said to be", async (id, text, said) => {
    const page = await opened("", { permissions: ["clipboard-read", "clipboard-write"] });
    await page.locator(`#${id}`).click();
    await eventually(() => page.locator(`#${id}`).textContent(), "Copied");
    await eventually(() => page.getByRole("status").last().textContent(), said);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(text);
  });

  it("is said not to be where the browser refuses", async () => {
    const page = await opened();
    await page.evaluate(() => {
      Object.defineProperty(navigator, "clipboard", {
        value: { writeText: () => Promise.reject(new Error("refused")) },
      });
    });
    await page.locator("#copy-code").click();
    await eventually(() => page.getByRole("status").last().textContent(), /does not let this page copy/);
  });
});
