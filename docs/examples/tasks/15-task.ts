// A task, as in Celery: the policy is the same as everywhere else.
import { cap, exponential, fullJitter, onError, schedule } from "ostinato";
import { createApp } from "ostinato/tasks";
import { virtualClock } from "ostinato/testing";

class SmtpError extends Error {}

let sent = 0;
async function send(to: string, subject: string): Promise<string> {
  sent += 1;
  if (sent === 1) throw new SmtpError("busy");
  return `${subject}, ${to}`;
}

const clock = virtualClock(); // leave it out to wait for real
const app = createApp({ clock });

const sendEmail = app.task("email.send", async (_attempt, to: string, subject: string) => send(to, subject), {
  queue: "mail",
  policy: {
    attempts: 6,
    schedule: schedule(exponential("1s"), cap("10m"), fullJitter),
    retryIf: onError(SmtpError),
  },
  softTimeLimit: "25s",
  timeLimit: "30s",
});

const worker = app.worker({ queues: ["mail"], concurrency: 4 }).start();
const result = await sendEmail.delay("ada@example.org", "Hello");
const receipt = await clock.runUntil(result.get({ timeout: "1m" }));
const states = (await result.history()).map(({ state }) => state);
await worker.drain();

console.log(receipt); // => Hello, ada@example.org
console.log(states.join(" ")); // => PENDING STARTED RETRY STARTED SUCCESS
