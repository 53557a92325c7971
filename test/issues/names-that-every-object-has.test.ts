import { afterEach, expect, it } from "vitest";
import {
  fixed,
  fullJitter,
  hedge,
  type Outcome,
  type PolicyOptions,
  retry,
  schedule,
  settle,
} from "../../src/index.ts";
import { logHooks } from "../../src/observe/index.ts";
import { recorder, replay, virtualClock } from "../../src/testing/index.ts";

type Name =
  | "place"
  | "failure"
  | "note"
  | "turn"
  | "route"
  | "routeAttempts"
  | "counts"
  | "threw"
  | "permanent"
  | "debug";
const polluted = Object.prototype as Partial<Record<Name, unknown>>;

afterEach(() => {
  for (const name of [
    "place",
    "failure",
    "note",
    "turn",
    "route",
    "routeAttempts",
    "counts",
    "threw",
    "permanent",
    "debug",
  ] as const)
    delete polluted[name];
});

it("say nothing of where a draw falls (F-074)", () => {
  polluted.place = 0;
  expect(schedule(fixed(10), fullJitter).delay({ retry: 1, previousDelay: 0 }, () => 0.5)).toBe(5);
});

it("end no attempts side by side (F-074)", async () => {
  polluted.failure = 0;
  const clock = virtualClock();
  const operation = ({ attempt }: { attempt: number }): string => {
    if (attempt === 1) throw new Error("busy");
    return "done";
  };
  expect(await clock.runUntil(hedge(operation, { schedule: fixed(10) }, { clock }))).toBe("done");
  expect(await clock.runUntil(settle(operation, { schedule: fixed(10) }, { clock }))).toMatchObject({ ok: true });
});

it.each(["note", "turn"] as const)("are no part of a clock that lacks it: %s (F-074)", async (name) => {
  polluted[name] = "nonsense";
  const { now, wallNow, schedule: wait } = virtualClock();
  const clock = { now, wallNow, schedule: wait };
  const operation = ({ attempt }: { attempt: number }): number => {
    if (attempt < 3) throw new Error("busy");
    return attempt;
  };
  expect(await retry(operation, { schedule: fixed(0), attemptTimeout: "1s" }, { clock })).toBe(3);
  expect(await retry(operation, { schedule: fixed(0) })).toBe(3);
});

it("are no route that a failure took (F-074)", async () => {
  Object.assign(polluted, { route: 0, routeAttempts: [1] });
  const outcome = await settle(
    ({ attempt }) => {
      if (attempt < 3) throw new Error("busy");
      if (attempt < 4) throw new RangeError("rare");
      return "done";
    },
    { attempts: 5, schedule: fixed(0), routes: [[(error) => error instanceof RangeError, { attempts: 2 }]] },
  );
  expect(outcome).toMatchObject({ ok: true, attempts: 4 });
});

it("are no count of a route, neither in a policy nor in a trace, nor what a trace says of errors (F-074)", async () => {
  const rules = {
    attempts: 9,
    schedule: fixed(0),
    routes: [[(error) => error === "A", { attempts: 3 }]],
  } as PolicyOptions;
  const failures = ["A", "B", "A", "A"];
  const tape = recorder();
  const run = (): Promise<Outcome<never>> =>
    settle(() => Promise.reject(failures.shift()), rules, { clock: virtualClock(), trace: tape });
  Object.assign(polluted, { counts: ["all", "all"], threw: "evil", permanent: true });
  expect(await run()).toMatchObject({ attempts: 4 });
  expect((await replay(JSON.parse(JSON.stringify(tape)) as object)).attempts).toBe(4);
});

it("are no method of a logger (F-074)", async () => {
  polluted.debug = "evil";
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  await settle(() => 1, logHooks({ info: log, warn: log, error: log }));
  expect(lines).toEqual([]);
});
