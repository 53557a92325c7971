/** An answer that is there. */
export interface There<T> {
  readonly ok: true;
  readonly value: T;
}

const THERE = Symbol("there");

/** A promise that tells its value to whoever knows how to ask: to wait for what is there costs more than what is done with it. */
function told<T>(value: T): Promise<T> {
  const there: There<T> = { ok: true, value };
  return Object.assign(Promise.resolve(value), { [THERE]: there });
}

/** The value of a promise that was {@link promised} and kept at once; undefined for any other promise, which is to be waited for. */
export const thereIn = <T>(promise: Promise<T>): There<T> | undefined =>
  (promise as { readonly [THERE]?: There<T> })[THERE];

// One for all: what is in memory has nothing to wait for.
const done: Promise<never> = /* @__PURE__ */ told(undefined as never);
const yes: Promise<never> = /* @__PURE__ */ told(true as never);
const no: Promise<never> = /* @__PURE__ */ told(false as never);

/** Does something at once, for whoever expects a promise. */
export function promised<T>(work: () => T): Promise<T> {
  try {
    const value = work();
    if (value === undefined) return done;
    return typeof value === "boolean" ? (value ? yes : no) : told(value);
  } catch (error) {
    return Promise.reject(error);
  }
}
