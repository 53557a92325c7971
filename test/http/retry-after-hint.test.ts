import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { retryAfter } from "../../src/http/index.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Failure } from "../../src/policy/failure.ts";
import { policy } from "../../src/policy/policy.ts";
import { fixed } from "../../src/core/sources.ts";
import { strays } from "../support/host.ts";

const at = { wallNow: Date.UTC(1994, 10, 6, 8, 49, 37) };
const DATED = { date: "Sun, 06 Nov 1994 09:49:37 GMT", "retry-after": "Sun, 06 Nov 1994 09:49:44 GMT" };

const thrown = (error: unknown): Failure => ({ kind: "error", error });
const rejected = (value: unknown): Failure => ({ kind: "rejected-result", value });
const delayOf = (failure: Failure): number | undefined => retryAfter()(failure, at)?.delay;
const response = (headers: Record<string, string>, body?: BodyInit): Response =>
  new Response(body, { status: 503, headers });

describe("retryAfter: where it looks", () => {
  it.each<[string, Failure]>([
    ["a rejected Response", rejected(response({ "Retry-After": "7" }))],
    ["a rejected result with a record of headers", rejected({ status: 503, headers: { "retry-after": "7" } })],
    ["a Response that was thrown", thrown(response({ "Retry-After": "7" }))],
    ["error.response", thrown(Object.assign(new Error("busy"), { response: response({ "Retry-After": "7" }) }))],
    ["error.response with a record", thrown({ response: { headers: { "retry-after": "7" } } })],
    ["error.$response, of the AWS SDK", thrown({ $response: { headers: { "retry-after": "7" } } })],
    ["error.headers, a Headers", thrown({ headers: new Headers({ "Retry-After": "7" }) })],
    ["error.headers, a Map", thrown({ headers: new Map([["retry-after", "7"]]) })],
    ["error.headers, a Map in title case", thrown({ headers: new Map([["Retry-After", "7"]]) })],
    ["error.headers, a record", thrown({ headers: { "retry-after": "7" } })],
    ["a record in title case", thrown({ headers: { "Retry-After": "7" } })],
    ["a record in capitals", thrown({ headers: { "RETRY-AFTER": "7" } })],
    ["a record without prototype", thrown({ headers: Object.assign(Object.create(null), { "retry-after": "7" }) })],
    ["an array of one", thrown({ headers: { "retry-after": ["7"] } })],
    ["a get that answers with an array of one", thrown({ headers: { get: () => ["7"] } })],
    ["error.headers when the response has none", thrown({ response: {}, headers: { "retry-after": "7" } })],
    [
      "the response before the error",
      thrown({ response: { headers: { "retry-after": "7" } }, headers: { "retry-after": "9" } }),
    ],
    ["a date, by the clock of a Response", rejected(response(DATED))],
    ["a date, by the clock of a record", thrown({ headers: DATED })],
  ])("finds the header in %s", (_, failure) => {
    expect(delayOf(failure)).toBe(7_000);
  });

  it.each<[string, Failure]>([
    ["no headers", thrown(new Error("busy"))],
    ["undefined", thrown(undefined)],
    ["null", rejected(null)],
    ["text", thrown("retry-after: 7")],
    ["a number", rejected(503)],
    ["a function", thrown(() => 7)],
    ["headers that are text", thrown({ headers: "retry-after: 7" })],
    ["no such header", rejected(response({ date: DATED.date }))],
    ["two values", thrown({ headers: { "retry-after": ["7", "7"] } })],
    ["no value", thrown({ headers: { "retry-after": [] } })],
    [
      "two values that a Headers joins",
      thrown({
        headers: new Headers([
          ["retry-after", "7"],
          ["retry-after", "7"],
        ]),
      }),
    ],
    ["two spellings", thrown({ headers: { "retry-after": "7", "Retry-After": "7" } })],
    ["a number for a value", thrown({ headers: { "retry-after": 7 } })],
    ["an object for a value", thrown({ headers: { "retry-after": { toString: () => "7" } } })],
    ["a promise for a value", thrown({ headers: { get: () => Promise.resolve("7") } })],
    ["a header of the prototype", thrown({ headers: Object.create({ "retry-after": "7" }) })],
    ["a name of the same length", thrown({ headers: { "retry-aftef": "7" } })],
    ["garbage", rejected(response({ "retry-after": "soon" }))],
    ["zero", rejected(response({ "retry-after": "0" }))],
  ])("has no hint for %s", (_, failure) => {
    expect(retryAfter()(failure, at)).toBeUndefined();
  });
});

const explosive = new Proxy(
  {},
  {
    get: () => {
      throw new Error("hands off");
    },
    ownKeys: () => {
      throw new Error("hands off");
    },
    getPrototypeOf: () => {
      throw new Error("hands off");
    },
  },
);
const throwing = (name: string, more: object = {}): object =>
  Object.defineProperty({ ...more }, name, {
    get: () => {
      throw new Error("hands off");
    },
  });

