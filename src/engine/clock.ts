import { isFunction } from "../core/options.ts";

/** Where time comes from and how one waits: the port behind every run. */
export interface Clock {
  /** Milliseconds on a clock that never goes back; only differences mean anything. */
  now(): number;
  /** Milliseconds since 1970 on the wall clock, which may jump. */
  wallNow(): number;
  /**
   * Calls `run` once, not before `delay` milliseconds have passed.
   *
   * @param unref whether the wait may let the process end
   * @returns what takes the call back
   */
  schedule(delay: number, run: () => void, unref?: boolean): () => void;
  /** Calls `run` after one turn of the event loop, so that I/O which is already waiting is heard first. */
  turn?(run: () => void, unref?: boolean): void;
  /** Told what is under way, so that a virtual clock can say what it waits for; answers with what ends the note. */
  note?(what: () => string): () => void;
}

/** What a clock is, in words. */
export const CLOCK = "a clock: now, wallNow and schedule";

/** Whether a value has what every clock has. */
export function isClock(value: unknown): boolean {
  const { now, wallNow, schedule } = Object(value) as Partial<Clock>;
  return isFunction(now) && isFunction(wallNow) && isFunction(schedule);
}

/** A part that a clock may lack; what stands on the prototype of every object is no part of it. */
export function partOf<Name extends "turn" | "note">(clock: Clock, name: Name): Clock[Name] {
  const part = clock[name];
  return part === (Object.prototype as Partial<Clock>)[name] ? undefined : part;
}
