import { describe, expect, it } from "vitest";
import { rateLimitReset } from "../../src/http/index.ts";
import { type Fields, wait, wallNow } from "./limited.ts";

describe("rateLimitReset: several policies", () => {
  it.each<[what: string, limit: string, policy: string | undefined, seconds: number | undefined]>([
    ["one that is spent, whatever the others say", '"minute";r=0;t=7, "hour";r=9;t=1800', undefined, 7],
    [
      "the longest window of those that are spent",
      '"minute";r=0;t=7, "hour";r=0;t=1800, "day";r=0;t=60',
      undefined,
      1_800,
    ],
    [
      "the one with the least left, when none is spent",
      '"minute";r=9;t=7, "hour";r=3;t=50, "day";r=80;t=9000',
      undefined,
      50,
    ],
    ["the window of the policy, where the limit tells none", '"a";r=0', '"a";q=10;w=60', 60],
    ["the window of the policy of that name", '"b";r=0', '"a";q=10;w=60, "b";q=9;w=7', 7],
    ["the longest of policies with one name", '"a";r=0', '"a";q=10;w=60;pk=:QQ==:, "a";q=9;w=90;pk=:Qg==:', 90],
    ["the limit's own window before its policy's", '"a";r=0;t=3', '"a";q=10;w=60', 3],
    ["a window that is over: none", '"a";r=0;t=0', '"a";q=10;w=60', undefined],
    ["the windows that are known", '"a";r=0, "b";r=0;t=5', undefined, 5],
    ["the windows that are known, where a policy's is no Integer", '"a";r=0, "b";r=0;t=5', '"a";q=10;w=60.0', 5],
    ["none, where no window is known", '"a";r=0', undefined, undefined],
    ["none, where the policy has another name", '"a";r=0', '"b";q=10;w=60', undefined],
    ["none, where the policy tells no window", '"a";r=0', '"a";q=10', undefined],
    ["none, where the policy is malformed", '"a";r=0', '"a";q=10;w=60,', undefined],
    ["none, where the window is no Integer", '"a";r=0', '"a";q=10;w=60.0', undefined],
    ["comments besides", '"a";r=0;t=5;acme-burst=?1;note="r=9"', undefined, 5],
  ])("heeds %s", (_, RateLimit, policy, seconds) => {
    const headers = policy === undefined ? { RateLimit } : { RateLimit, "RateLimit-Policy": policy };
    expect(wait(headers)).toBe(seconds === undefined ? undefined : seconds * 1_000);
  });

  it("reads several lines as one list (draft 11, 4)", () => {
    const headers = { ratelimit: ['"a";r=0', '"b";r=0;t=9'], "ratelimit-policy": ['"b";q=1', '"a";q=1;w=11'] };
    expect(wait(headers as never)).toBe(11_000);
    const joined = new Headers(headers.ratelimit.map((line) => ["ratelimit", line] as [string, string]));
    expect(wait(joined as never)).toBe(9_000);
  });

  it("has no hint for lines that are no text", () => {
    const shy = { toString: () => '"b";r=0;t=9' };
    expect(wait({ ratelimit: ['"a";r=0;t=5', shy] } as never)).toBeUndefined();
    expect(wait({ ratelimit: shy } as never)).toBeUndefined();
  });

  it.each(['"a";r=0;t=5', '"a";r=0;t=5, "b";r=1;t=1'])("is malformed as a whole when one limit is: %s", (sound) => {
    for (const broken of [
      '"b"',
      '"b";t=5',
      '"b";r',
      '"b";r=-1;t=5',
      '"b";r=1.0;t=5',
      '"b";r="0";t=5',
      '"b";r=1;t',
      '"b";r=1;t=-5',
      '"b";r=1;t=5.5',
      '"b";r=1;t="5"',
      "5;r=1;t=5",
      "?1;r=1;t=5",
      ":QQ==:;r=1",
      '%"b";r=1;t=5',
      "@1;r=1;t=5",
      '("b");r=1;t=5',
    ]) {
      expect(wait({ RateLimit: `${sound}, ${broken}` }), broken).toBeUndefined();
      expect(wait({ RateLimit: `${broken}, ${sound}` }), broken).toBeUndefined();
    }
  });

  it("does not heed what comes out of a cache (draft 11, 7.3)", () => {
    const headers = { RateLimit: '"a";r=0;t=50' };
    expect(wait({ ...headers, Age: "1" })).toBeUndefined();
    expect(wait({ ...headers, Age: "0" })).toBe(50_000);
    expect(wait({ ...headers, Age: "old" })).toBe(50_000);
  });
});

describe("rateLimitReset: whether the reset matters", () => {
  const limit = (remaining: number): Fields => ({ RateLimit: `"a";r=${remaining};t=30` });
  const reset = (remaining: string): Fields => ({ "X-RateLimit-Remaining": remaining, "X-RateLimit-Reset": "30" });

  it.each<[remaining: string, statuses: readonly (number | undefined)[], matters: boolean]>([
    ["0", [undefined, 200, 301, 403, 404, 429, 500, 502, 503], true],
    ["1", [429, 503], true],
    ["1", [undefined, 200, 301, 403, 404, 500, 502], false],
  ])("with %s left and a status of %j: %s", (remaining, statuses, matters) => {
    for (const status of statuses) {
      const headers = status === undefined ? undefined : status;
      expect(hintFor(limit(Number(remaining)), headers), `RateLimit, ${status}`).toBe(matters ? 30_000 : undefined);
      expect(hintFor(reset(remaining), headers), `reset, ${status}`).toBe(matters ? 30_000 : undefined);
    }
  });

  it("does where the server throttled, or where nothing at all is known", () => {
    const bare = { "x-ratelimit-reset": "30" };
    expect([429, 503, undefined].map((status) => hintFor(bare, status))).toEqual([30_000, 30_000, 30_000]);
    expect([200, 403, 500].map((status) => hintFor(bare, status))).toEqual([undefined, undefined, undefined]);
  });

  it.each(["", "many", "-1", "0.0", "1e3", "0, 0"])("takes a remainder of %j for unknown", (remaining) => {
    expect(hintFor(reset(remaining), 500)).toBeUndefined();
    expect(hintFor(reset(remaining), 429)).toBe(30_000);
  });

  it("does not ask the status where the server says how long to wait", () => {
    for (const name of ["retry-after-ms", "x-ms-retry-after-ms", "x-amz-retry-after"])
      expect([undefined, 200, 500].map((status) => hintFor({ [name]: "9" }, status))).toEqual([9, 9, 9]);
  });

  it.each<[string, object]>([
    ["status", { status: 500 }],
    ["statusCode", { statusCode: 500 }],
    ["response.status", { response: { status: 500 } }],
    ["response.statusCode", { response: { statusCode: 500 }, status: 429 }],
    ["a status that is no number", { status: "error", statusCode: 500 }],
  ])("finds it in %s", (_, place) => {
    const hint = rateLimitReset();
    const error = { headers: { "x-ratelimit-reset": "30" } };
    expect(hint({ kind: "error", error: { ...error, ...place } }, { wallNow })).toBeUndefined();
  });

  it("does not take a word for a status", () => {
    const error = { headers: { "x-ratelimit-reset": "30" }, status: "busy", statusCode: 429 };
    expect(rateLimitReset()({ kind: "error", error }, { wallNow })?.delay).toBe(30_000);
  });

  function hintFor(headers: Fields, status: number | undefined): number | undefined {
    const error = status === undefined ? { headers } : { headers, status };
    return rateLimitReset()({ kind: "error", error }, { wallNow })?.delay;
  }
});