describe("retryAfter: what is hostile", () => {
  it.each<[string, unknown]>([
    ["a proxy", explosive],
    ["headers that are a proxy", { headers: explosive }],
    ["a revoked proxy", revoked()],
    ["headers that are a revoked proxy", { headers: revoked() }],
    ["a header that is a revoked proxy", { headers: { "retry-after": revoked() } }],
    ["a response that throws", throwing("response")],
    ["headers that throw", throwing("headers")],
    ["a header that throws", { headers: throwing("retry-after") }],
    [
      "a get that throws",
      {
        headers: {
          get: () => {
            throw new Error("hands off");
          },
        },
      },
    ],
    ["a tag that throws", throwing(Symbol.toStringTag as never)],
  ])("has no hint for %s, and does not throw", (_, hostile) => {
    expect(retryAfter()(thrown(hostile), at)).toBeUndefined();
    expect(retryAfter()(rejected(hostile), at)).toBeUndefined();
  });

  it("still finds the headers beside a response that throws", () => {
    expect(delayOf(thrown(throwing("response", { headers: { "retry-after": "7" } })))).toBe(7_000);
  });

  it("F-078: is not slowed by a header of a million characters, nor by a million headers", () => {
    const many = Object.fromEntries(Array.from({ length: 1e5 }, (_, index) => [`x-${index}`, "7"]));
    const begun = performance.now();
    expect(delayOf(thrown({ headers: { "retry-after": "9".repeat(1e6), date: " ".repeat(1e6) } }))).toBeUndefined();
    expect(delayOf(thrown({ headers: many }))).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe("retryAfter: the hint", () => {
  const busy = thrown({ headers: { "retry-after": "30" } });

  it("is at most a minute and spread over nothing, unless told otherwise", () => {
    expect(retryAfter()(busy, at)).toEqual({ delay: 30_000, spread: 0, atMost: 60_000 });
    expect(retryAfter({})(busy, at)).toEqual({ delay: 30_000, spread: 0, atMost: 60_000 });
    expect(retryAfter({ atMost: undefined, spread: undefined })(busy, at)).toEqual(retryAfter()(busy, at));
  });

  it("carries the options in milliseconds", () => {
    const hint = retryAfter({ atMost: "2h", spread: "1.5s" });
    expect(hint(busy, at)).toEqual({ delay: 30_000, spread: 1_500, atMost: 7_200_000 });
    expect(retryAfter({ atMost: Infinity })(busy, at)?.atMost).toBe(Infinity);
  });

  it.each<[string, unknown, string]>([
    ["a duration that is none", { atMost: "soon" }, "atMost"],
    ["a negative limit", { atMost: -1 }, "atMost"],
    ["a limit of NaN", { atMost: NaN }, "atMost"],
    ["null", { atMost: null }, "atMost"],
    ["an endless spread", { spread: Infinity }, "spread"],
    ["a spread that is none", { spread: "5 s" }, "spread"],
    ["no object", "2m", "retryAfter"],
    ["no options at all", null, "retryAfter"],
    ["a key from JSON", JSON.parse('{"__proto__":{"atMost":0}}'), "retryAfter"],
  ])("refuses %s at the door", (_, options, option) => {
    const error = caught(() => retryAfter(options as never));
    expect(error).toBeInstanceOf(InvalidOptionError);
    expect(error).toMatchObject({ code: "INVALID_OPTION", option });
  });

  it("refuses an unknown option with a suggestion", () => {
    expect(() => retryAfter({ atmost: "2m" } as never)).toThrow('did you mean "atMost"?');
    expect(() => retryAfter({ sprea: "2m" } as never)).toThrow('did you mean "spread"?');
  });

  it("F-074: reads its own options only, whatever the prototype says", () => {
    const polluted = Object.create({ atMost: "1ms", spread: "1h" });
    expect(retryAfter(polluted)(busy, at)).toEqual({ delay: 30_000, spread: 0, atMost: 60_000 });
  });

  it("reads its options once", () => {
    const options = { atMost: 10_000 };
    const hint = retryAfter(options);
    options.atMost = 1;
    expect(hint(busy, at)?.atMost).toBe(10_000);
  });
});

describe("retryAfter: in a policy", () => {
  const progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
  const patient = policy({ attempts: 3, schedule: fixed("1s"), delayHint: retryAfter() });
  const decided = (value: string) =>
    decide(patient, thrown({ headers: { "retry-after": value } }), progress, { ...at, random: () => 0.5 });

  it("is waited for when it is longer than the schedule's delay", () => {
    expect(decided("30")).toEqual({ kind: "retry", delay: 30_000, from: "hint" });
  });

  it.each(["0", "-1", "abc", "120s", "Sun, 06 Nov 1994 08:49:37 GMT"])(
    "F-068, F-080: leaves the schedule in charge of %j",
    (value) => {
      expect(decided(value)).toEqual({ kind: "retry", delay: 1_000, from: "schedule" });
    },
  );

  it.each(["86400", "3000000", "9".repeat(400), "Fri, 31 Dec 9999 23:59:59 GMT"])(
    "F-079: ends the run instead of waiting for %.30s, or coming back at once",
    (value) => {
      expect(decided(value)).toEqual({ kind: "stop", reason: "hint-too-long" });
    },
  );
});

describe("retryAfter: the body of a rejected Response", () => {
  it("is cancelled, so that the connection is free", async () => {
    const { value, cancelled } = streamed({ "retry-after": "7" });
    expect(delayOf(rejected(value))).toBe(7_000);
    expect(await cancelled).toBeUndefined();
    expect(await isClosed(value)).toBe(true);
  });

  it("is cancelled when the wait is as long as it may be", async () => {
    const { value } = streamed({ "retry-after": "60" });
    expect(delayOf(rejected(value))).toBe(60_000);
    expect(await isClosed(value)).toBe(true);
  });

  it("is cancelled without a hint too: another attempt follows", async () => {
    const { value } = streamed({});
    expect(delayOf(rejected(value))).toBeUndefined();
    expect(await isClosed(value)).toBe(true);
  });

  it("is left alone when the wait is too long: the run ends with this response", async () => {
    const value = response({ "retry-after": "61" }, "come back tomorrow");
    expect(delayOf(rejected(value))).toBe(61_000);
    expect(await value.text()).toBe("come back tomorrow");
  });

  it("is left alone in an error: the error is the caller's", async () => {
    const value = response({ "retry-after": "7" }, "busy");
    expect(delayOf(thrown({ response: value }))).toBe(7_000);
    expect(delayOf(thrown(value))).toBe(7_000);
    expect(await value.text()).toBe("busy");
  });

  it("is left alone while somebody reads it", async () => {
    const value = response({ "retry-after": "7" }, "busy");
    const reader = value.body!.getReader();
    expect(delayOf(rejected(value))).toBe(7_000);
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("busy");
  });

  it("is left alone when it has been read, be it in part", async () => {
    const chunks = ["bu", "sy"].map((text) => new TextEncoder().encode(text));
    const body = new ReadableStream({ pull: (controller) => controller.enqueue(chunks.shift()) }, { highWaterMark: 0 });
    const value = response({ "retry-after": "7" }, body);
    const first = value.body!.getReader();
    await first.read();
    first.releaseLock();
    expect(delayOf(rejected(value))).toBe(7_000);
    expect(new TextDecoder().decode((await value.body!.getReader().read()).value)).toBe("sy");
  });

  it("is not even asked while it is locked", () => {
    let asked = false;
    const value = fakeResponse({ locked: true, cancel: () => (asked = true) });
    expect(delayOf(rejected(value))).toBe(7_000);
    expect(asked).toBe(false);
  });

  it("need not be there", () => {
    expect(delayOf(rejected(response({ "retry-after": "7" })))).toBe(7_000);
  });

  it("may refuse to be cancelled, now or later, and nobody hears of it", async () => {
    const { rejections } = await strays(async () => {
      const refuse = () => {
        throw new Error("no");
      };
      expect(delayOf(rejected(streamed({ "retry-after": "7" }, refuse).value))).toBe(7_000);
      expect(delayOf(rejected(fakeResponse({ cancel: refuse })))).toBe(7_000);
      expect(delayOf(rejected(fakeResponse({ cancel: () => Promise.reject(new Error("no")) })))).toBe(7_000);
      expect(delayOf(rejected(fakeResponse({})))).toBe(7_000);
    });
    expect(rejections).toEqual([]);
  });

  it("is nothing to anything but a Response", () => {
    let cancelled = false;
    const order = { headers: { "retry-after": "7" }, body: { cancel: () => (cancelled = true) } };
    expect(delayOf(rejected(order))).toBe(7_000);
    expect(cancelled).toBe(false);
  });
});

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

/** A Response whose body never ends by itself. */
function streamed(
  headers: Record<string, string>,
  cancel?: () => void,
): { value: Response; cancelled: Promise<unknown> } {
  let settle: (reason: unknown) => void;
  const cancelled = new Promise((resolve) => (settle = resolve));
  const body = new ReadableStream({
    cancel: (reason) => {
      settle(reason);
      cancel?.();
    },
  });
  return { value: response(headers, body), cancelled };
}

const isClosed = async (value: Response): Promise<boolean> => (await value.body!.getReader().read()).done;

const fakeResponse = (body: object): object => ({
  [Symbol.toStringTag]: "Response",
  headers: { "retry-after": "7" },
  body,
});
