import { describe, expect, it } from "vitest";
import { fixed } from "ostinato";
import { fleet, fleetSteps, server } from "ostinato/testing";

const usual = server({ workers: 1, serviceTime: "10ms" });
const serving = { workers: 1, serviceTime: "10ms" };
const asked = { arrivals: 10, server: usual };

describe("the options of a server", () => {
  it.each([
    [undefined, "server: expected an object"],
    [{ serviceTime: 1 }, "workers: expected a whole number ≥ 1, or Infinity, got undefined"],
    [{ workers: 0, serviceTime: 1 }, "workers: expected a whole number ≥ 1"],
    [{ workers: 1 }, "serviceTime: expected a duration"],
    [{ workers: 1, serviceTime: "fast" }, "serviceTime: expected a duration"],
    [{ workers: 1, serviceTime: null }, "serviceTime: expected a duration"],
    [
      { workers: 1, serviceTime: { kind: "gamma" } },
      'serviceTime kind: expected uniform, exponential, normal, lognormal, got "gamma"',
    ],
    [{ workers: 1, serviceTime: { kind: "toString" } }, "serviceTime kind: expected uniform"],
    [{ workers: 1, serviceTime: { kind: "exponential" } }, "serviceTime mean: expected a duration"],
    [{ workers: 1, serviceTime: { kind: "exponential", maen: 1 } }, 'got "maen"; did you mean "mean"?'],
    [{ workers: 1, serviceTime: { kind: "uniform", from: 2, to: 1 } }, "serviceTime to: expected no less than from"],
    [{ workers: 1, serviceTime: { kind: "lognormal", median: 0, p99: 1 } }, "serviceTime: expected 0 < median ≤ p99"],
    [{ workers: 1, serviceTime: { kind: "lognormal", median: 2, p99: 1 } }, "serviceTime: expected 0 < median ≤ p99"],
    [{ ...serving, wokers: 1 }, 'got "wokers"; did you mean "workers"?'],
    [{ ...serving, queue: -1 }, "queue: expected a whole number ≥ 0, or Infinity, got -1"],
    [{ ...serving, outage: { from: "2s", to: "1s" } }, "outage to: expected a duration > 2000ms, got 1000"],
    [{ ...serving, outage: { from: "2s" } }, "outage to: expected a duration"],
    [{ ...serving, outage: { from: 0, to: 1, how: "burns" } }, 'how: expected "stalls" or "refuses", got "burns"'],
    [{ ...serving, outage: "10s" }, "outage: expected an object"],
    [{ ...serving, outage: Object.assign([], { length: 1 }) }, "outage: expected an object, got undefined"],
    [
      {
        ...serving,
        outage: [
          { from: 0, to: 10 },
          { from: 9, to: 20 },
        ],
      },
      "outage: expected outages that do not overlap",
    ],
    [{ ...serving, abandoned: "lost" }, 'abandoned: expected "served" or "dropped", got "lost"'],
    [{ ...serving, rateLimit: 5 }, "rateLimit: expected an object, got 5"],
    [{ ...serving, rateLimit: {} }, "perSecond: expected a finite number > 0, got undefined"],
    [{ ...serving, rateLimit: { perSecond: 1, burst: 0.5 } }, "burst: expected a finite number ≥ 1, got 0.5"],
    [{ ...serving, failureRate: 1.1 }, "failureRate: expected a share from 0 to 1, got 1.1"],
    [{ ...serving, network: -1 }, "network: expected a duration"],
    [{ ...serving, lock: true }, 'lock: expected "none" or "optimistic", got true'],
    [{ ...serving, error: "busy" }, "error: expected a function"],
  ])("refuses %j", (options, complaint) => {
    expect(() => server(options as never)).toThrow(complaint);
  });

  it("are read once, and what comes of them is frozen", () => {
    expect(Object.isFrozen(usual)).toBe(true);
  });
});

describe("the options of a fleet", () => {
  it.each([
    [undefined, "fleet: expected an object"],
    [{ server: usual }, "arrivals: expected requests per second > 0, or { think }, or { onceWithin }, got undefined"],
    [{ ...asked, arrivals: 0 }, "arrivals: expected requests per second > 0"],
    [{ ...asked, arrivals: null }, "arrivals: expected requests per second > 0"],
    [{ ...asked, policy: null }, "policy: expected an object, got null"],
    [{ ...asked, duration: null }, "duration: expected a duration"],
    [{ ...asked, bin: null }, "bin: expected a duration"],
    [{ ...asked, arrivals: {} }, 'or { onceWithin }, got "neither"'],
    [{ ...asked, arrivals: { think: 1, onceWithin: 1 } }, 'or { onceWithin }, got "both"'],
    [{ ...asked, arrivals: { onceWithin: "soon" } }, "onceWithin: expected a duration"],
    [{ arrivals: 10 }, "server: expected what server({ workers, serviceTime }) gives, got undefined"],
    [{ ...asked, server: { workers: 1, serviceTime: 1 } }, "server: expected what server("],
    [{ ...asked, clients: 0 }, "clients: expected a whole number from 1 to 1000000, got 0"],
    [{ ...asked, clients: Infinity }, "clients: expected a whole number from 1 to 1000000, got Infinity"],
    [{ ...asked, policy: { retries: 3 } }, 'got "retries"; "attempts" counts calls'],
    [{ ...asked, layers: [{ atempts: 3 }] }, 'got "atempts"; did you mean "attempts"?'],
    [{ ...asked, layers: {} }, "layers: expected a list of policies"],
    [{ ...asked, budgetFor: "all" }, 'budgetFor: expected "client" or "fleet", got "all"'],
    [{ ...asked, duration: Infinity }, "duration: expected a duration"],
    [{ ...asked, bin: 0 }, "bin: expected a duration > 0"],
    [{ ...asked, duration: "30d" }, "bin: expected a duration > 0, at most 1000000 of them"],
    [{ ...asked, seed: 0.5 }, "seed: expected a safe integer, got 0.5"],
    [{ ...asked, sead: 1 }, 'got "sead"; did you mean "seed"?'],
  ])("refuses %j", (options, complaint) => {
    expect(() => fleet(options as never)).toThrow(complaint);
    // At the door, and not at the first step.
    expect(() => fleetSteps(options as never)).toThrow(complaint);
  });

  it("end two minutes after the last outage, after a minute without one, and with the last who asks once", () => {
    const outage = { from: "10s", to: "20s" } as const;
    const long = fleet({ arrivals: 50, server: server({ ...serving, outage } as never) });
    expect(long.histogram.requests).toHaveLength(140);
    expect(fleet({ ...asked, arrivals: 50 }).histogram.requests).toHaveLength(60);
    expect(fleet({ ...asked, arrivals: { onceWithin: 0 } }).elapsed).toBe(10);
    const thinking = { think: "1s", onceWithin: undefined } as never;
    expect(fleet({ ...asked, arrivals: thinking }).histogram.requests).toHaveLength(60);
  });

  it("leave no way to retry without delay and end at one instant", () => {
    const endless = { attempts: Infinity, schedule: fixed(0) };
    const refusing = server({ workers: 1, serviceTime: 1, outage: { from: 0, to: "1s", how: "refuses" } });
    expect(() => fleet({ policy: endless, arrivals: { onceWithin: 0 }, server: refusing })).toThrow(
      "Virtual time stands still at 0ms: the fleet still waits, and retries go on without any delay",
    );
  });
});
