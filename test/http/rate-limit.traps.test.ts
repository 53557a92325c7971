import { describe, expect } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { grpcPushback, rateLimitReset } from "../../src/http/index.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { type Stage, trap } from "../support/trap.ts";

const DAY = 86_400_000;
const IN_2026 = Date.UTC(2026, 9, 21, 7, 28) / 1_000; // the virtual clock begins in 1970
const cannot = "it reads no header and so backs off plainly; what a naive reader makes of it is in rate-limit.test.ts";

/** Fails for ever with this error; answers with the instant of each call and the end. */
async function asked(
  { retry, clock }: Stage,
  error: (now: number) => object,
  options: PolicyOptions = {},
): Promise<{ readonly calls: readonly number[]; readonly end: number }> {
  const begun = clock.now();
  const calls: number[] = [];
  const operation = (): Promise<never> => {
    calls.push(clock.now() - begun);
    return Promise.reject(Object.assign(new Error("busy"), error(clock.wallNow())));
  };
  const patient = { attempts: 2, schedule: fixed(1_000), delayHint: rateLimitReset(), ...options };
  await clock.runUntil(retry(operation, patient, { clock, random: () => 0.5 }).catch(() => {}));
  return { calls, end: clock.now() - begun };
}

const limited = (headers: object): object => ({ status: 429, headers });

describe("a run with rateLimitReset()", () => {
  trap("waits until the quota is there again", async (stage) => {
    const error = (): object => limited({ ratelimit: '"hourly";r=0;t=30' });
    expect(await asked(stage, error)).toEqual({ calls: [0, 30_000], end: 30_000 });
  });

  trap("comes back within the spread behind the reset, not at it", async (stage) => {
    const error = (): object => limited({ "x-ratelimit-reset": "30" });
    const delayHint = rateLimitReset({ header: "x-ratelimit-reset", spread: "5s" });
    expect(await asked(stage, error, { delayHint })).toEqual({ calls: [0, 32_500], end: 32_500 });
  });

  trap("F-079 ends at once when the window is a day, without another call", async (stage) => {
    const error = (): object => limited({ ratelimit: '"daily";r=0;t=86400' });
    expect(await asked(stage, error)).toEqual({ calls: [0], end: 0 });
  });

  trap("F-079 waits for a day when it is told that it may, but never past the deadline", async (stage) => {
    const error = (): object => limited({ ratelimit: '"daily";r=0;t=86400' });
    const delayHint = rateLimitReset({ atMost: "7d" });
    expect(await asked(stage, error, { delayHint })).toEqual({ calls: [0, DAY], end: DAY });
    expect(await asked(stage, error, { delayHint, totalTimeout: DAY })).toEqual({ calls: [0], end: 0 });
  });

  trap("F-081 waits by the server's clock when ours is years off", async (stage) => {
    const error = (now: number): object => {
      const theirs = IN_2026 + Math.floor(now / 1_000);
      return limited({ date: new Date(theirs * 1_000).toUTCString(), "x-ratelimit-reset": String(theirs + 30) });
    };
    expect(await asked(stage, error)).toEqual({ calls: [0, 30_000], end: 30_000 });
  });

  for (const value of ["0", "-1", "1e3", "xxx", "", "30s", "1.5", "0x10", "9".repeat(400)]) {
    trap(
      `F-068, F-080 neither hurries nor dawdles for ${JSON.stringify(value).slice(0, 20)}`,
      { cannot },
      async (stage) => {
        const error = (): object => limited({ "x-ratelimit-reset": value, "retry-after-ms": value, ratelimit: value });
        expect(await asked(stage, error)).toEqual({ calls: [0, 1_000], end: 1_000 });
      },
    );
  }

  trap("F-078 does not look at a header of a million characters", { cannot }, async (stage) => {
    const error = (): object => limited({ "x-ratelimit-reset": "9".repeat(1e6), ratelimit: "9".repeat(1e6) });
    expect(await asked(stage, error)).toEqual({ calls: [0, 1_000], end: 1_000 });
  });
});

describe("a run with grpcPushback()", () => {
  const pushed = (value: string) => (): object => ({ code: 14, metadata: { "grpc-retry-pushback-ms": value } });
  const delayHint = grpcPushback({ atMost: Infinity });

  trap("waits for as long as the server pushes it back", async (stage) => {
    expect(await asked(stage, pushed("1500"), { delayHint })).toEqual({ calls: [0, 1_500], end: 1_500 });
  });

  for (const value of ["-1", "xxx", "", "1e3", "999999999999"]) {
    trap(`F-068 does not call again for ${JSON.stringify(value)}`, async (stage) => {
      expect(await asked(stage, pushed(value), { delayHint })).toEqual({ calls: [0], end: 0 });
    });
  }

  trap("F-068 keeps to its schedule when the server pushes it back by nothing", { cannot }, async (stage) => {
    expect(await asked(stage, pushed("0"), { delayHint })).toEqual({ calls: [0, 1_000], end: 1_000 });
  });
});
