import { permanent } from "ostinato";
import { flaky, LastingError, stage, TemporaryError, times } from "./stage.ts";

/** 002-20: retrying asks nothing of the function; whoever does not want its context ignores it, or wraps what is there. */
export async function withOrWithoutContext() {
  const { app, clock } = stage();
  const failures = (): Error[] => times(1, new TemporaryError("busy"));
  const double = flaky(failures(), (x: number) => 2 * x);
  const plain = app.task("plain", (_, x: number) => double(x));
  const told = flaky(failures(), (x: number, attempt: number) => `${2 * x} at attempt ${attempt}`);
  const curious = app.task("curious", ({ attempt }, x: number) => told(x, attempt));
  app.worker().start();
  const [first, second] = [await plain.delay(21), await curious.delay(21)];
  await clock.runUntil(app.idle());
  return [await first.get(), await second.get()];
}

/** 002-21: an error that lasts ends the task as a failure, with its error: nobody takes it for a success. */
export async function failureIsNoSuccess() {
  const { app, clock } = stage();
  const failures = [new TemporaryError("locked"), new LastingError("no such record")];
  const process = flaky(failures, (id: number) => `record ${id}`);
  const smart = app.task("smart", (_, id: number) =>
    process(id).catch((error: unknown) => {
      throw error instanceof LastingError ? permanent(error) : error;
    }),
  );
  app.worker().start();
  const result = await smart.delay(7);
  await clock.runUntil(app.idle());
  const { state, reason, attempt, error } = (await result.info())!;
  return { state, reason, attempt, error };
}
