import fc from "fast-check";
import { AbortError } from "p-retry";
import { permanent } from "../../src/policy/errors.ts";

/** How one attempt goes: `final` is an error that ends the run, each library with its own mark for it. */
export interface Turn {
  readonly kind: "value" | "error" | "network" | "final";
  readonly content: unknown;
  readonly takes: number;
  /** Whether it happens before the operation returns. */
  readonly atOnce: boolean;
}

/** A run that both libraries understand, in p-retry's words. */
export interface Plan {
  /** One per attempt; the last, a value, goes for all that follow. */
  readonly turns: readonly Turn[];
  readonly retries: number;
  readonly minTimeout: number;
  readonly factor: number;
  readonly maxTimeout: number;
  /** From which attempt on an error is not worth a retry. */
  readonly refusedFrom: number;
  /** When the caller leaves, in milliseconds from the start: before it if negative. */
  readonly abortAt: number | undefined;
}

/** The reason that every caller gives. */
export const LEFT: Error = new Error("the caller left");

/** Plays the turns of a plan as an operation, marking final errors as the library at hand does. */
export function playing({ turns }: Plan, final: (error: Error) => Error): (attempt: number) => unknown {
  const settle = ({ kind, content }: Turn): unknown => {
    if (kind === "value") return content;
    throw kind === "final" ? final(content as Error) : content;
  };
  return (attempt) => {
    const turn = turns[attempt - 1] ?? turns.at(-1)!;
    if (turn.atOnce) return settle(turn);
    const wait = turn.takes === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, turn.takes));
    return wait.then(() => settle(turn));
  };
}

export const marks = { ours: permanent, theirs: (error: Error): Error => new AbortError(error) };

const anyContent: fc.Arbitrary<unknown> = fc.oneof(fc.constantFrom(undefined, null, 0, "", false), fc.anything());
const isThenable = (value: unknown): boolean =>
  typeof (value as { then?: unknown } | null | undefined)?.then === "function";

const turn = (kind: Turn["kind"], content: fc.Arbitrary<unknown>, takes: fc.Arbitrary<number>): fc.Arbitrary<Turn> =>
  fc.tuple(content, takes, fc.boolean()).map(([made, length, atOnce]) => ({
    kind,
    content: made,
    takes: length,
    atOnce: atOnce && length === 0,
  }));

const error = fc.string().map((message) => new Error(message));
const value = anyContent.filter((made) => !isThenable(made));

/** Errors that are `Error`s, delays in whole milliseconds, a caller that leaves before the run or while it waits. */
const planOf = (takes: fc.Arbitrary<number>, abortAt: fc.Arbitrary<number | undefined>): fc.Arbitrary<Plan> => {
  const failing = fc.oneof(
    { arbitrary: turn("error", error, takes), weight: 6 },
    { arbitrary: turn("network", fc.constant(new TypeError("fetch failed")), takes), weight: 2 },
    { arbitrary: turn("final", error, takes), weight: 1 },
  );
  return fc.record({
    turns: fc
      .tuple(fc.array(failing, { maxLength: 6 }), turn("value", value, takes))
      .map(([failures, last]) => [...failures, last]),
    retries: fc.oneof(fc.nat(6), fc.constant(Infinity)),
    minTimeout: fc.oneof(fc.nat(5), fc.nat(1_000)),
    factor: fc.integer({ min: 1, max: 4 }),
    maxTimeout: fc.oneof(fc.nat(2_000), fc.constant(Infinity)),
    refusedFrom: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 6 })),
    abortAt,
  });
};

export const anyPlan: fc.Arbitrary<Plan> = fc.oneof(
  planOf(fc.nat(50), fc.constant(undefined)),
  planOf(fc.constant(0), fc.option(fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 3_000 })), { nil: undefined })),
);
