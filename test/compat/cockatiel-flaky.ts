export const busy: Error = new Error("busy");

/** Fails so many times, and then gives its number of calls. */
export function flaky(failures: number): () => Promise<number> {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= failures) throw busy;
    return calls;
  };
}
