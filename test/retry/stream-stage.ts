import { Observable } from "rxjs";
import { type RunHelpers, TestScheduler } from "rxjs/testing";
import { expect } from "vitest";
import { exponential } from "../../src/core/sources.ts";
import { virtualClock, type VirtualClock } from "../../src/testing/virtual-clock.ts";
import { listeners } from "./scene.ts";

export const busy: Error = new Error("busy");
export const thrice = { attempts: 3, schedule: exponential("5ms") } as const;

/** Plays marbles in the frames of a `TestScheduler`. */
export const marbles = (run: (helpers: RunHelpers, frames: TestScheduler) => void): void => {
  const frames = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  frames.run((helpers) => run(helpers, frames));
};

/** What one subscription does: an instant in milliseconds, and a value, an error or the end. */
export type Beat = readonly [after: number, what: { value: unknown } | { error: unknown } | "end"];

export interface StreamStage {
  readonly source: Observable<unknown>;
  readonly clock: VirtualClock;
  /** When each subscription began, and when it was let go of. */
  readonly begun: number[];
  readonly ended: number[];
  /** What a subscriber heard, with the instant. */
  readonly heard: unknown[];
  readonly observer: { next(value: unknown): void; error(error: unknown): void; complete(): void };
  /** The caller's signal, and how to abort it. */
  readonly leaving: AbortController;
  /** Timers, listeners and open subscriptions that are left. */
  readonly residue: () => readonly [timers: number, listeners: number, open: number];
}

/** A source that plays one list of beats after another, the last one again and again, in virtual time. */
export function streamed(...scripts: readonly (readonly Beat[])[]): StreamStage {
  const clock = virtualClock();
  const leaving = new AbortController();
  const [begun, ended, heard]: [number[], number[], unknown[]] = [[], [], []];
  const source = new Observable<unknown>((subscriber) => {
    const beats = scripts[Math.min(begun.length, scripts.length - 1)]!;
    begun.push(clock.now());
    const play = (what: Beat[1]): void => {
      if (what === "end") subscriber.complete();
      else if ("error" in what) subscriber.error(what.error);
      else subscriber.next(what.value);
    };
    const timers = beats
      .filter(([after, what]) => after > 0 || play(what))
      .map(([after, what]) => clock.schedule(after, () => play(what)));
    return () => {
      ended.push(clock.now());
      for (const stop of timers) stop();
    };
  });
  const note = (...what: readonly unknown[]): void => void heard.push([clock.now(), ...what]);
  return {
    source,
    clock,
    begun,
    ended,
    heard,
    leaving,
    observer: { next: note, error: (error) => note("failed", error), complete: () => note("complete") },
    residue: () => [clock.pending().length, listeners(leaving.signal), begun.length - ended.length],
  };
}

export const value = (what: unknown): { value: unknown } => ({ value: what });
export const failure: { error: unknown } = { error: busy };
