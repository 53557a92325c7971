import { fixed } from "../../../src/core/sources.ts";
import { systemClock } from "../../../src/engine/scheduler.ts";
import { retry } from "../../../src/retry/retry.ts";
import * as naive from "../../naive.ts";

const busy = (): Promise<never> => Promise.reject(new Error("busy"));
const say = (word: string) => (): void => console.log(word);

/** Says how long, in milliseconds, the process stays alive from now on. */
function done(): void {
  const start = performance.now();
  process.once("exit", () => console.log(`alive for ${Math.round(performance.now() - start)}`));
}

const SCENES: Readonly<Record<string, () => void>> = {
  "a run that may be left": () => {
    void retry(busy, { schedule: fixed("1h") }, { unref: true }).catch(say("settled"));
    setTimeout(done, 20);
  },
  "a run in the naive loop that may be left": () => {
    void naive.retry(busy, { schedule: fixed(700), attempts: 2 }, { unref: true }).catch(say("settled"));
    setTimeout(done, 20);
  },
  "a run that waits": () => {
    done();
    void retry(busy, { schedule: fixed(400), attempts: 2 }).catch(say("settled"));
  },
  "a run that waits beside one that may be left": () => {
    void retry(busy, { schedule: fixed("1h") }, { unref: true }).catch(say("left"));
    void retry(busy, { schedule: fixed(300), attempts: 2 }).catch(() => (say("settled")(), done()));
    void retry(busy, { schedule: fixed(100), attempts: 2 }, { unref: true }).catch(say("woken meanwhile"));
  },
  "a run that was aborted": () => {
    const controller = new AbortController();
    void retry(busy, { schedule: fixed("1h") }, { signal: controller.signal }).catch(say("settled"));
    setTimeout(() => (controller.abort(), done()), 20);
  },
  "a run that is over": () => {
    void retry(async () => 1, { attemptTimeout: "1h", totalTimeout: "1h" }).then(done);
  },
  "a run that woke while others faked the timers": () => {
    const { setInterval, clearInterval, setTimeout } = globalThis;
    void retry(busy, { schedule: fixed(30), attempts: 2 }).catch(say("settled"));
    setTimeout(() => {
      Object.assign(globalThis, { setInterval: () => ({}), clearInterval: () => {} });
      setTimeout(() => {
        Object.assign(globalThis, { setInterval, clearInterval });
        done();
      }, 150);
    }, 10);
  },
  "sleepers taken back, but for one that may be left": () => {
    systemClock.schedule(3_600_000, say("left"), true);
    const back = [1_000, 2_000_000].map((delay) => systemClock.schedule(delay, say("taken back")));
    for (const cancel of back) cancel();
    done();
  },
};

SCENES[process.argv[2] ?? ""]!();
