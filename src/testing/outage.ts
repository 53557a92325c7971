import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";

/** A span of virtual time in which a server does not work. */
export interface OutageOptions {
  readonly from: Duration;
  readonly to: Duration;
  /** The workers stop and the queue grows, or every new call is refused; `"stalls"` unless given. */
  readonly how?: "stalls" | "refuses" | undefined;
}

/** A checked outage, in milliseconds. */
export interface Outage {
  readonly from: number;
  readonly to: number;
  readonly how: "stalls" | "refuses";
}

/**
 * Outages in the order of time.
 *
 * @throws InvalidOptionError when one ends before it begins, or two overlap
 */
export function outagesIn(given: OutageOptions | readonly OutageOptions[]): readonly Outage[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  const outages = Array.from(list, checked).toSorted((a, b) => a.from - b.from);
  for (const [index, { from }] of outages.entries()) {
    const before = outages[index - 1];
    if (before !== undefined && from < before.to)
      throw new InvalidOptionError("outage", "outages that do not overlap", `${before.to}ms > ${from}ms`);
  }
  return outages;
}

function checked(given: unknown): Outage {
  const read = optionsOf(given, "outage", ["from", "to", "how"]);
  const [from, to] = (["from", "to"] as const).map((end) => toMillis(read<Duration>(end) ?? NaN, `outage ${end}`)) as [
    number,
    number,
  ];
  if (to <= from) throw new InvalidOptionError("outage to", `a duration > ${from}ms`, to);
  const how = read<Outage["how"]>("how", '"stalls" or "refuses"', (value) => value === "stalls" || value === "refuses");
  return { from, to, how: how ?? "stalls" };
}

/** When work of that length will be done that begins now: it pauses while the workers stall. */
export function doneAt(outages: readonly Outage[], now: number, work: number): number {
  let end = now + work;
  for (const { from, to, how } of outages) if (how === "stalls" && from >= now && from < end) end += to - from;
  return end;
}
