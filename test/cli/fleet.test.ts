import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bars, columnsFor } from "../../src/cli/plot.ts";
import { elementsOf } from "../support/elements.ts";
import { answered } from "./policies.ts";
import { stage } from "./stage.ts";

const GENTLE = "exponential 200ms, cap 30s, full jitter";
/** Small, so that it takes no time. */
const SMALL = [GENTLE, "--capacity", "20", "--outage", "3s", "--duration", "40s"] as const;

interface Shown {
  readonly page: string;
  readonly bar: string;
  readonly files: ReadonlyMap<string, string>;
}

async function shown(args: readonly string[], columns?: number, env: Record<string, string> = {}): Promise<Shown> {
  const [out, err] = [[], []] as [string[], string[]];
  const files = new Map<string, string>();
  const terminal = { isTTY: columns !== undefined, columns };
  const stdout = { write: (text: string) => out.push(text), ...terminal };
  const stderr = { write: (text: string) => err.push(text), ...terminal };
  const write = (path: string, text: string): void => void files.set(path, text);
  expect(await stage([], { stdout, stderr, env, write }).begin("fleet", ...args)).toBe(0);
  return { page: out.join(""), bar: err.join(""), files };
}

const widest = (page: string): number => Math.max(...page.split("\n").map((line) => line.length));

