import { capped, exactly, type Mutant, mutant, upTo } from "./mutant.ts";

/** Counts retries from 0 in the delay and from 1 in the bounds. */
export const offByOne = mutant(
  "bounded",
  "off by one in the exponent",
  ({ retry }) => capped(retry + 1),
  (retry) => exactly(capped(retry)),
);

/** Counts retries from 0 throughout, which only the name tells. */
export const offByOneThroughout = mutant(
  "name",
  "exponential 100ms x2, cap 10s",
  ({ retry }) => capped(retry + 1),
  (retry) => exactly(capped(retry + 1)),
);

/** Counts in 32 bits: from the 33rd retry on the shift begins again. */
export const wrapsAround = mutant(
  "name",
  "exponential 1ms x2, cap 1h",
  ({ retry }) => Math.min((1 << (retry - 1)) >>> 0, 3_600_000),
  (retry) => exactly(Math.min((1 << (retry - 1)) >>> 0, 3_600_000)),
);

/** 0 × 2^1024 is not a number. */
export const notANumber = mutant(
  "finite",
  "not a number",
  ({ retry }) => exactly(0).max * 2 ** retry,
  () => exactly(0),
);

/** 2^1024 without a cap. */
export const infinite = mutant(
  "finite",
  "infinite",
  ({ retry }) => 2 ** retry,
  (retry) => exactly(2 ** retry),
);

/** The sign bit of 32 bits. */
export const negative = mutant(
  "finite",
  "negative through overflow",
  ({ retry }) => 1 << (retry - 1),
  (retry) => exactly(1 << (retry - 1)),
);

/** Text looks like a number until it is added to one. */
export const text = mutant("finite", "text", (() => "100") as never, () => exactly(100));

/** A list without a last word. */
export const throwsPastTheList = mutant(
  "finite",
  "throws past the list",
  ({ retry }) => {
    if (retry > 5) throw new RangeError("no more delays");
    return 100;
  },
  () => exactly(100),
);

/** Keeps its notes in the step, which belongs to the run. */
export const writesIntoTheStep = mutant(
  "finite",
  "writes into the step",
  (step) => ((step as { retry: number }).retry = 1) * 100,
  () => exactly(100),
);

export const boundsTooNarrow = mutant(
  "bounded",
  "bounds too narrow",
  (_step, random) => random() * 1_000,
  () => upTo(900),
);

export const boundsTooWide = mutant(
  "spanning",
  "bounds too wide",
  (_step, random) => random() * 1_000,
  () => upTo(1_100),
);

export const boundsTooLow = mutant(
  "spanning",
  "bounds too low",
  (_step, random) => 500 + random() * 500,
  () => upTo(1_000),
);

export const boundsUpsideDown = mutant(
  "bounds",
  "bounds upside down",
  (_step, random) => random() * 1_000,
  () => ({ min: 1_000, max: 0 }),
);

export const boundsWithoutEnd = mutant(
  "bounds",
  "bounds without end",
  (_step, random) => random() * 1_000,
  () => upTo(Infinity),
);

/** Trusts the history: a long delay from elsewhere leads out of the cap. */
export const historyBeyondTheCap = mutant(
  "bounded",
  "history beyond the cap",
  ({ previousDelay }, random) => 100 + random() * (Math.min(3 * previousDelay, Number.MAX_VALUE / 2) + 100),
  () => ({ min: 100, max: 10_000 }),
);

/** Trusts the history: before the first retry there is none, and three times nothing is nothing. */
export const startsFromNothing = mutant(
  "bounded",
  "starts from nothing",
  ({ previousDelay }, random) => random() * Math.min(3 * previousDelay, 10_000),
  () => ({ min: 100, max: 10_000 }),
);

/** Each call of the schedule moves it on, so that runs share one place in the list. */
export const sharedCursor: Mutant = {
  breaks: "reproducible",
  make: () => {
    let calls = 0;
    return { name: "shared cursor", delay: () => 100 * 2 ** (calls++ % 8), bounds: () => ({ min: 100, max: 12_800 }) };
  },
};

/** Bounds that learn from the delays given so far. */
export const driftingBounds: Mutant = {
  breaks: "reproducible",
  make: () => {
    let calls = 0;
    return { name: "drifting bounds", delay: () => 100, bounds: () => ({ min: 100, max: 100 + calls++ }) };
  },
};
