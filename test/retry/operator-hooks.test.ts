import { of } from "rxjs";
import { describe, expect, it } from "vitest";
import { retryBackoff } from "ostinato/rxjs";
import { fixed } from "../../src/core/sources.ts";
import { type RetryBudget, retryBudget } from "../../src/policy/budget.ts";
import { strays } from "./scene.ts";
import { busy, failure, streamed, value } from "./stream-stage.ts";
import { blame } from "../support/host.ts";

const flaky = [
  [[10, failure]],
  [
    [5, value("a")],
    [6, value("b")],
    [7, "end"],
  ],
] as const;
const twice = { attempts: 2, schedule: fixed(100) };

describe("the hooks of a stream", () => {
  it("are told in order, around what the subscriber hears", async () => {
    const { source, clock, observer, heard } = streamed(...flaky);
    const hook =
      (name: string) =>
      (event: object): void =>
        void heard.push([name, event]);
    const hooks = { onAttempt: hook("attempt"), onRetry: hook("retry"), onSuccess: hook("success") };
    source.pipe(retryBackoff({ ...twice, ...hooks, onGiveUp: hook("never") }, { clock })).subscribe(observer);
    await clock.advance("1s");
    expect(heard).toEqual([
      ["attempt", { attempt: 1, attempts: 2, elapsed: 0 }],
      [
        "retry",
        { attempt: 1, attempts: 2, elapsed: 10, failure: { kind: "error", error: busy }, delay: 100, from: "schedule" },
      ],
      ["attempt", { attempt: 2, attempts: 2, elapsed: 110 }],
      [115, "a"],
      [116, "b"],
      ["success", { attempt: 2, attempts: 2, elapsed: 117, value: "b" }],
      [117, "complete"],
    ]);
  });

  it("hear the end without a completion before the subscriber does", async () => {
    const { source, clock, observer, heard } = streamed([[10, failure]]);
    const onGiveUp = (event: object): void => void heard.push(event);
    source.pipe(retryBackoff({ ...twice, onGiveUp }, { clock })).subscribe(observer);
    await clock.advance("1s");
    expect(heard).toEqual([
      { attempt: 2, attempts: 2, elapsed: 120, failure: { kind: "error", error: busy }, reason: "attempts" },
      [120, "failed", busy],
    ]);
  });

  it("change nothing when they throw, and are reported", async () => {
    const { source, clock, observer, heard } = streamed(...flaky);
    const oops = (): never => {
      throw new Error("oops");
    };
    const { warnings } = await strays(async () => {
      const hooks = { onAttempt: oops, onRetry: oops, onSuccess: oops };
      source.pipe(retryBackoff({ ...twice, ...hooks }, { clock })).subscribe(observer);
      await clock.advance("1s");
    });
    expect(heard).toEqual([
      [115, "a"],
      [116, "b"],
      [117, "complete"],
    ]);
    expect(warnings.map(({ message }) => message)).toEqual(
      ["onAttempt", "onRetry", "onAttempt", "onSuccess"].map((name) => `${blame(name)}Error: oops`),
    );
  });
});

describe("the budget of a stream", () => {
  const recorded = (told: unknown[], price: number | undefined = 2): RetryBudget => ({
    ...retryBudget({ capacity: 10 }),
    begin: (now) => void told.push(["begin", now]),
    withdraw: (now, _, wanted) => (told.push(["withdraw", now, wanted]), price),
    deposit: (now, paid) => void told.push(["deposit", now, paid]),
  });

  it("is told of the beginning, each retry and the completion", async () => {
    const { source, clock, observer } = streamed(...flaky);
    const told: unknown[] = [];
    source.pipe(retryBackoff({ ...twice, budget: recorded(told) }, { clock })).subscribe(observer);
    await clock.advance("1s");
    expect(told).toEqual([
      ["begin", 0],
      ["withdraw", 10, true],
      ["deposit", 117, 2],
    ]);
  });

  it("ends the stream with the source's error where it refuses", async () => {
    const { source, clock, observer, heard, residue } = streamed([[10, failure]]);
    const budget = retryBudget({ capacity: 1 });
    const reasons: string[] = [];
    const options = { attempts: 9, schedule: fixed(10), budget };
    const onGiveUp = ({ reason }: { reason: string }): void => void reasons.push(reason);
    source.pipe(retryBackoff({ ...options, onGiveUp }, { clock })).subscribe(observer);
    await clock.advance("1s");
    expect([heard, reasons, residue()]).toEqual([[[30, "failed", busy]], ["budget"], [0, 0, 0]]);
    expect(budget.balance(30)).toBe(0);
  });

  it("is told of each recovery when a stream begins anew", async () => {
    const dropped = [
      [5, value("a")],
      [10, failure],
    ] as const;
    const { source, clock, observer } = streamed(dropped, dropped, [[1, "end"]]);
    const told: unknown[] = [];
    const options = { ...twice, budget: recorded(told), resetOnSuccess: true };
    source.pipe(retryBackoff(options, { clock })).subscribe(observer);
    await clock.advance("1s");
    expect(told).toEqual([
      ["begin", 0],
      ["withdraw", 10, true],
      ["deposit", 115, 2],
      ["begin", 115],
      ["withdraw", 120, true],
      ["deposit", 221, 2],
    ]);
  });

  it("is told once of a stream that never failed, reset or not", () => {
    for (const resetOnSuccess of [true, false]) {
      const told: unknown[] = [];
      const { clock } = streamed([]);
      of(1, 2)
        .pipe(retryBackoff({ budget: recorded(told), resetOnSuccess }, { clock }))
        .subscribe();
      expect(told).toEqual([
        ["begin", 0],
        ["deposit", 0, 0],
      ]);
    }
  });
});
