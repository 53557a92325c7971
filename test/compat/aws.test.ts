import { describe, expect, it } from "vitest";
import { awsStandard, type AwsStandardOptions } from "../../src/compat/index.ts";
import { TimeoutError } from "../../src/policy/errors.ts";
import { fail } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";

const named = (name: string): Error => Object.assign(new Error(name), { name });
const answered = (httpStatusCode: number): Error =>
  Object.assign(new Error("answered"), { $metadata: { httpStatusCode } });

const timeline = async (options: AwsStandardOptions, ...errors: readonly unknown[]): Promise<string> => {
  const run = await simulate(
    awsStandard(options),
    errors.map((error) => fail(error)),
  );
  return run.timeline;
};

const busy = answered(503);
const throttle = named("ThrottlingException");

/** AWS SDKs and Tools Reference Guide, "Retry behavior", for both editions; drawn at a half, and the clock rounds up. */
const ROWS: readonly (readonly [options: AwsStandardOptions, errors: readonly unknown[], timeline: string])[] = [
  [{ edition: "2.0" }, [busy, busy, busy], "x 500ms x 1s x (attempts)"],
  [{ edition: "2.0" }, [throttle, throttle, throttle], "x 500ms x 1s x (attempts)"],
  [{ edition: "2.1" }, [busy, busy, busy], "x 25ms x 50ms x (attempts)"],
  [{ edition: "2.1" }, [throttle, throttle, throttle], "x 500ms x 1s x (attempts)"],
  [{ edition: "2.1" }, [busy, throttle, busy], "x 25ms x 1s x (attempts)"],
  [{ edition: "2.1", dynamoDB: true }, [busy, busy, busy, busy], "x 13ms x 25ms x 50ms x (attempts)"],
  [{ edition: "2.1", dynamoDB: true }, [throttle, throttle, throttle, throttle], "x 500ms x 1s x 2s x (attempts)"],
  [{}, [busy, busy, busy], "x 500ms x 1s x (attempts)"],
];

describe("awsStandard", () => {
  it.each(ROWS)("%o", async (options, errors, expected) => {
    expect(await timeline(options, ...errors)).toBe(expected);
  });

  it("caps at 20 s", () => {
    for (const edition of ["2.0", "2.1"] as const)
      expect(awsStandard({ edition }).schedule.bounds(30)).toEqual({ min: 0, max: 20_000 });
  });

  it("has a quota of its own each time", () => {
    const [one, other] = [awsStandard(), awsStandard()];
    one.budget?.withdraw(0, { kind: "error", error: busy }, true);
    expect(one.budget?.balance(0)).toBe(495);
    expect(other.budget?.balance(0)).toBe(500);
  });

  it("charges 14 a retry in edition 2.1, and 5 after a throttle", () => {
    const cost = (options: AwsStandardOptions, error: unknown): unknown =>
      awsStandard(options).budget?.withdraw(0, { kind: "error", error }, true);
    expect(cost({ edition: "2.1" }, busy)).toBe(14);
    expect(cost({ edition: "2.1" }, throttle)).toBe(5);
    expect(cost({ edition: "2.0" }, busy)).toBe(5);
    expect(cost({ edition: "2.1", isThrottle: () => true }, busy)).toBe(5);
  });

  it("charges 10 in edition 2.0 for a time-out, be it the SDK's, the platform's or the policy's", () => {
    const cost = (error: unknown): unknown => awsStandard().budget?.withdraw(0, { kind: "error", error }, true);
    expect(cost(named("TimeoutError"))).toBe(10);
    expect(cost(new DOMException("late", "TimeoutError"))).toBe(10);
    expect(cost(new TimeoutError("ATTEMPT_TIMEOUT", 5))).toBe(10);
    expect(cost("TimeoutError")).toBe(5);
  });

  it.each([
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
  ])("knows %s for a throttle", async (name) => {
    for (const error of [named(name), { code: name }])
      expect(await timeline({ edition: "2.1" }, error, error, error)).toBe("x 500ms x 1s x (attempts)");
  });

  it.each<[error: unknown, verdict: boolean]>([
    [answered(429), true],
    [answered(500), true],
    [answered(502), true],
    [answered(504), true],
    [named("TimeoutError"), true],
    [named("RequestTimeout"), true],
    [named("RequestTimeoutException"), true],
    [Object.assign(new Error("throttled"), { $retryable: { throttling: true } }), true],
    [Object.assign(new Error("modelled"), { $retryable: {} }), true],
    [Object.assign(new Error("lost"), { code: "ECONNRESET" }), true],
    [Object.assign(new Error("not modelled"), { $retryable: undefined }), false],
    [Object.assign(new Error("not modelled"), { $retryable: null }), false],
    [answered(400), false],
    [answered(501), false],
    [named("AccessDeniedException"), false],
    [new Error("anything else"), false],
    [undefined, false],
  ])("judges %o: %s", (error, verdict) => {
    for (const edition of ["2.0", "2.1"] as const)
      expect(awsStandard({ edition }).retryIf?.(error, { attempt: 1, elapsed: 0, previousDelay: 0 })).toBe(verdict);
  });

  it("lets x-amz-retry-after lengthen a delay by at most 5 s, in edition 2.1 alone", async () => {
    const told = (header: string): Error =>
      Object.assign(answered(503), { $response: { headers: { "x-amz-retry-after": header } } });
    expect(await timeline({ edition: "2.1" }, told("1500"), told("4999"), busy)).toBe("x 1.5s x 4.999s x (attempts)");
    expect(await timeline({ edition: "2.1" }, told("99999"), told("99999"), busy)).toBe(
      "x 5.025s x 5.05s x (attempts)",
    );
    expect(await timeline({ edition: "2.1" }, told("1"), busy, busy)).toBe("x 25ms x 50ms x (attempts)");
    expect(await timeline({ edition: "2.0" }, told("1500"), busy, busy)).toBe("x 500ms x 1s x (attempts)");
  });

  it("lengthens by at most 5 s the delay after a throttle too, and heeds what lies between", async () => {
    const slow = (header: string): Error =>
      Object.assign(named("SlowDown"), { $response: { headers: { "x-amz-retry-after": header } } });
    expect(await timeline({ edition: "2.1" }, busy, slow("99999"), busy)).toBe("x 25ms x 6s x (attempts)");
    expect(await timeline({ edition: "2.1" }, slow("99999"), slow("99999"), busy)).toBe("x 5.5s x 6s x (attempts)");
    const { routes = [] } = awsStandard({ edition: "2.1" });
    const progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
    const hint = routes[0]?.[1].delayHint?.({ kind: "error", error: slow("5200") }, { wallNow: 0, progress });
    expect(hint).toEqual({ delay: 5_000, spread: 200, atMost: Infinity });
  });
});
