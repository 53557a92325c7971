// Events and dead letters: count the retries, send again what deserves it, keep the rest.
import { fixed } from "ostinato";
import { createApp } from "ostinato/tasks";
import { virtualClock } from "ostinato/testing";

const clock = virtualClock();
const app = createApp({ clock });

let calls = 0;
const mail = app.task(
  "mail",
  async () => {
    calls += 1;
    if (calls <= 2) throw new Error("down for maintenance");
    return "sent";
  },
  { queue: "mail", policy: { attempts: 2, schedule: fixed("1s") } },
);

app.on("retry", ({ task, delay }) => console.log(`${task} again in ${delay} ms`));
app.deadLetters("mail").consume(async (letter) => {
  console.log(`dead: ${letter.reason}`);
  await letter.replay();
});

app.worker().start();
const first = await mail.delay();
await clock.runUntil(app.idle());
await clock.advance("1s");
// => mail again in 1000 ms
// => dead: attempts
console.log(await first.state(), await app.result(`${first.id}~1`).get()); // => FAILURE sent
