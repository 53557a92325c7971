/** Something that was measured, and the interval in which it must lie. */
export interface Check {
  readonly what: string;
  readonly found: number;
  readonly from: number;
  readonly to: number;
}

/** What an experiment came to: a table, and what its figures are held against. */
export interface Findings {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly checks: readonly Check[];
}

/** Within a share of a figure, and at least within `atLeast`: a published figure is rounded. */
export const near = (what: string, found: number, wanted: number, share: number, atLeast = 0): Check => {
  const slack = Math.max(wanted * share, atLeast);
  return { what, found, from: wanted - slack, to: wanted + slack };
};

export const atMost = (what: string, found: number, to: number): Check => ({ what, found, from: -Infinity, to });

export const exactly = (what: string, found: number, wanted: number): Check => ({
  what,
  found,
  from: wanted,
  to: wanted,
});

/** The checks that fail. */
export const failing = ({ checks }: Findings): readonly Check[] =>
  checks.filter(({ found, from, to }) => !(found >= from && found <= to));

/** The middle one of some values; undefined counts as later than any. */
export function median(values: readonly (number | undefined)[]): number | undefined {
  const sorted = values.map((value) => value ?? Infinity).toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
  return middle === Infinity ? undefined : middle;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The seeds from 1 on. */
export const seeds = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
