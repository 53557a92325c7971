import { describe, expect, it } from "vitest";
import { virtualClock } from "ostinato/testing";
import { Aside } from "../../src/task/aside.ts";

describe("timers that are put aside", () => {
  const stage = () => {
    const clock = virtualClock();
    return { clock, aside: new Aside(clock), rung: [] as number[] };
  };

  it("ring when they are due, whether near or far", async () => {
    const { clock, aside, rung } = stage();
    for (const delay of [60_000, 0, 501, 500, 750]) aside.schedule(delay, () => rung.push(clock.now()));
    await clock.advance("2m");
    expect(rung).toEqual([0, 500, 501, 750, 60_000]);
  });

  it("ring when they are due, also those that came while others lay aside", async () => {
    const { clock, aside, rung } = stage();
    for (const begun of [0, 300, 400, 700]) {
      await clock.advance(begun - clock.now());
      aside.schedule(10_000, () => rung.push(clock.now()));
    }
    await clock.advance("1m");
    expect(rung).toEqual([10_000, 10_300, 10_400, 10_700]);
  });

  it("are taken back, near, far, and far ones that have come near", async () => {
    const { clock, aside, rung } = stage();
    const timers = [100, 5_000, 5_000].map((delay) => aside.schedule(delay, () => rung.push(delay)));
    timers[0]!.cancel();
    timers[1]!.cancel();
    await clock.advance("2s");
    timers[2]!.cancel();
    expect(clock.pending()).toEqual([]);
    await clock.advance("1m");
    expect(rung).toEqual([]);
  });

  it("cost one timer together, and none for those that are taken back in time", async () => {
    const { clock, aside } = stage();
    for (let each = 0; each < 1_000; each++) aside.schedule(15_000, () => {}).cancel();
    aside.schedule(15_000, () => {});
    expect(clock.pending()).toEqual([500]);
    await clock.advance("1s");
    expect(clock.pending()).toEqual([14_000]);
  });
});
