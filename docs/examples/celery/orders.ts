import { exponential, fixed, onError } from "ostinato";
import { flaky, stage, times } from "./stage.ts";

class NoSuchOrderError extends Error {
  override readonly name = "NoSuchOrderError";
}

class PaymentGatewayError extends Error {
  override readonly name = "PaymentGatewayError";
}

class InsufficientFundsError extends Error {
  override readonly name = "InsufficientFundsError";
}

/** 004-7: one rule for each kind of error; when all attempts are used up, and only then, a person is asked. */
export async function eachErrorItsRule() {
  const { app, clock } = stage();
  const notes: string[] = [];
  const charges = new Map([
    ["1", flaky([new NoSuchOrderError("no order 1")], () => "paid")],
    ["2", flaky(times(2, new PaymentGatewayError("down")), () => "paid")],
    ["3", flaky([new InsufficientFundsError("poor")], () => "paid")],
    ["4", flaky(times(4, new PaymentGatewayError("down")), () => "paid")],
  ]);
  const order = app.task(
    "order",
    async (_, id: string) => {
      try {
        return await charges.get(id)!();
      } catch (error) {
        // That there is no money is an answer, not a failure of the task.
        if (error instanceof InsufficientFundsError) return "payment refused";
        throw error;
      }
    },
    {
      policy: { attempts: 4, schedule: exponential("60s"), retryIf: onError(PaymentGatewayError) },
      onExhausted: ({ args: [id], attempts }) => notes.push(`order ${id} needs a person after ${attempts} attempts`),
      onFailure: ({ args: [id], reason }) => notes.push(`order ${id}: ${reason}`),
    },
  );
  app.worker({ concurrency: 4 }).start();
  const results = await Promise.all([...charges.keys()].map((id) => order.delay(id)));
  await clock.runUntil(app.idle());
  const outcomes = await Promise.all(results.map((result) => result.get({ propagate: false, timeout: 0 })));
  return { ends: outcomes.map((outcome) => (outcome.ok ? outcome.value : outcome.error.error?.name)), notes };
}

/** 004-8: what an attempt takes it gives back, once, however it ends; what only the last one leaves behind is cleaned up by a hook. */
export async function releaseAlwaysCleanUpOnce() {
  const { app, clock } = stage();
  const steps: string[] = [];
  const process = flaky(times(3, new Error("broken")), () => "done");
  const work = app.task(
    "resource",
    async ({ attempt, isLast }, _id: string) => {
      steps.push(isLast ? `take for the last time` : `take at attempt ${attempt}`);
      try {
        return await process();
      } finally {
        steps.push("give back");
      }
    },
    {
      policy: { attempts: 3, schedule: fixed("60s") },
      onExhausted: ({ args: [id] }) => steps.push(`clean up ${id}, mark it as failed`),
    },
  );
  app.worker().start();
  await work.delay("printer");
  await clock.runUntil(app.idle());
  return steps;
}
