import {
  DEFAULT_MAX_ATTEMPTS,
  INITIAL_RETRY_TOKENS,
  NO_RETRY_INCREMENT,
  RETRY_COST,
  StandardRetryStrategy,
  TIMEOUT_RETRY_COST,
} from "@smithy/util-retry";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { awsStandard } from "../../src/compat/index.ts";
import { HIGHEST_DRAW } from "../../src/core/random.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Failure, Progress } from "../../src/policy/failure.ts";
import type { Policy } from "../../src/policy/policy.ts";
import { lawParameters } from "../support/laws.ts";

/** What the SDK calls a failure, and the error that it calls so. */
const ERRORS = {
  TRANSIENT: Object.assign(new Error("busy"), { name: "TimeoutError" }),
  THROTTLING: Object.assign(new Error("slow down"), { name: "ThrottlingException" }),
  CLIENT_ERROR: Object.assign(new Error("no"), { name: "AccessDeniedException" }),
  SERVER_ERROR: Object.assign(new Error("not built"), { $metadata: { httpStatusCode: 501 } }),
} as const;
type Type = keyof typeof ERRORS;

/** The delays of a call before each retry, and what its quota holds after the call. */
interface Trace {
  readonly delays: readonly number[];
  readonly quota: number;
}

interface Call {
  readonly failures: readonly Type[];
  /** Milliseconds that the service asks for in `x-amz-retry-after`. */
  readonly after?: number | undefined;
  readonly draw?: number;
}

const attempts = 6;

/** A call as the SDK's own strategy plays it: as its middleware does, the hint is a date. */
async function theirs(strategy: StandardRetryStrategy, { failures, after, draw = 0.5 }: Call): Promise<Trace> {
  vi.spyOn(Math, "random").mockReturnValue(draw);
  const delays: number[] = [];
  let token = await strategy.acquireInitialRetryToken("");
  for (const errorType of failures) {
    const retryAfterHint = after === undefined ? undefined : new Date(Date.now() + after);
    const asked = strategy
      .refreshRetryTokenForRetry(token, { errorType, ...(retryAfterHint && { retryAfterHint }) })
      .catch(() => undefined);
    const began = Date.now();
    await vi.runAllTimersAsync();
    const next = await asked;
    if (next === undefined) return { delays, quota: strategy.getCapacity() };
    delays.push(Date.now() - began);
    token = next;
  }
  strategy.recordSuccess(token);
  return { delays, quota: strategy.getCapacity() };
}

const hinted = (error: Error, after: number | undefined): Error =>
  after === undefined
    ? error
    : Object.assign(Object.create(error) as Error, {
        name: error.name,
        $response: { headers: { "x-amz-retry-after": String(after) } },
      });

function ours(policy: Policy, { failures, after, draw = 0.5 }: Call): Trace {
  const { budget } = policy;
  const delays: number[] = [];
  let paid = 0;
  let progress: Progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
  for (const type of failures) {
    const failure: Failure = { kind: "error", error: hinted(ERRORS[type], after) };
    const decision = decide(policy, failure, progress, { wallNow: Date.now(), random: () => draw });
    const cost = decision.kind === "retry" ? budget!.withdraw(0, failure, true) : undefined;
    if (decision.kind === "stop" || cost === undefined) return { delays, quota: budget!.balance(0) };
    paid = cost;
    delays.push(decision.delay);
    progress = { ...progress, attempt: progress.attempt + 1 };
  }
  budget!.deposit(0, paid);
  return { delays, quota: budget!.balance(0) };
}

/** The SDK takes whole milliseconds, by rounding down. */
function expectAlike(our: Trace, their: Trace): void {
  expect(our.quota).toBe(their.quota);
  expect(our.delays.map(Math.floor)).toEqual(their.delays);
}

const repeated = (type: Type, times: number): Type[] => Array.from({ length: times }, () => type);