describe("ostinato fleet", () => {
  it("shows what the guide shows: the question, a plot and the figures", async () => {
    const { page } = await shown([GENTLE, "--outage", "10s", "--budget", "10", "--duration", "90s"], undefined, {
      COLUMNS: "60",
    });
    expect(page).toBe(`exponential 200ms x2, cap 30s, full jitter
1 client, 70 requests/s, 3 attempts of up to 1s, budget 10
a server for 100 calls/s, which stalls from 10s to 20s

attempts/s; ▒ is the outage
90              ▂     ██         ▁▁ ▂▇▇▅       ▂▂
   ▅▂▁▄▆▆▇▇▄▃▅▅▂█▅▆  ▂██▂▇▅█▆▅▇ ▃██ ████ ▂▂   ▅██▅▆▆▆▆▅▄▄▄▆▅
   ████████████████▆▇██████████▇███▃████▅██▅▄▄██████████████
   █████████████████████████████████████████████████████████
45 █████████████████████████████████████████████████████████
   █████████████████████████████████████████████████████████
   █████████████████████████████████████████████████████████
 0 █████████████████████████████████████████████████████████
   ──────▒▒▒▒▒▒▒────────────────────────────────────────────
   0                                                   1m30s

requests        6161   66 % succeeded
failures        2069   budget 2069
attempts        6176   34 % served for nobody
amplification   1.01
recovery         21s   until requests fare as before
peak            90/s   attempts in the busiest second
latency         87ms   half; 99 of 100 within 890ms
at the cap       0 %   of delays: in step with others
`);
    expect(readFileSync("docs/command.md", "utf8")).toContain(page);
  });

  it("tries a thousand clients, an outage and a capacity", async () => {
    const { page } = await shown([
      GENTLE,
      "--clients",
      "1000",
      "--outage",
      "20s",
      "--capacity",
      "200",
      "--duration",
      "1m",
    ]);
    expect(page).toContain("1000 clients, 140 requests/s, 3 attempts of up to 1s, no budget\n");
    expect(page).toContain("a server for 200 calls/s, which stalls from 10s to 30s\n");
    expect(page).toMatch(/^recovery +never/m);
  });

  it.each([80, 40])("fits in %i columns", async (columns) => {
    const { page } = await shown(SMALL, columns, { NO_COLOR: "1" });
    expect(widest(page)).toBeLessThanOrEqual(columns);
    expect(page).toContain("attempts/s; ▒ is the outage\n");
    expect(page.includes("attempts per request, from the outage")).toBe(columns === 80);
  });

  it("is in colour on a terminal, unless NO_COLOR is set", async () => {
    expect((await shown(SMALL, 80)).page).toContain("\u001b[1mexponential 200ms x2");
    expect((await shown(SMALL, 80, { NO_COLOR: "1" })).page).toBe((await shown(SMALL)).page);
  });

  it("says how far it is on a terminal, and takes it back", async () => {
    const busy = [GENTLE, "--capacity", "400", "--duration", "30s"];
    const { bar } = await shown(busy, 40);
    expect(bar).toMatch(/^\r█+░+ {2}\d\d %\r/);
    expect(bar.endsWith("\r\u001b[K")).toBe(true);
    expect(Math.max(...bar.split("\r").map((line) => line.length))).toBeLessThan(40);
    expect((await shown(busy, 40, { TERM: "dumb" })).bar).toBe("");
    expect((await shown(busy)).bar).toBe("");
    expect((await shown([...SMALL, "--seed", "2"], 40)).bar).toBe("");
  });

  it("gives the report as JSON, the same for the same seed", async () => {
    const { page } = await shown([...SMALL, "--json"]);
    const report = JSON.parse(page) as Record<string, unknown>;
    expect(report).toMatchObject({ schedule: "exponential 200ms x2, cap 30s, full jitter", histogram: { bin: 1_000 } });
    expect(Object.keys(report)).toContain("recovery");
    expect((await shown([...SMALL, "--json", "--seed", "1"])).page).toBe(page);
    expect((await shown([...SMALL, "--json", "--seed", "2"])).page).not.toBe(page);
    const never = JSON.parse((await shown([GENTLE, "--duration", "2s", "--json"])).page) as Record<string, unknown>;
    expect(never["recovery"]).toBe(null);
  });

  it("draws a picture", async () => {
    const { files, page } = await shown([...SMALL, "--svg", "fleet.svg"]);
    expect(page).toContain("amplification");
    const picture = files.get("fleet.svg")!;
    expect(picture).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 640 \d+" role="img"/);
    expect(picture).toContain(
      '<title id="title">exponential 200ms x2, cap 30s, full jitter: attempts per second</title>',
    );
    expect(picture).toMatch(/<desc id="desc">\d+ requests made .* It stalled from 10s to 13s, .*<\/desc>/);
    expect(picture).toContain("@media (prefers-color-scheme:dark)");
    expect(picture).toContain('<path class="shade"');
    expect(elementsOf(picture)).toContain("desc");
    expect(picture).not.toMatch(/NaN|Infinity|undefined/);
    const calm = await shown([GENTLE, "--duration", "2s", "--svg", "calm.svg"]);
    expect(calm.files.get("calm.svg")).not.toContain('<path class="shade"');
  });

  it("reads a policy as JSON, whose time limit holds in the place of the usual one", async () => {
    const json =
      '{ "schedule": "fixed 1s", "attempts": 4, "attemptTimeout": "3s", "retryIf": "isBusy", "delayHint": "polite" }';
    const { out } = await answered(["fleet", "-", "--duration", "5s", "--attempts", "2"], { "-": json });
    expect(out).toContain("fixed 1s\n1 client, 70 requests/s, 2 attempts of up to 3s, no budget\n");
    const same = await answered(["fleet", "fixed 1s", "--duration", "5s", "--attempts", "2", "--timeout", "3s"]);
    expect(out).toBe(same.out);
  });

  it.each([
    [["--workers", "5"], "for 50 calls/s"],
    [["--workers", "5", "--service-time", "50ms"], "for 100 calls/s"],
    [["--service-time", "50ms"], "for 200 calls/s"],
    [["--capacity", "7", "--workers", "2"], "for 7 calls/s"],
    [["--capacity", "2.5"], "for 2.5 calls/s"],
    [["--arrivals", "12.5"], "1 client, 12.5 requests/s"],
    [["--think", "2s", "--clients", "30"], "30 clients, who think in between"],
    [["--attempts", "Infinity", "--total-timeout", "5s"], "attempts without end of up to 1s, 5s in all"],
    [["--timeout", "3s", "--layers", "2"], "3 attempts of up to 3s, 2 layers"],
    [["--budget", "grpc"], "budget grpc"],
    [["--budget", "aws"], "budget aws"],
    [["--budget", "aws-2.1"], "budget aws-2.1"],
    [["--budget", "finagle"], "budget finagle"],
    [["--budget", "5,0.2", "--queue", "3"], "budget 5,0.2"],
  ])("heeds %j", async (args, text) => {
    const { page } = await shown([GENTLE, "--duration", "5s", ...args]);
    expect(page).toContain(text);
    expect(page).not.toContain("recovery");
  });

  it.each([
    [["fleet", "fixed 1s", "--cients", "5"], 'ostinato fleet: unknown option --cients; did you mean "--clients"?'],
    [["fleet", "fixed 1s", "--clients", "many"], 'ostinato fleet: --clients: expected a whole number ≥ 1, got "many"'],
    [
      ["fleet", "fixed 1s", "--clients", "9999999"],
      "ostinato fleet: clients: expected a whole number from 1 to 1000000",
    ],
    [["fleet", "fixed 1s", "--arrivals", "0"], 'ostinato fleet: --arrivals: expected a number > 0, got "0"'],
    [["fleet", "fixed 1s", "--arrivals", "5", "--think", "1s"], "ostinato fleet: --arrivals or --think, not both"],
    [["fleet", "fixed 1s", "--outage", "20"], "ostinato fleet: --outage: expected a duration with its unit"],
    [["fleet", "fixed 1s", "--outage", "0s"], "ostinato fleet: outage to: expected a duration > 10000ms"],
    [["fleet", "fixed 1s", "--service-time", "0s"], "ostinato fleet: --service-time: expected a duration > 0"],
    [["fleet", "fixed 1s", "--budget", "grcp"], 'got "grcp"; did you mean "grpc"?'],
    [["fleet", "fixed 1s", "--budget", "0"], "ostinato fleet: --budget: expected CAPACITY"],
    [["fleet", "fixed 1s", "--seed", "x"], "ostinato fleet: --seed: expected a whole number"],
    [
      ["fleet", "fixed 1s", "--capacity", "5", "--workers", "5", "--service-time", "1s"],
      "ostinato fleet: --capacity is what --workers and --service-time come to: give two of the three",
    ],
    [
      ["fleet", "fixed 1s", "--duration", "1s", "--svg", "x.svg"],
      "ostinato fleet: --svg: x.svg cannot be written: no disk",
    ],
  ])("refuses %j", async (args, complaint) => {
    const { begin, out, err } = stage();
    expect(await begin(...args)).toBe(2);
    expect(err()).toContain(complaint);
    expect(out()).toBe("");
  });
});

describe("a plot", () => {
  it("shows the highest of what shares a column", () => {
    expect(columnsFor([1, 9, 2, 3, 4], 2)).toEqual([9, 4]);
    expect(columnsFor([1, 2], 10)).toEqual([1, 2]);
    expect(columnsFor([], 10)).toEqual([0]);
  });

  it("is made of eighths, and shows the least that is there", () => {
    expect(bars([0, 1, 50, 100, 200], 2, 100)).toEqual(["   ██", " ▁███"]);
  });
});
