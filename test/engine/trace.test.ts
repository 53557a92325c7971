import { lastValueFrom, of } from "rxjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fixed, hedge, type RunParts, retry, settle, type TraceSink, wrap, wrapWithAttempt } from "../../src/index.ts";
import { fromPolicy, retryBackoff } from "../../src/retry/rxjs.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { blame, reports } from "../support/host.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** A sink that looks, and touches nothing. */
function looking(): TraceSink & { readonly seen: RunParts<never>[] } {
  const seen: RunParts<never>[] = [];
  return { seen, begin: (parts) => (seen.push(parts as never), parts) };
}

describe("a sink", () => {
  it("is shown what each run is made of, before it begins", async () => {
    const sink = looking();
    const operation = async (): Promise<string> => "done";
    const clock = virtualClock();
    const random = (): number => 0.5;
    const { signal } = new AbortController();
    await retry(operation, { attempts: 7 }, { clock, random, signal, trace: sink });
    await settle(operation, {}, { trace: sink });
    await wrap(operation, {}, { trace: sink })();
    await wrapWithAttempt(operation, {}, () => ({ trace: sink }))();
    await lastValueFrom(fromPolicy(operation, {}, { trace: sink }));
    expect(sink.seen).toHaveLength(5);
    expect(sink.seen[0]).toEqual({
      operation,
      policy: expect.objectContaining({ attempts: 7 }),
      clock,
      random,
      signal,
    });
  });

  it("answers with what the run is to be made of", async () => {
    const starts: number[] = [];
    const sink: TraceSink = {
      begin: (parts) => ({
        ...parts,
        operation: (attempt) => (starts.push(attempt.attempt), parts.operation(attempt)),
        policy: { ...parts.policy, attempts: 2 },
      }),
    };
    const failing = (): never => {
      throw new Error("busy");
    };
    const outcome = await settle(failing, { attempts: 5, schedule: fixed(0) }, { trace: sink });
    expect(outcome).toMatchObject({ attempts: 2, reason: "attempts" });
    expect(starts).toEqual([1, 2]);
  });

  it("leaves the operation its name, for whoever says what waits", async () => {
    const clock = virtualClock({ patience: 0 });
    const load = (): Promise<never> => new Promise(() => {});
    const sink: TraceSink = { begin: (parts) => ({ ...parts, operation: (attempt) => parts.operation(attempt) }) };
    const stuck = clock.runUntil(retry(load, {}, { clock, trace: sink }));
    await expect(stuck).rejects.toThrow("attempt 1 of load still waits");
  });

  it.each([
    ["throws", () => expect.fail("a sink's own")],
    ["answers nonsense", () => undefined],
  ])("that %s is reported and changes nothing", async (_, begin) => {
    const warnings = reports();
    const trace = { begin } as never;
    expect(await retry(async () => "done", {}, { trace })).toBe("done");
    expect(await wrap(async () => "done", {}, { trace })()).toBe("done");
    expect(warnings.map((text) => text.startsWith(blame("trace")))).toEqual([true, true]);
  });

  it("is refused where attempts are not one after another under one loop", async () => {
    const trace = looking();
    await expect(hedge(async () => 1, { schedule: fixed(1) }, { trace })).rejects.toThrow('got "trace"');
    expect(() => of(1).pipe(retryBackoff({}, { trace }))).toThrow('got "trace"');
    expect(trace.seen).toEqual([]);
  });
});