const CALLS: readonly Call[] = [
  { failures: [] },
  ...[1, 2, 3, 4, 5, 6].flatMap((times) => [
    { failures: repeated("TRANSIENT", times) },
    { failures: repeated("THROTTLING", times) },
  ]),
  ...[0, 0.1, HIGHEST_DRAW].flatMap((draw) => [
    { failures: repeated("TRANSIENT", 5), draw },
    { failures: repeated("THROTTLING", 5), draw },
  ]),
  { failures: ["THROTTLING", "TRANSIENT", "TRANSIENT"] },
  { failures: ["CLIENT_ERROR"] },
  { failures: ["SERVER_ERROR"] },
  { failures: ["TRANSIENT", "CLIENT_ERROR"] },
  ...[1, 30, 1_500, 4_999].map((after) => ({ failures: repeated("TRANSIENT", 3), after })),
  ...[700, 4_999].map((after) => ({ failures: repeated("THROTTLING", 3), after })),
  { failures: repeated("TRANSIENT", 3), after: 99_999 },
  { failures: repeated("THROTTLING", 3), after: 99_999 },
];

describe("awsStandard, edition 2.1, beside the StandardRetryStrategy of the SDK for JavaScript", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  const both = (): [Policy, StandardRetryStrategy] => [
    { ...awsStandard({ edition: "2.1" }), attempts },
    new StandardRetryStrategy(attempts),
  ];

  it.each(CALLS)("waits as long and pays as much: %j", async (call) => {
    const [policy, strategy] = both();
    expectAlike(ours(policy, call), await theirs(strategy, call));
  });

  it("has the same quota after each of many calls, until it is empty and as it fills again", async () => {
    const [policy, strategy] = both();
    const calls = Array.from({ length: 120 }, (_, index): Call => {
      const type = index % 3 === 0 ? "THROTTLING" : "TRANSIENT";
      return { failures: repeated(type, index < 80 ? 6 : index % 4) };
    });
    for (const call of calls) expectAlike(ours(policy, call), await theirs(strategy, call));
  });

  it("makes as many attempts unless told otherwise", async () => {
    const call = { failures: repeated("TRANSIENT", 9) };
    const strategy = new StandardRetryStrategy(DEFAULT_MAX_ATTEMPTS);
    expectAlike(ours(awsStandard({ edition: "2.1" }), call), await theirs(strategy, call));
  });

  it("waits as long and pays as much whatever failures follow one another, in calls that share a quota", async () => {
    const failure = fc.constantFrom<Type[]>("TRANSIENT", "TRANSIENT", "THROTTLING", "THROTTLING", "SERVER_ERROR");
    const call: fc.Arbitrary<Call> = fc.record({
      failures: fc.array(failure, { maxLength: attempts }),
      // Between 5 s and the backoff beyond it a hint is another draw than the SDK's.
      after: fc.option(fc.oneof(fc.integer({ min: 1, max: 5_000 }), fc.constant(99_999)), { nil: undefined }),
      // Of so few binary digits that no sum is rounded.
      draw: fc.nat(63).map((each) => each / 64),
    });
    const law = fc.asyncProperty(fc.array(call, { maxLength: 12 }), async (calls) => {
      const [policy, strategy] = both();
      for (const each of calls) expectAlike(ours(policy, each), await theirs(strategy, each));
    });
    await fc.assert(law, lawParameters(60));
  });
});

// The strategy itself is of edition 2.1 alone, but the package still names what the quota of 2.0 takes and gives.
describe("awsStandard, edition 2.0, beside the constants of the SDK for JavaScript", () => {
  it.each<[calls: readonly Call[], quota: number]>([
    [[], INITIAL_RETRY_TOKENS],
    [[{ failures: ["THROTTLING", "THROTTLING", "THROTTLING"] }], INITIAL_RETRY_TOKENS - 2 * RETRY_COST],
    [[{ failures: ["TRANSIENT", "TRANSIENT", "TRANSIENT"] }], INITIAL_RETRY_TOKENS - 2 * TIMEOUT_RETRY_COST],
    [[{ failures: ["TRANSIENT", "TRANSIENT"] }], INITIAL_RETRY_TOKENS - TIMEOUT_RETRY_COST],
    [[{ failures: ["THROTTLING"] }, { failures: [] }], INITIAL_RETRY_TOKENS],
    [
      [{ failures: ["THROTTLING", "THROTTLING", "THROTTLING"] }, { failures: [] }],
      INITIAL_RETRY_TOKENS - 2 * RETRY_COST + NO_RETRY_INCREMENT,
    ],
  ])("after %j the quota is %d", (calls, quota) => {
    const policy = awsStandard();
    for (const call of calls) ours(policy, call);
    expect(policy.budget!.balance(0)).toBe(quota);
    expect(policy.attempts).toBe(DEFAULT_MAX_ATTEMPTS);
  });
});
