import { take } from "rxjs";
import { describe, expect, it } from "vitest";
import { retryBackoff } from "ostinato/rxjs";
import { fixed } from "../../src/core/sources.ts";
import { busy, failure, streamed, value } from "./stream-stage.ts";

const limits = { attempts: 3, schedule: fixed(100), attemptTimeout: 500, totalTimeout: 5_000 };
const nothing = [0, 0, 0];

/** Where a stream may stand when its subscriber or its caller leaves. */
const phases = [
  { phase: "in the silence of the first attempt", script: [[400, failure]] as const, at: 200 },
  { phase: "in a wait", script: [[400, failure]] as const, at: 450 },
  { phase: "in the silence of the second attempt", script: [[400, failure]] as const, at: 700 },
  {
    phase: "after the first value",
    script: [
      [10, value("a")],
      [9_000, failure],
    ] as const,
    at: 2_000,
  },
];

describe("a subscriber that leaves", () => {
  it.each(phases)("$phase leaves nothing behind and hears nothing more", async ({ script, at }) => {
    const { source, clock, heard, observer, leaving, residue } = streamed(script);
    const subscription = source.pipe(retryBackoff(limits, { clock, signal: leaving.signal })).subscribe(observer);
    await clock.advance(at);
    expect(residue()).not.toEqual(nothing);
    const before = [...heard];
    subscription.unsubscribe();
    expect(residue()).toEqual(nothing);
    leaving.abort();
    await clock.advance("1h");
    expect(heard).toEqual(before);
  });

  it.each([
    ["onRetry", 10],
    ["onAttempt", 110],
  ] as const)("from %s begins no attempt and no wait", async (hook, at) => {
    const { source, clock, begun, heard, observer, leaving, residue } = streamed([[10, failure]]);
    const leave = (): void => void (clock.now() > 0 && subscription.unsubscribe());
    const env = { clock, signal: leaving.signal };
    const subscription = source.pipe(retryBackoff({ ...limits, [hook]: leave }, env)).subscribe(observer);
    await clock.advance(at);
    expect([begun, heard, residue()]).toEqual([[0], [], nothing]);
  });

  it("with the first value leaves nothing behind", () => {
    const { source, clock, heard, observer, leaving, residue } = streamed([
      [0, value("a")],
      [5, failure],
    ]);
    source.pipe(retryBackoff(limits, { clock, signal: leaving.signal }), take(1)).subscribe(observer);
    expect([heard, residue()]).toEqual([
      [
        [0, "a"],
        [0, "complete"],
      ],
      nothing,
    ]);
  });
});

describe("a signal that aborts", () => {
  it.each(phases)("$phase ends the stream at once with its reason", async ({ script, at }) => {
    const { source, clock, heard, observer, leaving, residue } = streamed(script);
    const reason = new Error("left");
    const told: unknown[] = [];
    const onGiveUp = ({ reason: why }: { reason: string }): void => void told.push(why);
    source.pipe(retryBackoff({ ...limits, onGiveUp }, { clock, signal: leaving.signal })).subscribe(observer);
    await clock.advance(at);
    leaving.abort(reason);
    expect([heard.at(-1), told, residue()]).toEqual([[at, "failed", reason], ["aborted"], nothing]);
    expect((heard.at(-1) as unknown[])[2]).toBe(reason);
  });

  it("before the subscription lets nothing begin", () => {
    const { source, clock, begun, heard, observer, leaving, residue } = streamed([[1, failure]]);
    leaving.abort("left");
    source.pipe(retryBackoff(limits, { clock, signal: leaving.signal })).subscribe(observer);
    expect([begun, heard, residue()]).toEqual([[], [[0, "failed", "left"]], nothing]);
  });

  it.each([
    ["onRetry", 10],
    ["onAttempt", 110],
  ] as const)("in %s ends the stream with its reason, once", async (hook, at) => {
    const { source, clock, heard, observer, leaving, residue } = streamed([[10, failure]]);
    const told: string[] = [];
    const onGiveUp = ({ reason }: { reason: string }): void => void told.push(reason);
    const options = { ...limits, onGiveUp, [hook]: () => clock.now() > 0 && leaving.abort("left") };
    source.pipe(retryBackoff(options, { clock, signal: leaving.signal })).subscribe(observer);
    await clock.advance(at);
    expect([heard, told, residue()]).toEqual([[[at, "failed", "left"]], ["aborted"], nothing]);
  });

  it("in onSuccess changes nothing any more", () => {
    const { source, clock, heard, observer, leaving, residue } = streamed([[0, "end"]]);
    const options = { ...limits, onSuccess: () => leaving.abort("left") };
    source.pipe(retryBackoff(options, { clock, signal: leaving.signal })).subscribe(observer);
    expect([heard, residue()]).toEqual([[[0, "complete"]], nothing]);
  });

  it("while a source is subscribed to is heard", async () => {
    const { source, clock, heard, leaving, residue } = streamed([
      [0, value("a")],
      [5, value("b")],
    ]);
    source.pipe(retryBackoff(limits, { clock, signal: leaving.signal })).subscribe({
      next: (each) => (heard.push(each), leaving.abort("left")),
      error: (error) => heard.push(error),
    });
    expect([heard, residue()]).toEqual([["a", "left"], nothing]);
  });

  it("finds no listener of a run that was over before it had begun to wait", () => {
    const { source, clock, heard, observer, leaving, residue } = streamed([
      [0, value("a")],
      [0, "end"],
    ]);
    source.pipe(retryBackoff(limits, { clock, signal: leaving.signal })).subscribe(observer);
    expect([heard, residue()]).toEqual([
      [
        [0, "a"],
        [0, "complete"],
      ],
      nothing,
    ]);
  });

  it("is heard by every run under it, when others under it have ended", async () => {
    const { source, clock, heard, observer, leaving, residue } = streamed([[5, failure]]);
    const options = { ...limits, attempts: 1 };
    const [first, second] = [1, 2].map(() =>
      source.pipe(retryBackoff(options, { clock, signal: leaving.signal })).subscribe(observer),
    );
    first!.unsubscribe();
    first!.unsubscribe();
    leaving.abort(busy);
    expect([second!.closed, heard, residue()]).toEqual([true, [[0, "failed", busy]], nothing]);
  });
});
