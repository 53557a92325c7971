import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { fixed } from "../../src/core/sources.ts";
import { grpcPushback } from "../../src/http/index.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Failure } from "../../src/policy/failure.ts";
import { policy } from "../../src/policy/policy.ts";
import { lawParameters } from "../support/laws.ts";

const KEY = "grpc-retry-pushback-ms";
const thrown = (error: unknown): Failure => ({ kind: "error", error });
const pushed = (...values: readonly unknown[]): Failure => thrown({ code: 14, metadata: { get: () => values } });

/** A hint that ends the run, whatever the limit. */
const NEVER = { delay: Number.MAX_SAFE_INTEGER, spread: 0, atMost: 0 };

describe("grpcPushback: gRPC proposal A6, Pushback", () => {
  it.each([
    ["1", 1],
    ["1000", 1_000],
    ["2147483647", 2_147_483_647],
  ])("waits for %s ms, exactly", (value, delay) => {
    expect(grpcPushback()(pushed(value))).toEqual({ delay, spread: 0, atMost: 60_000 });
  });

  it.each([
    "-1",
    "-2147483648",
    "-0",
    "2147483648",
    "999999999999",
    "9".repeat(400),
    "9".repeat(1e6),
    "",
    " ",
    "xxx",
    "1e3",
    "1.5",
    "0x10",
    "+5",
    "007",
    "00",
    " 5",
    "5 ",
    "5\n",
    "5ms",
    "NaN",
    "Infinity",
    "٥",
  ])("takes %.20j for the word not to retry", (value) => {
    expect(grpcPushback()(pushed(value))).toEqual(NEVER);
    expect(grpcPushback({ atMost: Infinity })(pushed(value))).toEqual(NEVER);
  });

  it("takes two values for the word not to retry, as grpc-go does", () => {
    expect(grpcPushback()(pushed("1000", "1000"))).toEqual(NEVER);
    const twice = { [KEY]: "1000", "Grpc-Retry-Pushback-Ms": "1000" };
    expect(grpcPushback()(thrown({ metadata: twice }))).toEqual(NEVER);
    const joined = new Headers([
      [KEY, "1000"],
      [KEY, "1000"],
    ]);
    expect(grpcPushback()(thrown({ metadata: joined }))).toEqual(NEVER);
  });

  it.each([[1_000], [new Uint8Array([53])], [{ toString: () => "5" }], [Promise.resolve("5")]])(
    "takes %s, which is no text, for the word not to retry",
    (value) => {
      expect(grpcPushback()(pushed(value))).toEqual(NEVER);
    },
  );

  it("leaves the schedule in charge of 0, and of no pushback", () => {
    expect(grpcPushback()(pushed("0"))).toBeUndefined();
    expect(grpcPushback()(pushed())).toBeUndefined();
  });
});

describe("grpcPushback: where it looks", () => {
  it.each<[string, Failure]>([
    ["error.metadata, a Metadata of grpc-js", pushed("7")],
    ["error.metadata, a Headers as of Connect", thrown({ metadata: new Headers({ [KEY]: "7" }) })],
    ["error.metadata, a Map", thrown({ metadata: new Map([[KEY, "7"]]) })],
    ["error.metadata, a record as of grpc-web", thrown({ metadata: { [KEY]: "7" } })],
    ["error.headers", thrown({ headers: { [KEY]: "7" } })],
    ["error.response", thrown({ response: new Response(null, { headers: { [KEY]: "7" } }) })],
    ["the metadata before the headers", thrown({ metadata: { [KEY]: "7" }, headers: { [KEY]: "9" } })],
    ["a rejected result", { kind: "rejected-result", value: { metadata: { [KEY]: "7" } } }],
    ["a rejected Response", { kind: "rejected-result", value: new Response(null, { headers: { [KEY]: "7" } }) }],
  ])("finds the pushback in %s", (_, failure) => {
    expect(grpcPushback()(failure)?.delay).toBe(7);
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["an error without metadata", new Error("busy")],
    ["metadata that are text", { metadata: `${KEY}: 7` }],
    ["a pushback of the prototype", { metadata: Object.create({ [KEY]: "7" }) }],
    ["a pushback of null", { metadata: { [KEY]: null } }],
    ["a pushback of undefined", { metadata: { [KEY]: undefined } }],
    ["a get that finds nothing", { metadata: { get: () => undefined } }],
    ["metadata that throw", Object.defineProperty({}, "metadata", { get: fail })],
    ["a get that throws", { metadata: { get: fail } }],
  ])("has no hint for %s", (_, error) => {
    expect(grpcPushback()(thrown(error))).toBeUndefined();
  });
});

function fail(): never {
  throw new Error("hands off");
}

describe("grpcPushback: in a policy", () => {
  const progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
  const patient = policy({ attempts: 3, schedule: fixed("1s"), delayHint: grpcPushback() });
  const decided = (value: string) => decide(patient, pushed(value), progress, { wallNow: 0, random: () => 0.5 });

  it("is waited for when it is longer than the schedule's delay", () => {
    expect(decided("1500")).toEqual({ kind: "retry", delay: 1_500, from: "hint" });
    expect(decided("500")).toEqual({ kind: "retry", delay: 1_000, from: "schedule" });
    expect(decided("0")).toEqual({ kind: "retry", delay: 1_000, from: "schedule" });
  });

  it.each(["-1", "xxx", "60001"])("F-068: ends the run for %s", (value) => {
    expect(decided(value)).toEqual({ kind: "stop", reason: "hint-too-long" });
  });
});

describe("grpcPushback: the options", () => {
  it("is at most a minute, unless told otherwise", () => {
    expect(grpcPushback({ atMost: "2h" })(pushed("7"))?.atMost).toBe(7_200_000);
    expect(grpcPushback({ atMost: undefined })(pushed("7"))?.atMost).toBe(60_000);
    expect(grpcPushback(Object.create({ atMost: 1 }))(pushed("7"))?.atMost).toBe(60_000);
  });

  it.each<[unknown, string]>([
    [{ atMost: "soon" }, "atMost"],
    [{ atMost: null }, "atMost"],
    [{ spread: "5s" }, "grpcPushback"],
    [null, "grpcPushback"],
  ])("refuses %j at the door", (options, option) => {
    expect(() => grpcPushback(options as never)).toThrow(InvalidOptionError);
    expect(() => grpcPushback(options as never)).toThrow(`${option}: expected`);
  });

  it("cannot be talked into another answer by who got the last one", () => {
    const never = grpcPushback()(pushed("-1"))!;
    expect(Object.isFrozen(never)).toBe(true);
  });
});

describe("grpcPushback", () => {
  it("F-068: waits for what is a 32-bit integer above 0 to the letter, and else never makes haste", () => {
    const text = fc.oneof(
      fc.integer().map(String),
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[-+ \d.e]{0,14}$/),
    );
    const law = fc.property(text, (value) => {
      const hint = grpcPushback({ atMost: Infinity })(pushed(value));
      const whole = Number.parseInt(value, 10);
      const isInt32 = String(whole) === value && (whole | 0) === whole;
      if (isInt32 && whole === 0) return hint === undefined;
      return isInt32 && whole > 0 ? hint?.delay === whole : hint?.atMost === 0;
    });
    fc.assert(law, lawParameters(1_000));
  });
});
