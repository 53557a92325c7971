import { describe, expect } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { retryAfter } from "../../src/http/index.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { type Stage, trap } from "../support/trap.ts";

const HOUR = 3_600_000;
const cannot = "it reads no header and so backs off plainly; what a naive reader makes of it is in retry-after.test.ts";

/** Fails for ever with these headers; answers with the instant of each call and the end. */
async function asked(
  { retry, clock }: Stage,
  headers: (now: number) => object,
  options: PolicyOptions = {},
): Promise<{ readonly calls: readonly number[]; readonly end: number }> {
  const begun = clock.now();
  const calls: number[] = [];
  const operation = (): Promise<never> => {
    calls.push(clock.now() - begun);
    return Promise.reject(Object.assign(new Error("busy"), { headers: headers(clock.wallNow()) }));
  };
  const patient = { attempts: 2, schedule: fixed(1_000), delayHint: retryAfter(), ...options };
  await clock.runUntil(retry(operation, patient, { clock }).catch(() => {}));
  return { calls, end: clock.now() - begun };
}

const utc = (instant: number): string => new Date(instant).toUTCString();

describe("D11 a run with retryAfter()", () => {
  trap("waits for as long as the server asks", async (stage) => {
    expect(await asked(stage, () => ({ "retry-after": "30" }))).toEqual({ calls: [0, 30_000], end: 30_000 });
  });

  trap("F-079 ends at once when the server asks for a day, without another call", async (stage) => {
    expect(await asked(stage, () => ({ "retry-after": "86400" }))).toEqual({ calls: [0], end: 0 });
  });

  trap("F-079 ends at once when the server asks for four hundred digits", async (stage) => {
    expect(await asked(stage, () => ({ "retry-after": "9".repeat(400) }))).toEqual({ calls: [0], end: 0 });
  });

  trap("F-079 waits for a day when it is told that it may, but never past the deadline", async (stage) => {
    const headers = (): object => ({ "retry-after": "86400" });
    const delayHint = retryAfter({ atMost: "7d" });
    const day = 24 * HOUR;
    expect(await asked(stage, headers, { delayHint })).toEqual({ calls: [0, day], end: day });
    expect(await asked(stage, headers, { delayHint, totalTimeout: day })).toEqual({ calls: [0], end: 0 });
  });

  trap("F-081 waits by the server's clock when ours is an hour off", async (stage) => {
    const headers = (now: number): object => {
      const theirs = Math.floor(now / 1_000) * 1_000 + HOUR;
      return { date: utc(theirs), "retry-after": utc(theirs + 30_000) };
    };
    expect(await asked(stage, headers)).toEqual({ calls: [0, 30_000], end: 30_000 });
  });

  for (const value of ["0", "-1", "1e3", "xxx", "", "120s", "try again in 2030", "Thu, 01 Jan 1970 00:00:00 GMT"]) {
    trap(`F-068, F-080 neither hurries nor dawdles for ${JSON.stringify(value)}`, { cannot }, async (stage) => {
      expect(await asked(stage, () => ({ "retry-after": value }))).toEqual({ calls: [0, 1_000], end: 1_000 });
    });
  }

  trap("F-078 does not look at a header of a million characters", { cannot }, async (stage) => {
    expect(await asked(stage, () => ({ "retry-after": "9".repeat(1e6) }))).toEqual({ calls: [0, 1_000], end: 1_000 });
  });
});
