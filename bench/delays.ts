import { cap, delays, exponential, fullJitter, schedule } from "../src/core/index.ts";
import { found } from "./finding.ts";
import { garbage, times } from "./measure.ts";
import { ownCode } from "./own-code.ts";
import { load } from "./peers.ts";

// One delay of exponential, cap and full jitter, over and over, for the first ten retries.
interface Cockatiel {
  readonly ExponentialBackoff: new (options: object) => { next: (context: unknown) => { duration: number } };
  readonly noJitterGenerator: unknown;
}
const { ExponentialBackoff } = await load<Cockatiel>("cockatiel");
const { default: nodeRetry } = await load<{
  default: { createTimeout: (attempt: number, options: object) => number };
}>("retry");

const gentle = schedule(exponential("200ms"), cap("30s"), fullJitter);
const powers = Array.from({ length: 64 }, (_, power) => 2 ** power);
const { random } = Math;
const timeouts = { minTimeout: 200, maxTimeout: 30_000, factor: 2, randomize: true };
const fullJitterOf = (state: { next: number }): [number, { next: number }] => {
  const next = Math.min(30_000, state.next * 2);
  return [random() * next, { next }];
};
const backoff = new ExponentialBackoff({
  initialDelay: 200,
  maxDelay: 30_000,
  generator: (state: { next: number } | undefined) => fullJitterOf(state ?? { next: 100 }),
});

/** Sums up so many delays, so that none can be left out. */
const summed = (expression: string, scope: Readonly<Record<string, unknown>>): ((count: number) => number) =>
  ownCode(
    `(count) => {
      let sum = 0;
      for (let each = 0; each < count; each++) {
        const retry = (each % 10) + 1;
        sum += ${expression};
      }
      return sum;
    }`,
    scope,
  );
const single = {
  "inlined, with a table of powers": summed("Math.min(30000, 200 * powers[retry - 1]) * random()", { powers, random }),
  "inlined, with `**`": summed("Math.min(30000, 200 * 2 ** (retry - 1)) * random()", { random }),
  "ostinato `schedule.delay`": summed("gentle.delay({ retry, previousDelay: 0 }, random)", { gentle, random }),
  "cockatiel, full jitter": ownCode<(count: number) => number>(
    `(count) => {
      let sum = 0;
      for (let each = 0; each < count; each += 10) {
        let state = backoff.next();
        for (let retry = 1; retry < 10; retry++) {
          sum += state.duration;
          state = state.next();
        }
      }
      return sum;
    }`,
    { backoff },
  ),
  "node-retry": summed("nodeRetry.createTimeout(retry, timeouts)", { nodeRetry, timeouts }),
};
const into = new Float64Array(1_000_000);
const table = {
  "inlined, with a table of powers": ownCode<(count: number) => unknown>(
    `(count) => {
      for (let each = 0; each < count; each++) into[each] = Math.min(30000, 200 * powers[each % 10]) * random();
    }`,
    { into, powers, random },
  ),
  "ostinato `delays`": (count: number) => delays(gentle, into.subarray(0, count), { retries: 10, random }),
};
const one = await times(single, { count: 1_000_000, rounds: 9, cpu: true });
const bytes = await garbage(single, { count: 100_000, rounds: 3 });
const bulk = await times(table, { count: 1_000_000, rounds: 9, cpu: true });
const inlined = "inlined, with a table of powers";
const rows = {
  ...Object.fromEntries(
    Object.keys(one).map((name) => [name, [one[name]!, one[name]! / one[inlined]!, bytes[name]!] as const]),
  ),
  "into a `Float64Array`, inlined": [bulk[inlined]!, 1, NaN],
  "into a `Float64Array`, ostinato `delays`": [
    bulk["ostinato `delays`"]!,
    bulk["ostinato `delays`"]! / bulk[inlined]!,
    NaN,
  ],
};
found({
  bench: "delays",
  columns: ["ns of CPU", "× inlined", "bytes"],
  rows,
  goals: [
    {
      what: "one delay of exponential, cap and full jitter",
      atMost: 15,
      got: one["ostinato `schedule.delay`"]!,
      unit: "ns",
    },
    {
      what: "garbage of a delay",
      atMost: 1,
      got: bytes["ostinato `schedule.delay`"]! - bytes[inlined]!,
      unit: "bytes more than inlined",
    },
    {
      what: "a million delays into an array",
      atMost: 1.5,
      got: rows["into a `Float64Array`, ostinato `delays`"][1]!,
      unit: "× the inlined loop",
    },
  ],
});
