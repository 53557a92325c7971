/** An option of the command: what stands in its help, and thereby whether it takes a value. */
export interface Option {
  /** What its value is called; a flag takes none. */
  readonly takes?: string;
  readonly does: string;
  /** What holds where it is not given. */
  readonly usual?: string;
}

/** Options by their names, without the dashes. */
export type Options = Readonly<Record<string, Option>>;

/** An option as a row of the help: how it is written, and what it does. */
export const rowOf = ([name, { takes, does, usual }]: readonly [string, Option]): readonly [string, string] => [
  `--${name}${takes === undefined ? "" : ` ${takes}`}`,
  usual === undefined ? does : `${does}; unless given, ${usual}`,
];

export const SEED: Option = { takes: "N", does: "draw the same delays every time", usual: "new draws" };
export const AS_JSON: Option = { does: "all of it as JSON, in milliseconds" };
export const SVG: Option = { takes: "FILE", does: "the plot as a picture, too" };

/** The options that make a policy, or change one. */
export const POLICY_OPTIONS: Readonly<Record<"schedule" | "attempts" | "timeout" | "total-timeout", Option>> = {
  schedule: {
    takes: "TEXT",
    does: "how long to wait before each retry",
    usual: '"exponential 200ms, cap 30s, full jitter"',
  },
  attempts: { takes: "N", does: "how many attempts at most, the first included, or Infinity", usual: "3" },
  timeout: { takes: "TIME", does: "the longest that one attempt may take, such as 10s", usual: "no limit" },
  "total-timeout": {
    takes: "TIME",
    does: "the longest that all attempts and waits may take together, such as 1m",
    usual: "no limit",
  },
};
