import { handleAll, retry as theirRetry } from "cockatiel";
import { afterEach, describe, expect, it, vi } from "vitest";
import { toCockatielBackoff } from "../../src/compat/index.ts";
import { cap, decorrelated, exponential, fixed, fullJitter, schedule, sequence } from "../../src/core/index.ts";
import { flaky } from "./cockatiel-flaky.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("an IBackoffFactory of toCockatielBackoff", () => {
  it("gives the delays of the schedule to the genuine retry", async () => {
    vi.useFakeTimers();
    const delays: number[] = [];
    const policy = theirRetry(handleAll, {
      maxAttempts: 4,
      backoff: toCockatielBackoff(schedule(exponential("100ms"), cap("300ms"))),
    });
    policy.onRetry(({ delay }) => delays.push(delay));
    const run = policy.execute(flaky(4));
    await vi.runAllTimersAsync();
    expect(await run).toBe(5);
    expect(delays).toEqual([100, 200, 300, 300]);
  });

  it("hands each delay on to the next, and draws for each", () => {
    const draws = [0.5, 0, 0.999];
    const random = (): number => draws.shift()!;
    const first = toCockatielBackoff(decorrelated("100ms"), random).next();
    const second = first.next();
    expect([first.duration, second.duration, second.next().duration]).toEqual([200, 100, 299.8]);
  });

  it("is nobody's state: two that begin together go their own ways", () => {
    const factory = toCockatielBackoff(sequence("1ms", "2ms", "3ms"));
    const [one, other] = [factory.next(), factory.next()];
    expect([one.next().next().duration, other.duration, other.next().duration]).toEqual([3, 1, 2]);
  });

  it("ends at the longest delay that a timer keeps, where cockatiel would not wait at all", () => {
    expect(toCockatielBackoff(fixed("30d")).next().duration).toBe(2 ** 31 - 1);
  });

  it("draws by Math.random unless told otherwise", () => {
    vi.spyOn(Math, "random").mockReturnValue(0.25);
    expect(toCockatielBackoff(schedule(fixed("1s"), fullJitter)).next().duration).toBe(250);
  });

  it.each([undefined, {}, "fixed 1s"])("refuses %o for a schedule", (value) => {
    expect(() => toCockatielBackoff(value as never)).toThrow("schedule: expected a schedule");
  });

  it("refuses draws that are no function", () => {
    expect(() => toCockatielBackoff(fixed(1), 0.5 as never)).toThrow("random: expected a function");
  });
});
