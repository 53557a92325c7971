import { type TimeLine, timeLine, type TimeSource } from "../../src/engine/time-line.ts";

/** Makes a time line of a source. */
export type Line = (source: TimeSource) => TimeLine;

/** Time lines that are wrong by one thing each. */
export const WRONG_LINES: Readonly<Record<string, Line>> = {
  "arms an alarm for each sleeper": (source) => ({
    now: source.read,
    schedule: (delay, run, unref) => timeLine(source).schedule(delay, run, unref),
  }),
  "hands its delays to a timer as they are": (source) => ({
    now: source.read,
    schedule: (delay, run) => source.arm(delay, run).stop,
  }),
  "rounds down": (source) => {
    const right = timeLine(source);
    return { ...right, schedule: (delay, run, unref) => right.schedule(Math.floor(delay), run, unref) };
  },
  "trusts every alarm": (source) => {
    let rung = 0;
    const read = (): number => Math.max(source.read(), rung);
    return timeLine({
      ...source,
      read,
      arm: (delay, ring) => {
        const due = read() + delay;
        return source.arm(delay, () => {
          rung = due;
          ring();
        });
      },
    });
  },
  "leaves its alarm armed": (source) =>
    timeLine({ ...source, arm: (delay, ring) => ({ ...source.arm(delay, ring), stop: () => {} }) }),
  "keeps the process alive for everyone": (source) =>
    timeLine({
      ...source,
      arm: (delay, ring) => {
        const alarm = source.arm(delay, ring);
        return { ...alarm, keepAlive: () => alarm.keepAlive(true) };
      },
    }),
  "takes nobody back": (source) => {
    const right = timeLine(source);
    return { ...right, schedule: (delay, run, unref) => (right.schedule(delay, run, unref), () => {}) };
  },
  "wakes by twos": (source) => {
    const right = timeLine(source);
    const schedule: TimeLine["schedule"] = (delay, run, unref) => right.schedule(delay, () => (run(), run()), unref);
    return { ...right, schedule };
  },
};
