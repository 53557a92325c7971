import { parseSchedule } from "../core/notation.ts";
import type { Schedule } from "../core/schedule.ts";
import { circumstances, FEW_DRAWS, type Trial } from "./law-trial.ts";

/** If the name is notation, the schedule does what it says. */
export function truthfulName({ schedule, retries, steps, delay, bounds, broken }: Trial): void {
  const named = read(schedule.name);
  if (named === undefined) return;
  for (const retry of retries) {
    const stated = bounds(retry);
    const due = named.bounds(retry);
    const promise = `the bounds are from ${stated.min} to ${stated.max}, though the name says from ${due.min} to ${due.max}`;
    if (!same(stated.min, due.min) || !same(stated.max, due.max)) throw broken("name", retry, stated.max, promise);
    for (const step of steps(retry)) {
      for (const drawn of FEW_DRAWS) {
        const [is, says] = [delay(step, drawn), named.delay(step, () => drawn)];
        const complaint = `the delay is ${is}, though the name says ${says}${circumstances(step, drawn)}`;
        if (!same(is, says)) throw broken("name", retry, is, complaint);
      }
    }
  }
}

function read(name: string): Schedule | undefined {
  try {
    return parseSchedule(name);
  } catch {
    return undefined;
  }
}

/** Equal but for the rounding of another way to compute it. */
const same = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-12 * Math.max(a, b);
