import type { RetryContext } from "p-retry";
import { vi } from "vitest";
import type { PRetryOptions } from "../../src/compat/p-retry-settings.ts";
import { genuine, type Verb } from "./p-retry-genuine.ts";
import type { Callback, Ending, Scenario } from "./p-retry-scenario.ts";

/** All that happened, in order: each line begins with the instant. */
export type Trace = readonly (readonly [instant: number, ...what: readonly unknown[]])[];

/** Plays a scenario in faked time. */
export async function played(pRetry: Verb, scenario: Scenario): Promise<Trace> {
  vi.useFakeTimers();
  const random = vi.spyOn(Math, "random").mockReturnValue(scenario.drawn);
  try {
    return await traced(pRetry, scenario);
  } finally {
    random.mockRestore();
    vi.useRealTimers();
  }
}

async function traced(pRetry: Verb, { endings, options, callbacks, abort }: Scenario): Promise<Trace> {
  const trace: Trace[number][] = [];
  const started = performance.now();
  const note = (...what: readonly unknown[]): void => void trace.push([performance.now() - started, ...what]);
  const names = new Map<unknown, string>();
  /** The very object where it is known, else what it says. */
  const named = (thrown: unknown): string => names.get(thrown) ?? String(thrown);
  const made = <Thrown>(thrown: Thrown, name: string): Thrown => {
    names.set(thrown, name);
    return thrown;
  };

  const input = (attemptNumber: number): unknown => {
    note("call", attemptNumber);
    const { kind, at, takes } = endings[attemptNumber - 1] ?? { kind: "value", at: "once", takes: 0 };
    const end = (): string => ended(kind, `attempt ${attemptNumber}`, made);
    if (at === "once" && takes === 0) return end();
    return after(takes).then(end);
  };
  const callback = (name: string, { answers, takes, throwsAt }: Callback) => {
    let asked = 0;
    return (context: RetryContext): unknown => {
      note(name, { ...context, error: named(context.error) }, Object.keys(context), Object.isFrozen(context));
      const turn = asked++;
      if (turn === throwsAt) throw made(new Error(`${name} has had enough`), name);
      const answer = answers[Math.min(turn, answers.length - 1)];
      return takes === 0 ? answer : after(takes).then(() => answer);
    };
  };

  const all: Record<string, unknown> = { ...options };
  for (const [name, each] of Object.entries(callbacks)) all[name] = callback(name, each);
  if (abort !== undefined) all["signal"] = aborting(abort, made);

  let over = false;
  const end = (...what: readonly unknown[]): void => {
    note(...what);
    over = true;
  };
  pRetry(input, all as PRetryOptions).then(
    (value) => end("resolved", value),
    (error: unknown) => end("rejected", named(error)),
  );
  // On after the end too, for what must not happen any more.
  for (let timers = 0; timers < 200 && (!over || vi.getTimerCount() > 0); timers++)
    await vi.advanceTimersToNextTimerAsync();
  return trace;
}

const after = (delay: number): Promise<void> =>
  delay === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, delay));

type Named = <Thrown>(thrown: Thrown, name: string) => Thrown;

function aborting({ after: delay, reason }: NonNullable<Scenario["abort"]>, made: Named): AbortSignal {
  const controller = new AbortController();
  const leave = (): void => controller.abort(reason === "text" ? "left" : made(new Error("left"), "the abort"));
  if (delay === 0) leave();
  else setTimeout(leave, delay);
  return controller.signal;
}

function ended(kind: Ending["kind"], name: string, made: Named): string {
  const { AbortError } = genuine;
  switch (kind) {
    case "value":
      return `value of ${name}`;
    case "error":
      throw made(new Error(name), name);
    case "mistake":
      throw made(new TypeError(name), name);
    case "network":
      throw made(new TypeError("fetch failed"), name);
    case "abort error":
      throw made(new AbortError(made(new Error(name), `inside ${name}`)), name);
    case "abort text":
      throw made(new AbortError(name), name);
    case "abort in abort":
      throw made(new AbortError(made(new AbortError(new Error(name)), `inside ${name}`)), name);
    case "text":
      throw name;
    case "nothing":
      throw undefined;
  }
}
