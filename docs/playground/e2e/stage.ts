import { createReadStream, existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, vi } from "vitest";
import { LAUNCH } from "../../../test/browser/launch.ts";

const BUILT = fileURLToPath(new URL("../../../site/playground", import.meta.url));
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** Some folder below the root, because the page must work in any. */
const SUBFOLDER = "/some/where/below/";

let browser: Browser;
let served: Server;

/** Opens the browser and serves the page, for all tests of a file. */
export function onStage(): void {
  beforeAll(async () => {
    if (!existsSync(`${BUILT}/index.html`)) throw new Error("There is no page yet: npm run playground:build");
    served = createServer(({ url = "" }, response) => {
      const { pathname } = new URL(url, "http://localhost");
      const file = `${BUILT}/${pathname.slice(SUBFOLDER.length) || "index.html"}`;
      if (!pathname.startsWith(SUBFOLDER) || pathname.includes("..") || !existsSync(file))
        response.writeHead(404).end();
      else createReadStream(file).pipe(response.setHeader("content-type", TYPES[extname(file)] ?? "text/plain"));
    });
    await new Promise<void>((listening) => served.listen(0, "127.0.0.1", listening));
    browser = await chromium.launch(LAUNCH);
  });
  afterAll(async () => {
    await browser?.close();
    served?.close();
  });
}

/** The page at an address, in a browser of its own. When the test ends nothing may have gone wrong in its console. */
export async function opened(hash = "", options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") wrong.push(message.text());
  });
  onTestFinished(async () => {
    await context.close();
    expect(wrong).toEqual([]);
  });
  await page.goto(addressOf(hash));
  await page.waitForSelector("[role=tab][aria-selected=true]");
  return page;
}

/** Where the page is served. */
export const addressOf = (hash: string): string =>
  `http://127.0.0.1:${(served.address() as AddressInfo).port}${SUBFOLDER}${hash}`;

/** A slider, by the name that it has for everybody. */
export const slider = (page: Page, name: string) => page.getByRole("slider", { name, exact: true });

/** What the page keeps in its address. */
export const hashOf = (page: Page): Promise<string> => page.evaluate(() => location.hash);

/** Waits until something of the page is as it should be, however slow the machine. */
export const eventually = async (of: () => Promise<unknown>, wanted: unknown): Promise<void> =>
  vi.waitFor(async () => {
    const found = await of();
    if (wanted instanceof RegExp) expect(found).toMatch(wanted);
    else expect(found).toEqual(wanted);
  }, 30_000);
