import { duration, formatMillis, parseSchedule } from "ostinato/schedule";

export const SOURCES = ["fixed", "linear", "exponential", "fibonacci", "polynomial", "decorrelated"] as const;
export const JITTERS = ["none", "full", "equal", "spread"] as const;

/** What the sliders hold of a schedule: one source, a cap, a jitter. Times in milliseconds. */
export interface Knobs {
  readonly source: (typeof SOURCES)[number];
  readonly base: number;
  /** By how much `linear` grows. */
  readonly increment: number;
  /** By what `exponential` grows. */
  readonly factor: number;
  /** The power of `polynomial`. */
  readonly exponent: number;
  /** `Infinity` for none. */
  readonly cap: number;
  readonly jitter: (typeof JITTERS)[number];
  /** The share of `spread`. */
  readonly share: number;
}

export const USUAL_KNOBS: Knobs = {
  source: "exponential",
  base: 250,
  increment: 500,
  factor: 2,
  exponent: 2,
  cap: 5_000,
  jitter: "full",
  share: 0.2,
};

/** The notation of what the sliders hold. */
export function notationOf({ source, base, increment, factor, exponent, cap, jitter, share }: Knobs): string {
  const figure = {
    fixed: "",
    linear: ` +${formatMillis(increment)}`,
    exponential: ` x${factor}`,
    fibonacci: "",
    polynomial: ` ^${exponent}`,
    // Its cap cannot be shorter than its base.
    decorrelated: cap === Infinity ? "" : ` to ${formatMillis(Math.max(base, cap))}`,
  }[source];
  const isItsOwnJitter = source === "decorrelated";
  const limit = cap === Infinity || isItsOwnJitter ? "" : `, cap ${formatMillis(cap)}`;
  const drawn = { none: "", full: ", full jitter", equal: ", equal jitter", spread: `, spread ${share}` }[jitter];
  return `${source} ${formatMillis(base)}${figure}${limit}${isItsOwnJitter ? "" : drawn}`;
}

/** What the sliders hold of a notation that can be read; undefined where it says more than they can. */
export function knobsOf(notation: string): Knobs | undefined {
  const { name } = parseSchedule(notation);
  const [first = "", ...modifiers] = name.split(", ");
  const [source, base, ...figures] = first.split(" ");
  if (!SOURCES.includes(source as Knobs["source"])) return undefined;
  const written = /^[+x^]?(.*)$/.exec(figures.at(-1) ?? "")![1]!;
  const capped = modifiers.find((modifier) => modifier.startsWith("cap "))?.slice("cap ".length);
  const drawn = modifiers.find((modifier) => !modifier.startsWith("cap ")) ?? "none";
  const limit = source === "decorrelated" && written !== "" ? written : capped;
  const knobs: Knobs = {
    ...USUAL_KNOBS,
    source: source as Knobs["source"],
    base: duration(base!),
    ...(source === "linear" && { increment: duration(written) }),
    ...(source === "exponential" && { factor: Number(written) }),
    ...(source === "polynomial" && { exponent: Number(written) }),
    cap: limit === undefined ? Infinity : duration(limit),
    jitter: JITTERS.find((jitter) => drawn.startsWith(jitter)) ?? "none",
    ...(drawn.startsWith("spread") && { share: Number(drawn.slice("spread ".length)) }),
  };
  // What they do not write back, such as a second cap or a floor, is beyond them.
  return parseSchedule(notationOf(knobs)).name === name ? knobs : undefined;
}
