import { describe, expect, it } from "vitest";
import { fixed, hedge, type HedgeOptions, retryBudget } from "../../src/index.ts";
import { virtualClock } from "../../src/testing/index.ts";

// A function of the policy that aborted when the last attempt had failed ended the promise, and then the hedge went on: it told
// of a retry and called the operation again, under a signal that never aborted. A hook that aborted at the end was told twice.
type Place = "retryIf" | "delayHint" | "onRetry" | "onGiveUp" | "onSuccess" | "deposit" | "withdraw" | "when" | "route";

/** A hedge that is aborted from one place, when that is passed for the nth time; its first attempt may be silent. */
async function aborted(from: Place, nth: number, isSilent = false, answersAt = Infinity) {
  const [clock, controller, told] = [virtualClock(), new AbortController(), [] as string[]];
  let [passed, settled, late] = [0, false, 0];
  const pass = (place: Place): void => {
    if (place === from && ++passed === nth) controller.abort("left");
  };
  const tells = (hook: "onRetry" | "onGiveUp" | "onSuccess") => () => {
    told.push(settled ? "late" : hook);
    pass(hook);
  };
  const purse = retryBudget({ capacity: 100 });
  const options: HedgeOptions = {
    attempts: 5,
    schedule: fixed(50),
    retryIf: () => (pass("retryIf"), true),
    delayHint: () => (pass("delayHint"), undefined),
    routes: [[() => (pass("when"), true), { schedule: { ...fixed(10), delay: () => (pass("route"), 10) } }]],
    budget: {
      ...purse,
      withdraw: (...failed) => (pass("withdraw"), purse.withdraw(...failed)),
      deposit: (...paid) => (pass("deposit"), purse.deposit(...paid)),
    },
    onRetry: tells("onRetry"),
    onGiveUp: tells("onGiveUp"),
    onSuccess: tells("onSuccess"),
  };
  const operation = async ({ attempt }: { attempt: number }): Promise<string> => {
    if (settled || controller.signal.aborted) late++;
    if (isSilent && attempt === 1) return new Promise(() => {});
    if (attempt === answersAt) return "done";
    throw new Error("busy");
  };
  const run = hedge(operation, options, { clock, signal: controller.signal });
  const end: unknown = await clock.runUntil(run.catch((error: unknown) => error));
  settled = true;
  const left = clock.pending();
  await clock.advance("1m");
  return { end, left, late, told };
}

describe("a hedge whose own functions abort it", () => {
  const asked = ["retryIf", "delayHint", "onRetry", "withdraw", "when", "route"] as const;
  const cases = asked.flatMap((place) => [1, 2].flatMap((nth) => [true, false].map((silent) => [place, nth, silent])));

  it.each(cases as [Place, number, boolean][])(
    "from %s, at pass %d, with a silent attempt or without (%s), makes no further call and ends once",
    async (place, nth, isSilent) => {
      const { end, left, late, told } = await aborted(place, nth, isSilent);
      expect({ end, left, late }).toEqual({ end: "left", left: [], late: 0 });
      expect(told.filter((hook) => hook !== "onRetry")).toEqual(["onGiveUp"]);
      expect(told.at(-1)).toBe("onGiveUp");
    },
  );

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])("asks nobody once it is aborted, %d turns after a failure", async (turns) => {
    const [clock, controller] = [virtualClock(), new AbortController()];
    let late = 0;
    const operation = (): Promise<never> => {
      let turn = Promise.resolve();
      for (let each = 0; each < turns; each++) turn = turn.then(() => {});
      void turn.then(() => controller.abort("left"));
      return Promise.reject(new Error("busy"));
    };
    const retryIf = (): boolean => {
      if (controller.signal.aborted) late++;
      return true;
    };
    const options = { schedule: fixed(50), retryIf, delayHint: () => ({ delay: 9, spread: 0, atMost: 9 }) };
    await expect(clock.runUntil(hedge(operation, options, { clock, signal: controller.signal }))).rejects.toBe("left");
    expect(late).toBe(0);
  });

  it("at its end ends as it did, and tells so once", async () => {
    const failed = await aborted("onGiveUp", 1);
    expect(failed).toMatchObject({ end: new Error("busy"), left: [], late: 0 });
    expect(failed.told.slice(4)).toEqual(["onGiveUp"]);
    for (const place of ["onSuccess", "deposit"] as const) {
      for (const isSilent of [true, false]) {
        const answered = await aborted(place, 1, isSilent, 2);
        expect(answered).toMatchObject({ end: "done", left: [], late: 0 });
        expect(answered.told.filter((hook) => hook !== "onRetry")).toEqual(["onSuccess"]);
      }
    }
  });
});
