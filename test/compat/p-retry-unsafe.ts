import { expect, it } from "vitest";
import { EDITIONS, genuine, ours, peer, type Verb } from "./p-retry-genuine.ts";

/** How the genuine p-retry is held against a scenario. */
export interface UnsafeOptions {
  /** The first edition of p-retry that is safe itself. */
  readonly mended?: number;
}

/**
 * Something that is unsafe in p-retry: the scenario passes with ours, whichever edition it follows, and fails, or hangs, with
 * the genuine one, if that is not mended.
 */
export function unsafe(
  name: string,
  { mended = Infinity }: UnsafeOptions,
  scenario: (verb: Verb) => Promise<void>,
): void {
  it.each(EDITIONS)(`${name} (as p-retry %i)`, (edition) => scenario(ours(edition)));

  const passes = peer.edition >= mended;
  it(`${name} [the genuine p-retry ${peer.edition} ${passes ? "passes" : "fails"}]`, async () => {
    const watched: Verb = (input, options) => {
      const run = genuine.default(input, options);
      // It may come when a scenario that has failed is no longer looking.
      run.catch(() => {});
      return run;
    };
    expect(await endOf(() => scenario(watched), passes ? 30_000 : 400)).toBe(passes ? "passed" : "failed");
  });
}

async function endOf(scenario: () => Promise<void>, within: number): Promise<"passed" | "failed"> {
  let guard: NodeJS.Timeout | undefined;
  const hung = new Promise<"failed">((resolve) => (guard = setTimeout(resolve, within, "failed")));
  const played = scenario().then(
    () => "passed" as const,
    () => "failed" as const,
  );
  try {
    return await Promise.race([played, hung]);
  } finally {
    clearTimeout(guard);
  }
}
