import { describe, expect } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { permanent, type PermanentError } from "../../src/policy/errors.ts";
import { settle } from "../../src/retry/retry.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection } from "./scene.ts";

const busy = new Error("busy");
const gone = new Error("gone");

describe("rule 5c permanent", () => {
  trap("F-066 T15 rule 5d ends the run, and the operation is never called again", async ({ retry, clock }) => {
    const operation = failing([permanent(gone)]);
    const run = rejection(retry(operation, { attempts: 6, schedule: fixed(10) }, { clock }));
    expect(await clock.runUntil(run)).toBe(gone);
    await clock.advance("1h");
    expect({ calls: operation.calls, pending: clock.pending() }).toEqual({ calls: 1, pending: [] });
  });

  trap("unwraps at the first attempt, unwatched", async ({ retry }) => {
    const operation = failing([permanent(gone)]);
    expect(await rejection(retry(operation))).toBe(gone);
    expect(operation.calls).toBe(1);
  });

  trap("unwraps in the middle and at the last attempt", async ({ retry, clock }) => {
    for (const errors of [
      [busy, permanent(gone)],
      [busy, busy, permanent(gone)],
    ]) {
      const operation = failing(errors);
      const run = rejection(retry(operation, { schedule: fixed(10) }, { clock }));
      expect(await clock.runUntil(run)).toBe(gone);
      expect(operation.calls).toBe(errors.length);
    }
  });

  trap("unwraps when there is one attempt only", async ({ retry, clock }) => {
    const run = rejection(retry(failing([permanent(gone)]), { attempts: 1 }, { clock }));
    expect(await clock.runUntil(run)).toBe(gone);
  });

  trap("F-054 nests: a mark on a mark is one mark", async ({ retry, clock }) => {
    const run = rejection(retry(failing([permanent(permanent(permanent(gone)))]), {}, { clock }));
    expect(await clock.runUntil(run)).toBe(gone);
  });

  trap("F-054 two marks that point at each other end the run all the same", async ({ retry, clock }) => {
    const [a, b] = [permanent(gone), permanent(gone)];
    a.cause = b;
    b.cause = a;
    expect(await clock.runUntil(rejection(retry(failing([a]), {}, { clock })))).toBe(gone);
  });

  trap("marks anything, undefined too", async ({ retry, clock }) => {
    for (const value of [undefined, null, 0, "", Object.freeze({})]) {
      const operation = failing([permanent(value)]);
      expect(await clock.runUntil(rejection(retry(operation, {}, { clock })))).toBe(value);
      expect(operation.calls).toBe(1);
    }
  });

  trap("is not put before the predicate", async ({ retry, clock }) => {
    const asked: unknown[] = [];
    const retryIf = (error: unknown): boolean => asked.push(error) > 0;
    await clock.runUntil(rejection(retry(failing([permanent(gone)]), { retryIf }, { clock })));
    expect(asked).toEqual([]);
  });

  trap("is told without the mark", async ({ retry, clock }) => {
    const told: unknown[] = [];
    const onGiveUp = ({ failure, reason }: { failure: object; reason: string }): void =>
      void told.push(failure, reason);
    await clock.runUntil(rejection(retry(failing([permanent(gone)]), { onGiveUp }, { clock })));
    expect(told).toEqual([{ kind: "error", error: gone }, "not-retryable"]);
  });

  trap(
    "F-066 a mark is told by what it is: a name alone ends nothing",
    { cannot: "no name ends it" },
    async (stage) => {
      const { retry, clock } = stage;
      const alike = Object.assign(new Error("gone"), { name: "PermanentError", code: "PERMANENT", cause: gone });
      const inherited = Object.create(permanent(gone)) as PermanentError;
      for (const error of [alike, inherited]) {
        const operation = failing([error], "done");
        expect(await clock.runUntil(retry(operation, {}, { clock }))).toBe("done");
      }
    },
  );

  trap("F-052 is final also when an AggregateError is marked", { cannot: "it has no settle" }, async ({ clock }) => {
    const all = new AggregateError([busy, gone]);
    const outcome = await clock.runUntil(settle(failing([permanent(all)]), {}, { clock }));
    expect(outcome).toMatchObject({ ok: false, reason: "not-retryable", attempts: 1 });
    expect(outcome.ok || outcome.error).toBe(all);
  });
});
