import { type ListItem, structuredList } from "./structured-list.ts";

const THROTTLED: ReadonlySet<unknown> = new Set([429, 503]);

/**
 * Whether the end of a quota's window is worth waiting for. Nothing left: yes. Something left, or nobody knows: only if
 * the server throttled this very request, by status 429 or 503. Nothing known at all: yes, the caller asked for it.
 */
export function isSpent(remaining: number | undefined, status: number | undefined): boolean {
  return remaining === 0 || THROTTLED.has(status) || (remaining === undefined && status === undefined);
}

/**
 * The seconds until there is quota again by `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-11,
 * 3 and 4): of the policies with the least left, the longest window counts. A malformed `RateLimit` says nothing.
 *
 * A limit without `t` lasts at most for the window `w` of its policy.
 */
export function untilQuota(limit: string, policy: string | undefined, status: number | undefined): number | undefined {
  const limits = structuredList(limit)?.map(serviceLimit) ?? [];
  const least = Math.min(...limits.map(({ remaining }) => remaining));
  // One malformed limit makes all of them NaN, and none make Infinity; neither is ever spent.
  if (!Number.isFinite(least) || !isSpent(least, status)) return undefined;
  const policies = structuredList(policy ?? "") ?? [];
  const binding = limits.filter(({ remaining }) => remaining === least);
  return Math.max(...binding.map(({ name, window }) => window ?? windowOf(name, policies)));
}

interface ServiceLimit {
  readonly name: string;
  readonly remaining: number;
  readonly window: number | undefined;
}

function serviceLimit({ value, parameters }: ListItem): ServiceLimit {
  const [remaining, window] = [count(parameters.get("r") ?? ""), parameters.get("t")];
  const seconds = window === undefined ? undefined : count(window);
  const malformed = !/^["A-Za-z*]/.test(value) || Number.isNaN(seconds);
  return { name: value, remaining: malformed ? NaN : remaining, window: seconds };
}

/** A policy that does not tell its window is not waited for. */
function windowOf(name: string, policies: readonly ListItem[]): number {
  const windows = policies.filter(({ value }) => value === name).map(({ parameters }) => parameters.get("w"));
  return Math.max(0, ...windows.map((window) => count(window ?? "") || 0));
}

/** A non-negative Integer, or NaN. */
const count = (text: string): number => (/^\d+$/.test(text) ? Number(text) : NaN);
