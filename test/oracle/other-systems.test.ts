import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  type BullMQJobOptions,
  fromGrpc,
  fromTemporal,
  grpcConnection,
  type TemporalRetryPolicy,
  toBullMQ,
  toBullMQStrategy,
  toTemporal,
} from "../../src/compat/index.ts";
import { cap, equalJitter, exponential, fixed, fullJitter, schedule, spread } from "../../src/core/index.ts";
import { HIGHEST_DRAW } from "../../src/core/random.ts";
import { grpcThrottling } from "../../src/policy/budget-presets.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { fail, ok } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import { lawParameters } from "../support/laws.ts";

/**
 * `PEERS=<a node_modules folder>` holds ours against the packages themselves: bullmq, @temporalio/common and @grpc/grpc-js.
 * They are no dependencies of the house because they, or what they need, have install scripts.
 */
const folder = process.env["PEERS"];
const load = createRequire(import.meta.url);
const genuine = (path: string): any => load(join(resolve(folder!), path));

const DRAWS = [0, 0.25, 0.5, HIGHEST_DRAW];

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe.skipIf(folder === undefined)("toBullMQ beside the Backoffs of bullmq", () => {
  const calculated = (backoff: unknown, made: number, error = new Error("busy"), custom?: unknown): number =>
    genuine("bullmq/dist/cjs/classes/backoffs.js").Backoffs.calculate(backoff, made, error, undefined, custom);

  it.each<PolicyOptions<never>>([
    { schedule: fixed("1s") },
    { schedule: schedule(fixed("1s"), equalJitter) },
    { schedule: exponential("1s") },
    { schedule: schedule(exponential("1s"), fullJitter) },
    { schedule: schedule(exponential("150ms"), spread(0.25)) },
    { schedule: schedule(exponential("7ms"), cap("1h"), fullJitter) },
  ])("waits as long: %o", (options) => {
    const { backoff }: BullMQJobOptions = toBullMQ({ attempts: 9, ...options });
    for (const draw of DRAWS) {
      vi.spyOn(Math, "random").mockReturnValue(draw);
      for (let made = 1; made < 9; made++) {
        const ours = options.schedule!.delay({ retry: made, previousDelay: 0 }, () => draw);
        // BullMQ takes whole milliseconds.
        expect(Math.abs(calculated(backoff, made) - ours)).toBeLessThanOrEqual(1);
      }
    }
  });

  it("is asked for a strategy that BullMQ does not know", () => {
    const strategy = toBullMQStrategy({ attempts: 4, schedule: schedule(exponential("1s"), cap("3s")) });
    const delays = [1, 2, 3, 4].map((made) => calculated({ type: "custom" }, made, new Error("busy"), strategy));
    expect(delays).toEqual([1_000, 2_000, 3_000, -1]);
  });
});

describe.skipIf(folder === undefined)("fromGrpc beside the RetryingCall of @grpc/grpc-js", () => {
  it.each<[maxAttempts: number, backoffMultiplier: number, most: string]>([
    [4, 2, "1s"],
    [5, 1.6, "0.25s"],
    [3, 1, "1s"],
    [5, 0.5, "1s"],
    [9, 10, "100s"],
  ])("has its attempts and delays: %d attempts, times %d, up to %s", (maxAttempts, backoffMultiplier, maxBackoff) => {
    const retryPolicy = {
      maxAttempts,
      initialBackoff: "0.1s",
      maxBackoff,
      backoffMultiplier,
      retryableStatusCodes: ["UNAVAILABLE"],
    };
    const policy = fromGrpc(retryPolicy);
    const { RetryingCall } = genuine("@grpc/grpc-js/build/src/retrying-call.js");
    for (const draw of DRAWS) {
      vi.spyOn(Math, "random").mockReturnValue(draw);
      const call = new RetryingCall({ getOptions: () => ({}) }, { methodConfig: { retryPolicy } });
      expect(policy.attempts).toBe(call.maxAttempts);
      for (let retry = 1; retry < 30; retry++) {
        const ours = policy.schedule.delay({ retry, previousDelay: 0 }, () => draw);
        expect(ours).toBeCloseTo(call.getNextRetryBackoffMs(), 6);
      }
    }
  });

  it("waits as long whatever a server pushes back, and ends where it ends", async () => {
    const { RetryingCall } = genuine("@grpc/grpc-js/build/src/retrying-call.js");
    const retryPolicy = {
      maxAttempts: 5,
      initialBackoff: "0.1s",
      maxBackoff: "0.3s",
      backoffMultiplier: 2,
      retryableStatusCodes: ["UNAVAILABLE"],
    };
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    /** What its timer is set to after each failure. */
    const theirs = (pushbacks: readonly (number | null)[]): (number | string)[] => {
      const call = new RetryingCall({ getOptions: () => ({}) }, { methodConfig: { retryPolicy } });
      const set = vi.spyOn(globalThis, "setTimeout");
      call.state = "RETRY";
      call.attempts = 1;
      call.startNewAttempt = () => {};
      const steps: (number | string)[] = [];
      for (const pushback of pushbacks) {
        let retried: boolean | undefined;
        call.maybeRetryCall(pushback, (answer: boolean) => (retried = answer));
        if (retried === undefined) steps.push(Math.round(set.mock.lastCall![1]!));
        else return [...steps, call.state === "RETRY" ? "attempts" : "hint-too-long"];
        vi.runAllTimers();
      }
      return steps;
    };
    const ours = async (pushbacks: readonly (number | null)[]): Promise<(number | string)[]> => {
      const busy = (pushback: number | null): unknown => ({
        code: 14,
        metadata: { get: () => (pushback === null ? [] : [String(pushback)]) },
      });
      const script = [...pushbacks.map((each) => fail(busy(each))), ok("done")];
      const { delays, outcome } = await simulate(fromGrpc(retryPolicy), script);
      return [...delays.map(Math.round), ...(outcome.ok ? [] : [outcome.reason])];
    };
    const pushback = fc.oneof(fc.constant(null), fc.constant(null), fc.nat(60_000), fc.constant(0), fc.constant(-1));
    const law = fc.asyncProperty(fc.array(pushback, { maxLength: 6 }), async (pushbacks) => {
      expect(await ours(pushbacks)).toEqual(theirs(pushbacks));
    });
    await fc.assert(law, lawParameters(200));
  });

  it("grpcThrottling holds what its RetryThrottler holds, and retries when it does", () => {
    const { RetryThrottler } = genuine("@grpc/grpc-js/build/src/retrying-call.js");
    const theirs = new RetryThrottler(10, 0.1);
    const ours = grpcThrottling({ maxTokens: 10, tokenRatio: 0.1 });
    for (const event of "xoxxoooxxxxxxxxxxxxoxo".repeat(3) + "o".repeat(80) + "xxxxx") {
      const failed = event === "x";
      if (failed) theirs.addCallFailed();
      else theirs.addCallSucceeded();
      if (!failed) ours.deposit(0, 0);
      const granted = failed && ours.withdraw(0, { kind: "error", error: event }, true) !== undefined;
      expect(granted).toBe(failed && theirs.canRetryCall());
      expect(ours.balance(0)).toBeCloseTo(theirs.tokens, 6);
    }
  });

  it("grpcConnection lies in the range of its BackoffTimeout, and begins where it begins", () => {
    vi.useFakeTimers();
    const { BackoffTimeout } = genuine("@grpc/grpc-js/build/src/backoff-timeout.js");
    const { delay } = grpcConnection.schedule;
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const theirs = new BackoffTimeout(() => {});
    for (let retry = 1; retry < 20; retry++) {
      const began = Date.now();
      theirs.runOnce();
      // Drawn at a half, its delay is the one in the middle of the range; dates are whole milliseconds.
      expect(
        Math.abs(theirs.getEndTime().getTime() - began - delay({ retry, previousDelay: 0 }, () => 0.5)),
      ).toBeLessThan(1);
      theirs.stop();
    }
  });
});

