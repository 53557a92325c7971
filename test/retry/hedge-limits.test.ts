import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { permanent } from "../../src/policy/errors.ts";
import { hedge, type HedgeOptions } from "../../src/retry/hedge.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { busy, type Plan, spaced, staged } from "./hedge-stage.ts";
import { gate, listeners, rejection } from "./scene.ts";

describe("the limits of a hedge", () => {
  it("per attempt make a failure of a silent one, which starts the next", async () => {
    const { run, starts, heard } = staged([undefined, undefined, { after: 1, value: "ok" }]);
    expect(await run({ schedule: fixed(1_000), attempts: 3, attemptTimeout: 30 })).toBe("ok");
    expect(starts()).toEqual([0, 30, 60]);
    expect(heard[0]!.context.signal.reason).toMatchObject({ code: "ATTEMPT_TIMEOUT" });
  });

  it("in total end all at the deadline, with all signals aborted", async () => {
    const { run, heard, clock } = staged([]);
    expect(await rejection(run({ ...spaced, totalTimeout: 250 }))).toMatchObject({ code: "TOTAL_TIMEOUT" });
    expect([clock.now(), clock.pending(), heard.map(({ gone }) => gone)]).toEqual([250, [], [250, 250, 250]]);
  });

  it("of zero in total allow no call", async () => {
    const { run, heard } = staged([]);
    expect(await rejection(run({ ...spaced, totalTimeout: 0 }))).toMatchObject({ code: "TOTAL_TIMEOUT" });
    expect(heard).toEqual([]);
  });

  it("refuse a hint beyond the deadline with the failure", async () => {
    const ends: unknown[] = [];
    const { run } = staged([{ after: 10, error: busy }]);
    const delayHint = () => ({ delay: 500, spread: 0, atMost: 1_000 });
    const options = {
      ...spaced,
      totalTimeout: 400,
      delayHint,
      onGiveUp: ({ reason }: { reason: string }) => ends.push(reason),
    };
    expect(await rejection(run(options))).toBe(busy);
    expect(ends).toEqual(["deadline"]);
  });
});

describe("a caller who leaves a hedge", () => {
  it("before it is called: no call at all, and the reason", async () => {
    const { run, heard } = staged([]);
    expect(await rejection(run(spaced, { signal: AbortSignal.abort("never mind") }))).toBe("never mind");
    expect(heard).toEqual([]);
  });

  it("during it: all attempts are aborted with the reason, in the same turn, and nothing is left", async () => {
    const { clock, operation, heard } = staged([]);
    const controller = new AbortController();
    const run = rejection(hedge(operation, spaced, { clock, signal: controller.signal }));
    await clock.advance(150);
    controller.abort("never mind");
    expect(await run).toBe("never mind");
    expect(heard.map(({ gone, context }) => [gone, context.signal.reason])).toEqual([
      [150, "never mind"],
      [150, "never mind"],
    ]);
    expect([clock.pending(), listeners(controller.signal)]).toEqual([[], 0]);
    await clock.advance("1h");
    expect(heard).toHaveLength(2);
  });

  it("while it waits for a hint", async () => {
    const { clock, operation, heard } = staged([{ after: 10, error: busy }]);
    const controller = new AbortController();
    const delayHint = () => ({ delay: 500, spread: 0, atMost: 1_000 });
    const run = rejection(hedge(operation, { ...spaced, delayHint }, { clock, signal: controller.signal }));
    await clock.advance(150);
    controller.abort("never mind");
    expect(await run).toBe("never mind");
    expect([clock.pending(), heard.length, listeners(controller.signal)]).toEqual([[], 1, 0]);
  });

  it("in a hook, before the call", async () => {
    const { run, heard } = staged([]);
    const controller = new AbortController();
    const ends: unknown[] = [];
    const options = {
      ...spaced,
      onAttempt: () => controller.abort("never mind"),
      onGiveUp: ({ attempt, reason }: { attempt: number; reason: string }) => ends.push([attempt, reason]),
    };
    expect(await rejection(run(options, { signal: controller.signal }))).toBe("never mind");
    expect([heard, ends]).toEqual([[], [[0, "aborted"]]]);
  });

  it.each(["open", "shut"] as const)(
    "after an attempt was there to %s: an answer wins, a failure does not",
    async (how) => {
      const clock = virtualClock();
      const lanes = [gate<string>(), gate<string>()];
      const controller = new AbortController();
      const run = hedge(({ attempt }) => lanes[attempt - 1]!.promise, spaced, { clock, signal: controller.signal });
      const ending = run.catch((error: unknown) => error);
      await clock.advance(100);
      lanes[1]![how]("there");
      controller.abort("never mind");
      expect(await ending).toBe(how === "open" ? "there" : "never mind");
      expect([clock.pending(), listeners(controller.signal)]).toEqual([[], 0]);
    },
  );
});

describe("what is left of a hedge", () => {
  const ENDINGS: readonly (readonly [how: string, plans: readonly Plan[], options: Partial<HedgeOptions>])[] = [
    ["the first answers", [{ after: 1, value: 1 }], {}],
    ["a later one answers", [undefined, { after: 1, value: 1 }], {}],
    [
      "all fail",
      [
        { after: 1, error: busy },
        { after: 1, error: busy },
        { after: 1, error: busy },
      ],
      {},
    ],
    ["one is permanent", [undefined, { after: 1, error: permanent(busy) }], {}],
    ["the deadline comes", [], { totalTimeout: 1_000 }],
    ["attempts time out", [], { attemptTimeout: 10 }],
    [
      "the schedule throws",
      [],
      {
        schedule: {
          ...fixed(1),
          delay: () => {
            throw busy;
          },
        },
      },
    ],
    [
      "a verdict throws",
      [{ after: 1, value: 1 }],
      {
        retryResult: () => {
          throw busy;
        },
      },
    ],
  ];

  it.each(ENDINGS)("when %s: no timer, no listener", async (_, plans, options) => {
    const { clock, run } = staged(plans);
    const { signal } = new AbortController();
    await rejection(run({ ...spaced, ...options }, { signal }));
    expect([clock.pending(), listeners(signal)]).toEqual([[], 0]);
  });
});
