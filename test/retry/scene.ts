export { listeners, type Strays, strays, turn } from "../support/host.ts";

/** A promise that had not settled when it was looked at. */
export const WAITING: unique symbol = Symbol("still waiting");

/** What a promise is rejected with; if it resolves, an object that says so. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ resolvedWith: value }),
    (error: unknown) => error,
  );

/** What a promise resolves with before the event loop takes another turn. */
export async function thisTurn<T>(promise: Promise<T>): Promise<T | typeof WAITING> {
  let seen: T | typeof WAITING = WAITING;
  void promise.then((value) => (seen = value));
  for (let microtasks = 0; microtasks < 64; microtasks++) await Promise.resolve();
  return seen;
}

/** An operation that throws one error after another, then answers; it counts its calls. */
export function failing<T = never>(errors: readonly unknown[], value?: T): { (): Promise<T>; calls: number } {
  const operation = async (): Promise<T> => {
    const index = operation.calls++;
    if (index < errors.length || value === undefined) throw errors[Math.min(index, errors.length - 1)];
    return value;
  };
  operation.calls = 0;
  return operation;
}

/** An attempt that never settles. */
export const never = (): Promise<never> => new Promise(() => {});

/** A promise that is settled from outside. */
export function gate<T>(): { promise: Promise<T>; open: (value: T) => void; shut: (error: unknown) => void } {
  let open!: (value: T) => void;
  let shut!: (error: unknown) => void;
  const promise = new Promise<T>((resolve, reject) => {
    open = resolve;
    shut = reject;
  });
  return { promise, open, shut };
}
