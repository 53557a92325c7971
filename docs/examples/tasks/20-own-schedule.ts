// Your own schedule and modifier, held to the laws of the house; and the door from p-retry.
import { type Modifier, type Schedule, schedule } from "ostinato";
import { fromPRetry } from "ostinato/p-retry";
import { checkSchedule } from "ostinato/testing";

const squares: Schedule = {
  name: "squares",
  delay: ({ retry }) => retry ** 2 * 100,
  bounds: (retry) => ({ min: retry ** 2 * 100, max: retry ** 2 * 100 }),
};

const up = (millis: number): number => Math.ceil(millis / 1_000) * 1_000;
const wholeSeconds: Modifier = (source) => ({
  name: `${source.name}, whole seconds`,
  delay: (step, random) => up(source.delay(step, random)),
  bounds: (retry) => {
    const { min, max } = source.bounds(retry);
    return { min: up(min), max: up(max) };
  },
});

const mine = schedule(squares, wholeSeconds);
checkSchedule(mine); // throws with the retry and the delay if a law is broken
console.log(mine.name, mine.bounds(4).max); // => squares, whole seconds 2000

const asBefore = fromPRetry({ retries: 4, minTimeout: 250, randomize: true });
console.log(asBefore.attempts, asBefore.schedule.name); // => 5 exponential 500ms x2, equal jitter
