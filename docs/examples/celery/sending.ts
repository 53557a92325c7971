import { cap, exponential, formatMillis, linear, schedule } from "ostinato";
import { isNetworkError } from "ostinato/http";
import { memoryTransport, type Transport } from "ostinato/transport";
import { type App, createApp, type PublishPolicy } from "ostinato/tasks";
import { virtualClock } from "ostinato/testing";

/** An app whose broker cannot be reached the first few times; and when it was tried. */
function unreachable(failures: number, publish?: PublishPolicy) {
  const clock = virtualClock();
  const broker = memoryTransport({ clock });
  const tries: string[] = [];
  const transport: Transport = {
    ...broker,
    isRetryable: isNetworkError,
    publish: async (...message) => {
      tries.push(formatMillis(clock.now()));
      if (tries.length <= failures) throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
      return broker.publish(...message);
    },
  };
  return { app: createApp({ clock, transport, random: () => 0.5, publish }), clock, tries };
}

/** Sends a task by its name and says what came of the sending alone. */
const sending = (app: App, publish?: PublishPolicy): Promise<string> =>
  app.send("foo.task", { publish }).then(
    () => "sent",
    (error: Error) => error.message,
  );

/** 001-1: a task whose code is elsewhere is sent by its name; this one message is tried after 3, 4 and 5 seconds more. */
export async function bySendersPolicy() {
  const patient = { attempts: 4, schedule: schedule(linear("3s", "1s"), cap("6s")) };
  const reached = unreachable(3);
  const lost = unreachable(4);
  const once = unreachable(1);
  return {
    reached: [await reached.clock.runUntil(sending(reached.app, patient)), ...reached.tries],
    lost: [await lost.clock.runUntil(sending(lost.app, patient)), ...lost.tries],
    once: [await once.clock.runUntil(sending(once.app, false)), ...once.tries],
  };
}

/** 001-p: the same for every message of the app; it has nothing to do with how tasks are tried again. */
export async function byTheAppsPolicy() {
  const { app, clock, tries } = unreachable(3, { attempts: 4, schedule: exponential("100ms"), totalTimeout: "10s" });
  return [await clock.runUntil(sending(app)), ...tries];
}
