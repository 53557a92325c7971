import { ReplayError } from "./replay-error.ts";
import { isOutside, isStimulus, type Trace, type TraceEvent } from "./trace.ts";

/** A place in a trace: what a run does is held against what stands there. */
export interface TapeHead {
  /** The instant of what comes next, or of what came last. */
  readonly now: () => number;
  /** What comes next, unless all has been. */
  readonly next: () => TraceEvent | undefined;
  /** What a hint was told as the wall clock, if one is asked before the run goes on. */
  readonly wallNow: () => number | undefined;
  /** Whether it is of a kind. */
  readonly isNext: <Kind extends TraceEvent["kind"]>(kind: Kind) => boolean;
  /** Takes the next event, whatever it is. */
  readonly take: () => TraceEvent | undefined;
  /** Holds what the run does against the next of its answers, and gives that; undefined where they differ. */
  readonly expect: (came: Came, matches: (event: TraceEvent) => boolean) => TraceEvent | undefined;
  /** Takes down a difference, to an event that has been taken or to the next; the first one counts. */
  readonly differs: (came: string, event?: TraceEvent) => void;
  /** The first difference. */
  readonly difference: () => ReplayError | undefined;
}

/** What a run does, in words. */
export type Came = () => string;

/** A decision asks fewer functions than this. */
const FAR = 1_000;

/** @param deliver does what an event from outside does */
export function tapeHead({ events }: Trace, deliver: (event: TraceEvent) => void): TapeHead {
  let place = 0;
  let time = 0;
  let difference: ReplayError | undefined;
  const next = (): TraceEvent | undefined => (difference === undefined ? events[place] : undefined);
  const take = (): TraceEvent | undefined => {
    const event = next();
    if (event === undefined) return undefined;
    place++;
    time = event.at;
    return event;
  };
  const differs = (came: string, event: TraceEvent | undefined = events[place]): void => {
    const index = event === undefined ? place : events.indexOf(event);
    const recorded = event === undefined ? "nothing more" : JSON.stringify(event).slice(0, 300);
    difference ??= new ReplayError(index, event?.at ?? time, recorded, came);
  };
  /** What comes from outside before the next answer comes now, for the run has answered without it. */
  const outside = (): void => {
    while (isOutside(next())) deliver(take()!);
  };
  return {
    next,
    take,
    differs,
    difference: () => difference,
    wallNow: () => {
      for (const event of events.slice(place, place + FAR)) {
        if (event.kind === "retry" || event.kind === "end") return undefined;
        if (event.kind === "asked" && event.wallNow !== undefined) return event.wallNow;
      }
      return undefined;
    },
    isNext: (kind) => next()?.kind === kind,
    now: () => {
      const event = next();
      return event === undefined || isStimulus(event) ? time : event.at;
    },
    expect: (came, matches) => {
      outside();
      const event = next();
      if (difference !== undefined) return undefined;
      if (event === undefined || !matches(event)) {
        differs(came());
        return undefined;
      }
      take();
      // The caller has left while a function or a hook was being called.
      for (let after = next(); after?.kind === "abort" && after.inside === "function"; after = next()) deliver(take()!);
      return event;
    },
  };
}
