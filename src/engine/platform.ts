/** By how much a genuine timer may ring early, in milliseconds. */
export const EARLY = 5;

/** What reads the monotonic clock at this moment. */
const timeReader = (): unknown => (performance as { readonly now: unknown }).now;

/** Bound, for a test may replace the method as well as the object. */
const monotonic = (): (() => number) => performance.now.bind(performance);

const { setInterval, clearInterval } = globalThis;
const GENUINE = { date: Date, reader: /* @__PURE__ */ timeReader(), now: /* @__PURE__ */ monotonic() };

/** Milliseconds of the platform's own monotonic clock, whatever a test has put in its place. */
export const platformNow: () => number = GENUINE.now;

/** Whether something else than the platform makes timers at this moment: a test's fake, or a wrapper. */
export const isReplaced = (): boolean => globalThis.setInterval !== setInterval;

/** What reads the time that goes with the timers of this moment, where there is any. */
export function readings(): (() => number) | undefined {
  if (!isReplaced()) return platformNow;
  if (timeReader() !== GENUINE.reader) return monotonic();
  // Some fakes have no monotonic clock, yet their dates follow their timers.
  const { Date: date } = globalThis;
  return date === GENUINE.date ? undefined : () => date.now();
}

/** By how much a replaced timer may ring early: a fake never errs, a wrapper around the platform's does. */
export function slack(handle: unknown, delay: number): number {
  const own: unknown = setInterval(() => {}, 2 ** 30);
  clearInterval(own as number);
  if (kindOf(handle) !== kindOf(own)) return 0;
  // Of two numbers nobody can tell who made them.
  return typeof handle === "number" ? Math.min(EARLY, delay / 2) : EARLY;
}

const kindOf = (handle: unknown): unknown => Object.getPrototypeOf(Object(handle));
