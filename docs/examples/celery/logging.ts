import { fixed } from "ostinato";
import { flaky, stage, TemporaryError, times } from "./stage.ts";

/** A stand-in for a logger that takes a text and fields. */
function logger() {
  const lines: (readonly [level: string, text: string, fields: object])[] = [];
  return {
    lines,
    warn: (text: string, fields: object = {}) => void lines.push(["warn", text, fields]),
    error: (text: string, fields: object = {}) => void lines.push(["error", text, fields]),
    info: (text: string, fields: object = {}) => void lines.push(["info", text, fields]),
  };
}

/** 002-16: "attempt k of n", for every task of the app, with an n that is right. */
export async function attemptKOfN() {
  const log = logger();
  const { app, clock } = stage({
    defaults: { beforeStart: ({ task, attempt, attempts }) => log.info(`${task}: attempt ${attempt} of ${attempts}`) },
  });
  const work = flaky(times(2, new TemporaryError("busy")), () => "done");
  const task = app.task("monitored", () => work());
  app.worker().start();
  await task.delay();
  await clock.runUntil(app.idle());
  return log.lines.map(([, text]) => text);
}

/** 004-17: the events of the app go to the log. They carry no arguments, and a logger that throws changes nothing. */
export async function eventsToTheLog() {
  const log = logger();
  const { app, clock } = stage({ defaults: { policy: { attempts: 2, schedule: fixed("1s") } } });
  app.on("failure", ({ task, id, attempt, reason, error }) =>
    log.error(`Task ${task} failed: ${String(error)}`, { task, id, attempt, reason }),
  );
  app.on("retry", ({ task, id, attempt, error, delay }) =>
    log.warn(`Task ${task} is tried again: ${String(error)}`, { task, id, attempt, delay }),
  );
  const charge = app.task("charge", (_ctx, _card: string) => Promise.reject(new TemporaryError("busy")));
  app.worker().start();
  await charge.enqueue({ args: ["4242 4242 4242 4242"], id: "order 7" });
  await clock.runUntil(app.idle());
  return log.lines;
}
