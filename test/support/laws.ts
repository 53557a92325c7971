/** What `fc.assert` needs to know besides the law. */
export interface LawParameters {
  readonly seed: number;
  readonly numRuns: number;
}

const DEEPER = 20;
/** Browsers have none. */
const ENV = (globalThis as { process?: typeof process }).process?.env ?? {};

/**
 * The same draws in every run, so that a red test stays red; `LAWS=deep` runs twenty times as many from the seed that
 * `vitest.config.ts` drew and printed, and `LAWS_SEED` repeats any seed.
 */
export function lawParameters(runs = 100, env: Readonly<Record<string, string | undefined>> = ENV): LawParameters {
  return { seed: Number(env["LAWS_SEED"] ?? 1), numRuns: env["LAWS"] === "deep" ? runs * DEEPER : runs };
}