describe.skipIf(folder === undefined)("fromTemporal and toTemporal beside @temporalio/common", () => {
  // The delays are the server's, which is no npm package: they are held to its documented formula.
  const temporal = (): any => genuine("@temporalio/common");

  it.each<TemporalRetryPolicy>([
    toTemporal({ attempts: 6, schedule: schedule(exponential("200ms"), cap("30s")) }),
    toTemporal({ attempts: Infinity, schedule: fixed("5s") }),
    toTemporal({ attempts: 1 }),
    { initialInterval: "1 minute", backoffCoefficient: 1.5, maximumInterval: "2 hours", nonRetryableErrorTypes: ["A"] },
  ])("its SDK takes what ours gives, and reads the same in it: %o", (retryPolicy) => {
    const { compileRetryPolicy, decompileRetryPolicy } = temporal();
    const { initialInterval, maximumInterval, ...rest } = decompileRetryPolicy(compileRetryPolicy(retryPolicy));
    const ours = fromTemporal(retryPolicy);
    expect(ours.schedule.bounds(1).max).toBe(initialInterval);
    expect(ours.schedule.bounds(1e6).max).toBe(
      rest.backoffCoefficient === 1 ? initialInterval : (maximumInterval ?? 100 * initialInterval),
    );
    expect(ours.attempts).toBe(rest.maximumAttempts ?? Infinity);
    expect(fromTemporal({ initialInterval, ...(maximumInterval && { maximumInterval }) }).schedule.bounds(1).max).toBe(
      initialInterval,
    );
  });

  it.each<unknown>([
    { backoffCoefficient: 0 },
    { backoffCoefficient: -1 },
    { maximumAttempts: -1 },
    { maximumAttempts: 1.5 },
    { initialInterval: 0 },
    { maximumInterval: 0 },
    { initialInterval: "2s", maximumInterval: "1s" },
    { initialInterval: "soon" },
  ])("both refuse %o", (retryPolicy) => {
    expect(() => temporal().compileRetryPolicy(retryPolicy)).toThrow(/\w/);
    expect(() => fromTemporal(retryPolicy as TemporalRetryPolicy)).toThrow("expected");
  });

  it("judges its own errors as its server does", () => {
    const { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } = temporal();
    const { retryIf } = fromTemporal({ nonRetryableErrorTypes: ["CardRefused"] });
    const judged = (error: unknown): unknown => retryIf?.(error, { attempt: 1, elapsed: 0, previousDelay: 0 });
    expect(judged(ApplicationFailure.retryable("busy", "Busy"))).toBe(true);
    expect(judged(ApplicationFailure.nonRetryable("no", "Busy"))).toBe(false);
    expect(judged(ApplicationFailure.create({ type: "CardRefused" }))).toBe(false);
    expect(judged(new CancelledFailure("left"))).toBe(false);
    expect(judged(new TerminatedFailure("ended"))).toBe(false);
    expect(judged(new TimeoutFailure("late", undefined, "START_TO_CLOSE"))).toBe(true);
  });
});
