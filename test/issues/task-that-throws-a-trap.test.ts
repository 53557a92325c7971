import { fixed } from "ostinato";
import { describe, expect, it } from "vitest";
import { stage } from "../task/stage.ts";

const fail = (): never => {
  throw new Error("do not look");
};
/** To look at it throws, in whatever way. */
const trap: unknown = new Proxy({}, { get: fail, has: fail, getPrototypeOf: fail, getOwnPropertyDescriptor: fail });

/** Asking what class the error was of threw, in the middle of the judgement: the attempt was made again until the message was poison. */
describe("a task that throws", () => {
  it.each([
    ["what cannot be looked at", trap],
    ["nothing", undefined],
    ["null", null],
    ["what is frozen", Object.freeze({})],
    ["a symbol", Symbol("busy")],
    ["a bigint", 5n],
  ])("F-053 %s is judged by its policy", async (_what, thrown) => {
    const { app, clock } = stage();
    const asks = app.task("asks", ({ retry }) => {
      throw retry({ error: thrown });
    });
    const throws = app.task("throws", () => Promise.reject(thrown), { policy: { schedule: fixed(1) } });
    app.worker().start();
    const results = [await asks.delay(), await throws.delay()];
    await clock.runUntil(app.idle());
    const exhausted = { state: "FAILURE", reason: "attempts", attempt: 3 };
    expect(await Promise.all(results.map((result) => result.info()))).toMatchObject([exhausted, exhausted]);
  });
});
