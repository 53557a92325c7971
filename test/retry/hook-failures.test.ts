import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import type { Hooks } from "../../src/policy/events.ts";
import { retry as ours } from "../../src/retry/retry.ts";
import { trap } from "../support/trap.ts";
import { never, rejection, strays } from "./scene.ts";

const busy = new Error("busy");
const oops = new Error("oops");
const names = ["onAttempt", "onRetry", "onSuccess", "onGiveUp", "onLate"] as const satisfies readonly (keyof Hooks)[];

type Hook = () => unknown;
const throwing: Hook = () => {
  throw oops;
};
const rejecting: Hook = () => Promise.reject(oops);
const hanging: Hook = never;

const troubles: readonly (readonly [row: string, what: string, hook: Hook, reports: number])[] = [
  ["F-059 T9", "throws", throwing, 1],
  ["F-060", "rejects", rejecting, 1],
  ["F-060", "rejects with a promise of another realm", () => runInNewContext("(e) => Promise.reject(e)")(oops), 1],
  ["F-060", "answers with a thenable that rejects", () => ({ then: (_: unknown, no: Hook) => no() }), 1],
  [
    "F-060",
    "answers with something whose then cannot be read",
    () => Object.defineProperty(Object.create(null), "then", { get: throwing }),
    1,
  ],
  ["F-061", "never settles", hanging, 0],
];

describe("rule 5e a hook that fails changes neither outcome nor timing, and is reported once", () => {
  for (const [row, what, hook, reports] of troubles) {
    trap(`${row} onRetry ${what}`, async ({ retry, clock }) => {
      const starts: number[] = [];
      const operation = (): never => {
        starts.push(clock.now());
        throw busy;
      };
      const { warnings, rejections } = await strays(async () => {
        const options = { attempts: 2, schedule: fixed(100), onRetry: hook };
        expect(await clock.runUntil(rejection(retry(operation, options, { clock })))).toBe(busy);
      });
      expect(starts).toEqual([0, 100]);
      expect(rejections).toEqual([]);
      expect(warnings.length).toBe(reports);
    });

    trap(`${row} every hook ${what}`, async ({ retry, clock }) => {
      const hooks = Object.fromEntries(names.map((name) => [name, hook]));
      const { warnings, rejections } = await strays(async () => {
        const slow = (): Promise<string> => new Promise((resolve) => clock.schedule(60, () => resolve("late")));
        const options = { attempts: 2, attemptTimeout: 50, schedule: fixed(100), ...hooks };
        const run = rejection(retry(slow, options, { clock }));
        expect(await clock.runUntil(run)).toMatchObject({ code: "ATTEMPT_TIMEOUT" });
        expect(clock.now()).toBe(200);
        await clock.advance(100);
        expect(await clock.runUntil(retry(() => "done", hooks, { clock }))).toBe("done");
      });
      const told = ["onAttempt", "onRetry", "onLate", "onAttempt", "onGiveUp", "onLate", "onAttempt", "onSuccess"];
      expect(rejections).toEqual([]);
      expect(warnings.map(({ message }) => message.split(" ")[0])).toEqual(reports ? expect.arrayContaining(told) : []);
      expect(warnings.length).toBe(reports ? told.length : 0);
    });
  }

  trap("F-059 the report is a warning that names the hook and what it threw", async ({ retry, clock }) => {
    const { warnings } = await strays(async () => {
      await clock.runUntil(retry(() => "done", { onSuccess: throwing }, { clock }));
    });
    expect(warnings).toMatchObject([
      { name: "OstinatoWarning", code: "OSTINATO_HOOK", message: "onSuccess failed: Error: oops" },
    ]);
  });

  trap("F-082 it tells name and message alone, not what else the error carries", async ({ retry, clock }) => {
    const onSuccess = (): never => {
      throw Object.assign(new Error("busy"), { config: { headers: { authorization: "secret" } } });
    };
    const { warnings } = await strays(async () => {
      expect(await clock.runUntil(retry(() => "done", { onSuccess }, { clock }))).toBe("done");
    });
    expect(warnings.map(({ message }) => message)).toEqual(["onSuccess failed: Error: busy"]);
    expect(inspect(warnings, { depth: Infinity, showHidden: true })).not.toContain("secret");
  });

  trap("F-083 a message of ten million characters is cut", async ({ retry, clock }) => {
    const onSuccess = (): never => {
      throw new Error("\ud800\0".repeat(5_000_000));
    };
    const { warnings } = await strays(async () => {
      expect(await clock.runUntil(retry(() => "done", { onSuccess }, { clock }))).toBe("done");
    });
    expect(warnings.map(({ message }) => message.length)).toEqual(["onSuccess failed: ".length + 10_000 + 1]);
  });

  for (const [what, thrown, text] of [
    ["undefined", undefined, "undefined"],
    ["a string", "oops", "oops"],
    ["an object without a prototype", Object.create(null), "an error that cannot be read"],
    ["a proxy that has been revoked", revoked(), "an error that cannot be read"],
    [
      "an error with a message that is none",
      Object.assign(new Error(), { message: Symbol("x") }),
      "an error that cannot be read",
    ],
  ] as const) {
    trap(`F-053 also when it throws ${what}`, async ({ retry, clock }) => {
      const onSuccess = (): never => {
        throw thrown;
      };
      const { warnings } = await strays(async () => {
        expect(await clock.runUntil(retry(() => "done", { onSuccess }, { clock }))).toBe("done");
      });
      expect(warnings.map(({ message }) => message)).toEqual([`onSuccess failed: ${text}`]);
    });
  }
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe("where there is no process to warn", () => {
  const failure = (): Promise<string> => ours(() => "done", { onAttempt: throwing });
  /** Hooks of a first attempt run before the call returns, so that the process is away for no longer. */
  const elsewhere = (run: () => Promise<string>, globals: Record<string, unknown>): Promise<string> => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    try {
      return run();
    } finally {
      vi.unstubAllGlobals();
    }
  };

  it("the error goes to reportError, as it is", async () => {
    const reported: unknown[] = [];
    const reportError = (error: unknown): void => void reported.push(error);
    expect(await elsewhere(failure, { process: undefined, reportError })).toBe("done");
    expect(await elsewhere(failure, { process: {}, reportError })).toBe("done");
    expect(reported).toEqual([oops, oops]);
  });

  it("and where there is nothing to report to, nowhere", async () => {
    expect(await elsewhere(failure, { process: undefined, reportError: undefined })).toBe("done");
  });
});
