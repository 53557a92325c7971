import { parseSchedule } from "../core/notation.ts";
import type { Schedule } from "../core/schedule.ts";
import { type Given, UsageError } from "./arguments.ts";

/** The schedule among the operands, be it in quotes or not. */
export function scheduleIn({ operands }: Given): Schedule {
  if (operands.length > 0) return parseSchedule(operands.join(" "));
  throw new UsageError('a schedule is missing, such as "exponential 200ms, cap 30s, full jitter"');
}
