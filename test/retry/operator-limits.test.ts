import { describe, expect, it } from "vitest";
import { NEVER } from "rxjs";
import { retryBackoff } from "ostinato/rxjs";
import { fixed } from "../../src/core/sources.ts";
import { rejection } from "./scene.ts";
import { busy, failure, streamed, value } from "./stream-stage.ts";

const nothing = [0, 0, 0];

describe("the limits of a stream", () => {
  it("a silent attempt is let go of when its time is up, and tried again", async () => {
    const { source, clock, begun, ended, heard, observer, residue } = streamed(
      [],
      [
        [5, value("a")],
        [6, "end"],
      ],
    );
    source.pipe(retryBackoff({ attemptTimeout: 50, schedule: fixed(10) }, { clock })).subscribe(observer);
    await clock.advance("1s");
    expect([begun, ended]).toEqual([
      [0, 60],
      [50, 66],
    ]);
    expect([heard, residue()]).toEqual([
      [
        [65, "a"],
        [66, "complete"],
      ],
      nothing,
    ]);
  });

  it("the last silent attempt fails with a TimeoutError", async () => {
    const { source, clock, heard, observer, residue } = streamed([]);
    source.pipe(retryBackoff({ attempts: 2, attemptTimeout: 50, schedule: fixed(10) }, { clock })).subscribe(observer);
    await clock.advance("1s");
    expect(heard).toMatchObject([[110, "failed", { name: "TimeoutError", code: "ATTEMPT_TIMEOUT", limit: 50 }]]);
    expect(residue()).toEqual(nothing);
  });

  it("the deadline ends a silent attempt with what failed before as its cause", async () => {
    const { source, clock, heard, observer, residue } = streamed([[20, failure]], []);
    source.pipe(retryBackoff({ attempts: 9, totalTimeout: 70, schedule: fixed(10) }, { clock })).subscribe(observer);
    await clock.advance("1s");
    expect(heard).toMatchObject([[70, "failed", { code: "TOTAL_TIMEOUT", limit: 70, cause: busy }]]);
    expect(residue()).toEqual(nothing);
  });

  it("no wait is begun that would end behind the deadline", async () => {
    const { source, clock, heard, observer } = streamed([[20, failure]]);
    source.pipe(retryBackoff({ attempts: 9, totalTimeout: 70, schedule: fixed(50) }, { clock })).subscribe(observer);
    await clock.advance("1s");
    expect(heard).toEqual([[20, "failed", busy]]);
  });

  it("a healthy stream is never cut, however long it lives and pauses", async () => {
    const { source, clock, heard, observer } = streamed([
      [1, value("a")],
      [3_600_000, value("b")],
      [7_200_000, "end"],
    ]);
    source.pipe(retryBackoff({ attemptTimeout: 50, totalTimeout: 70 }, { clock })).subscribe(observer);
    await clock.advance(1);
    expect(clock.pending()).toEqual([3_599_999, 7_199_999]);
    await clock.advance("3h");
    expect(heard).toEqual([
      [1, "a"],
      [3_600_000, "b"],
      [7_200_000, "complete"],
    ]);
  });

  it("a wait that ends behind the deadline, for the machine slept, leads to no attempt", async () => {
    const { source, clock, begun, heard, observer } = streamed([[0, failure]]);
    const slept = { ...clock, now: () => clock.now() * 10 };
    const told: number[] = [];
    const onAttempt = ({ attempt }: { attempt: number }): void => void told.push(attempt);
    source
      .pipe(retryBackoff({ onAttempt, totalTimeout: 70, schedule: fixed(20) }, { clock: slept }))
      .subscribe(observer);
    await clock.advance("1s");
    expect([begun, told, heard]).toEqual([[0], [1], [[20, "failed", busy]]]);
  });

  it("a hook that uses up the time leaves no attempt", () => {
    const { source, clock, begun, heard, observer } = streamed([[1, value("a")]]);
    let now = 0;
    const onAttempt = (): void => void (now = 100);
    source
      .pipe(retryBackoff({ onAttempt, totalTimeout: 70 }, { clock: { ...clock, now: () => now } }))
      .subscribe(observer);
    expect([begun, heard]).toMatchObject([[], [[0, "failed", { code: "TOTAL_TIMEOUT" }]]]);
  });

  it("hold on the machine's clock", async () => {
    const silent = new Promise((resolve, reject) => {
      NEVER.pipe(retryBackoff({ attempts: 2, attemptTimeout: 3, schedule: fixed(1) })).subscribe({ error: reject });
    });
    expect(await rejection(silent)).toMatchObject({ code: "ATTEMPT_TIMEOUT" });
  });

  it.each([
    ["speaks", [[50, value("in time")]] as const, [[50, "in time"]], [0, 0, 1]],
    ["completes", [[50, "end"]] as const, [[50, "complete"]], nothing],
    ["fails", [[50, failure]] as const, [], [1, 0, 0]],
  ])("leave one more turn of the event loop to a source that %s in it", async (_what, script, expected, left) => {
    const { clock, source, heard, observer, residue } = streamed(script);
    const turns: (() => void)[] = [];
    const machine = { ...clock, turn: (run: () => void) => void turns.push(run) };
    const told: unknown[] = [];
    const note = (event: object): void => void told.push(event);
    const hooks = { onRetry: note, onGiveUp: note };
    const options = { attempts: 2, attemptTimeout: 50, ...hooks };
    source.pipe(retryBackoff(options, { clock: machine })).subscribe(observer);
    await clock.advance(50);
    const before = told.length;
    for (const run of turns) run();
    expect([turns.length, heard, residue(), told.length]).toEqual([1, expected, left, before]);
  });
});
