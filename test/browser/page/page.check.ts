import { createServer, type Server } from "node:http";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { LAUNCH } from "../launch.ts";

const warned: string[] = [];
let modules: readonly string[];
let server: Server;
let browser: Browser;
let page: Page;

/** The entries as they are built, and not what tsconfig.json takes for them. */
const alias = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === "object"
    ? [{ find: new RegExp(`^ostinato${entry.slice(1)}$`), replacement: resolve(target.default) }]
    : [],
);

/** The page as a user's Vite makes it of the package in dist/, file by file. */
async function bundled(): Promise<ReadonlyMap<string, Rolldown.OutputChunk | Rolldown.OutputAsset>> {
  const { output } = (await build({
    configFile: false,
    root: fileURLToPath(new URL(".", import.meta.url)),
    resolve: { alias },
    build: { write: false, rolldownOptions: { onLog: (_level, { message }) => void warned.push(message) } },
  })) as Rolldown.RolldownOutput;
  return new Map(output.map((part) => [`/${part.fileName}`, part]));
}

/** Runs in the page before all else: counts its intervals, and lets a scene hold them back as a hidden tab does. */
function watchIntervals(): void {
  const { setInterval, clearInterval } = globalThis;
  const intervals = { live: new Set<unknown>(), heldBack: 0 };
  globalThis.setInterval = ((run: () => void, delay: number) => {
    const handle = setInterval(run, Math.max(delay, intervals.heldBack));
    intervals.live.add(handle);
    return handle;
  }) as typeof setInterval;
  globalThis.clearInterval = (handle) => {
    intervals.live.delete(handle);
    clearInterval(handle);
  };
  Object.assign(globalThis, { intervals });
}

beforeAll(async () => {
  const files = await bundled();
  modules = [...files.values()].flatMap((part) => (part.type === "chunk" ? part.moduleIds : []));
  let requests = 0;
  server = createServer(({ url = "/" }, response) => {
    if (url === "/busy") {
      response.writeHead(++requests > 1 ? 200 : 503, { "retry-after": "1" }).end("served");
      return;
    }
    const part = files.get(url === "/" ? "/index.html" : url);
    const type = url.endsWith(".js") ? "text/javascript" : "text/html";
    response.writeHead(part === undefined ? 404 : 200, { "content-type": type });
    response.end(part === undefined ? "" : part.type === "chunk" ? part.code : part.source);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch(LAUNCH);
  page = await browser.newPage();
  await page.addInitScript(watchIntervals);
  await page.goto(`http://127.0.0.1:${(server.address() as { port: number }).port}/`);
  await page.waitForFunction(() => "ostinatoScenes" in globalThis);
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

type Scenes = typeof ostinatoScenes;

/** What a scene of the page comes to. */
const played = async <Name extends keyof Scenes>(name: Name): Promise<Awaited<ReturnType<Scenes[Name]>>> =>
  (await page.evaluate(`ostinatoScenes.${name}()`)) as Awaited<ReturnType<Scenes[Name]>>;

/** How far a page's clock is rounded, in milliseconds. */
const ROUNDED = 0.2;

describe("a page that Vite has bundled", () => {
  it("holds the package as it is built", () => {
    const own = modules.filter((id) => id.startsWith(resolve(".")) && !id.includes("/node_modules/"));
    expect(own.filter((id) => id.startsWith(resolve("src")))).toEqual([]);
    expect(own.filter((id) => id.startsWith(resolve("dist"))).length).toBeGreaterThan(4);
  });

  it("gives the bundler no cause for a warning", () => {
    expect(warned).toEqual([]);
  });

  it("has nothing of Node", async () => {
    expect(await played("platform")).toEqual([]);
  });

  it("never calls before a delay is over", async () => {
    const { value, gaps } = await played("patience");
    expect(value).toBe("done");
    expect(gaps).toHaveLength(3);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(30 - ROUNDED);
  });

  it("retries at once where there is no delay", async () => {
    expect(await played("rush")).toEqual({ value: "done", calls: 501 });
  });

  it("hears of an abort, in a delay and in an attempt, and of a signal's own timeout", async () => {
    expect(await played("leaving")).toEqual([
      ["aborted", "left"],
      ["aborted", "left"],
      ["aborted", "TimeoutError"],
    ]);
  });

  it("ends attempts at their limit", async () => {
    expect(await played("limits")).toEqual(["attempts", "ATTEMPT_TIMEOUT", 2]);
  });

  it("arms one timer for a thousand sleepers, and none when they have left", async () => {
    expect(await played("crowd")).toEqual({ asleep: 1, left: 0 });
  });

  it("waits as long as a server's answer asks", async () => {
    const { text, gaps } = await played("requests");
    expect(text).toBe("served");
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toBeGreaterThanOrEqual(1_000 - ROUNDED);
  });

  it("retries a stream", async () => {
    const { value, gaps } = await played("streams");
    expect(value).toBe("done");
    expect(gaps).toHaveLength(2);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(15 - ROUNDED);
  });

  it("has virtual time, too", async () => {
    expect(await played("virtual")).toEqual({ timeline: "x 1h x 2h x 2h o", value: "done", now: 3 * 3_600_000 });
  });

  it("tells the page of a hook that fails", async () => {
    expect(await played("mistakes")).toEqual({ value: "done", heard: ["my mistake"] });
  });

  it("catches up with nothing after its timers were held back, as in a hidden tab, and keeps its deadline", async () => {
    const { value, gaps, end } = await played("hidden");
    expect({ value, end }).toEqual({ value: "done", end: "deadline" });
    expect(gaps).toHaveLength(3);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(250 - ROUNDED);
  });

  it("catches up with nothing after its scripts stood still, as in a frozen tab", async () => {
    const session = await page.context().newCDPSession(page);
    await session.send("Debugger.enable");
    const seen = played("frozen");
    await session.send("Debugger.pause");
    await new Promise((resolve) => setTimeout(resolve, 500));
    await session.send("Debugger.resume");
    const { value, gaps } = await seen;
    await session.detach();
    expect(value).toBe("done");
    expect(gaps).toHaveLength(5);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(100 - ROUNDED);
  });
});
