import { expect, it } from "vitest";
import { toBullMQ, toBullMQStrategy, toCockatielBackoff, toTemporal } from "ostinato/compat";
import { toPRetry } from "ostinato/p-retry";
import {
  cap,
  explain,
  fixed,
  lint,
  longest,
  phases,
  preview,
  type Schedule,
  schedule,
  type Step,
} from "../../src/index.ts";
import { checkSchedule, simulate } from "../../src/testing/index.ts";
import { fail, ok } from "../../src/testing/script.ts";

// Two translations took a schedule's function away from its schedule, and one that is an instance of a class lost its fields.
class Doubling implements Schedule {
  readonly name = "doubling";
  readonly #base: number;

  constructor(base: number) {
    this.#base = base;
  }

  delay({ retry }: Step): number {
    return Math.min(this.#base * 2 ** (retry - 1), Number.MAX_VALUE);
  }

  bounds(retry: number): { min: number; max: number } {
    const delay = this.delay({ retry, previousDelay: 0 });
    return { min: delay, max: delay };
  }
}

it("is a schedule everywhere", async () => {
  const own = new Doubling(100);
  const rules = { attempts: 4, schedule: own };
  const script = [fail("x"), fail("x"), fail("x"), ok(1)];
  expect((await simulate(rules, script)).timeline).toBe("x 100ms x 200ms x 400ms o");
  expect((await simulate({ ...rules, routes: [[() => true, { schedule: own }]] }, script)).delays).toEqual([
    100, 200, 400,
  ]);
  expect(explain(rules).worst.delay).toBe(700);
  expect(lint(rules).map(({ code }) => code)).toContain("no-jitter");
  for (const made of [own, schedule(own, cap("1h")), longest(own, fixed(0)), phases([2, own], fixed(400))])
    expect(preview(made, { attempts: 4 }).map(({ max }) => max)).toEqual([100, 200, 400]);
  expect(toCockatielBackoff(own).next().next().duration).toBe(200);
  expect(toTemporal(rules)).toMatchObject({ initialInterval: 100, backoffCoefficient: 2 });
  expect(toBullMQ(rules).backoff).toMatchObject({ delay: 100 });
  expect(toBullMQStrategy(rules)(2, "custom", new Error("x"))).toBe(200);
  expect(toPRetry(rules).retries).toBe(3);
  checkSchedule(new Doubling(1));
});

it.each([NaN, -1, Infinity, "5", undefined])(
  "and one that answers %o makes no hot loop of cockatiel's retry",
  (answer) => {
    const wrong = { ...fixed(5), delay: () => answer as number };
    expect(() => toCockatielBackoff(wrong).next()).toThrow(
      "schedule: expected one whose delays are finite milliseconds ≥ 0",
    );
  },
);
