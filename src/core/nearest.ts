/** The word nearest to a misspelt one, or undefined when none is near: at most a third of its letters differ, or two. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  if (word.length > 40) return undefined;
  let best: string | undefined;
  let least = Math.max(2, Math.ceil(word.length / 3)) + 1;
  for (const candidate of words) {
    const apart = distance(word.toLowerCase(), candidate.toLowerCase());
    if (apart < least) [best, least] = [candidate, apart];
  }
  return best;
}

/** Levenshtein distance: V. Levenshtein, "Binary codes capable of correcting deletions, insertions and reversals", 1966. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, swap));
    }
    row = next;
  }
  return row[b.length]!;
}

/** `", did you mean …?"`, or nothing. */
export function suggestion(word: string, words: readonly string[]): string {
  const near = nearest(word, words);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}
