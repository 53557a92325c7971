import { fullJitter } from "../../src/core/jitter.ts";
import { schedule } from "../../src/core/schedule.ts";
import { fixed } from "../../src/core/sources.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { explosive } from "../support/explosive.ts";
import type { Asked, Row } from "./decide-answer.ts";

const explode = (): never => {
  throw new Error("my mistake");
};

const jittered = schedule(fixed(1_000), fullJitter);

/** An answer, and how the complaint shows it. */
type Nonsense = readonly [answer: unknown, shown: string];

const VERDICTS: readonly Nonsense[] = [
  [undefined, "undefined"],
  [null, "null"],
  [1, "1"],
  ["yes", '"yes"'],
  [Promise.resolve(true), "an instance of Promise"],
  [explosive(), "an object"],
];

const hint = { delay: 5, spread: 0, atMost: 9 };

/** Acceptable at the first look, and at no later one. */
const fickle = (): object => {
  let looks = 0;
  return { valueOf: () => (looks++ === 0 ? 9 : explode()) };
};

const HINTS: readonly Nonsense[] = [
  [null, "null"],
  [5, "5"],
  ["5s", '"5s"'],
  [{}, "an object"],
  [[5, 0, 9], "an array"],
  [{ ...hint, delay: Number.NaN }, "an object"],
  [{ ...hint, delay: -1 }, "an object"],
  [{ ...hint, delay: Infinity }, "an object"],
  [{ ...hint, delay: "5" }, "an object"],
  [{ ...hint, spread: Number.NaN }, "an object"],
  [{ ...hint, spread: undefined }, "an object"],
  [{ ...hint, atMost: Number.NaN }, "an object"],
  [{ ...hint, atMost: -1 }, "an object"],
  [{ ...hint, atMost: "9" }, "an object"],
  [{ ...hint, atMost: 9n }, "an object"],
  [{ ...hint, atMost: fickle() }, "an object"],
  [Promise.resolve(hint), "an instance of Promise"],
];

const DELAYS: readonly Nonsense[] = [
  [Number.NaN, "NaN"],
  [-1, "-1"],
  [Infinity, "Infinity"],
  [undefined, "undefined"],
  ["5", '"5"'],
  [5n, "5n"],
  [Promise.resolve(5), "an instance of Promise"],
];

const complaint = (option: Asked, shown: string): string => {
  const wanted = { retryIf: "true or false", delayHint: "a hint or undefined", schedule: "finite milliseconds ≥ 0" };
  return `${option} must answer with ${wanted[option as keyof typeof wanted]}, got ${shown}`;
};

const rowsOf = (
  option: Asked,
  answers: readonly Nonsense[],
  options: (answer: () => never) => PolicyOptions,
): [name: string, row: Row][] => [
  ...answers.map(([answer, shown], index): [string, Row] => [
    `${option} answers ${shown} (${index + 1})`,
    {
      policy: options(() => answer as never),
      gives: { stop: "policy-error", says: complaint(option, shown) },
      asks: [option],
    },
  ]),
  [
    `${option} throws`,
    { policy: options(explode), gives: { stop: "policy-error", says: `${option} threw` }, asks: [option] },
  ],
];

/** What functions of a policy may answer that is of no use, or throw: each ends the run and says why. */
export const NONSENSE: Readonly<Record<string, Row>> = Object.fromEntries([
  ...rowsOf("retryIf", VERDICTS, (retryIf) => ({ retryIf })),
  ...rowsOf("delayHint", HINTS, (delayHint) => ({ delayHint })),
  ...rowsOf("schedule", DELAYS, (delay) => ({ schedule: { ...fixed(0), delay } })),
  [
    "a hint throws when it is looked at",
    {
      policy: { delayHint: () => explosive() as never },
      gives: { stop: "policy-error", says: "delayHint threw" },
      asks: ["delayHint"],
    },
  ],
  [
    "the schedule's draw throws",
    {
      policy: { schedule: jittered },
      inputs: { random: explode },
      gives: { stop: "policy-error", says: "schedule threw" },
      asks: ["schedule", "random"],
    },
  ],
  [
    "the draw for a spread throws",
    {
      policy: { delayHint: () => ({ delay: 5, spread: 5, atMost: 9 }) },
      inputs: { random: explode },
      gives: { stop: "policy-error", says: "random threw" },
      asks: ["delayHint", "schedule", "random"],
    },
  ],
] satisfies [string, Row][]);
