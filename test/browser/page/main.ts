import { fixed, retry, settle, systemClock } from "ostinato";
import { isRetryableStatus, retryAfter } from "ostinato/http";
import { retryBackoff } from "ostinato/rxjs";
import { cap, exponential, parseSchedule, schedule } from "ostinato/schedule";
import { fail, ok, simulate, virtualClock } from "ostinato/testing";
import { defer, firstValueFrom } from "rxjs";

const busy = new Error("busy");

/** An operation that fails so many times, and notes on the page's own clock when it was called. */
function flaky(failures: number): { (): Promise<string>; readonly starts: number[] } {
  const starts: number[] = [];
  const operation = async (): Promise<string> => {
    if (starts.push(performance.now()) <= failures) throw busy;
    return "done";
  };
  return Object.assign(operation, { starts });
}

const gaps = (times: readonly number[]): number[] => times.slice(1).map((time, index) => time - times[index]!);

const scenes = {
  platform: () => ["process", "setImmediate", "require"].filter((name) => name in globalThis),

  async patience() {
    const operation = flaky(3);
    const value = await retry(operation, { attempts: 4, schedule: parseSchedule("fixed 30ms") });
    return { value, gaps: gaps(operation.starts) };
  },

  async rush() {
    let ticks = 0;
    const operation = flaky(500);
    const ticking = setInterval(() => ticks++, 1);
    const value = await retry(operation, { attempts: Infinity, schedule: fixed(0) });
    clearInterval(ticking);
    return { value, calls: operation.starts.length };
  },

  async leaving() {
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = settle(flaky(9), { schedule: fixed("1h") }, { signal });
    const during = settle(() => new Promise(() => {}), {}, { signal });
    const late = settle(flaky(9), { schedule: fixed("1h") }, { signal: AbortSignal.timeout(20) });
    setTimeout(() => controller.abort("left"), 10);
    const ends = await Promise.all([waiting, during, late]);
    return ends.map((end) => (end.ok ? end : [end.reason, end.error instanceof Error ? end.error.name : end.error]));
  },

  async limits() {
    const end = await settle(() => new Promise(() => {}), { attemptTimeout: 20, attempts: 2, schedule: fixed(10) });
    return end.ok ? end : [end.reason, (end.error as { code: string }).code, end.attempts];
  },

  async crowd() {
    const timers = intervals.live.size;
    const back = Array.from({ length: 1_000 }, (_, index) => systemClock.schedule(60_000 + index, () => {}));
    const asleep = intervals.live.size - timers;
    for (const cancel of back) cancel();
    return { asleep, left: intervals.live.size - timers };
  },

  async requests() {
    const starts: number[] = [];
    const response = await retry(() => (starts.push(performance.now()), fetch("/busy")), {
      retryResult: ({ status }) => isRetryableStatus(status),
      delayHint: retryAfter(),
      schedule: fixed(1),
    });
    return { text: await response.text(), gaps: gaps(starts) };
  },

  async streams() {
    const operation = flaky(2);
    const value = await firstValueFrom(defer(operation).pipe(retryBackoff({ schedule: fixed(15) })));
    return { value, gaps: gaps(operation.starts) };
  },

  async virtual() {
    const clock = virtualClock();
    const own = schedule(exponential("1h"), cap("2h"));
    const { timeline } = await simulate({ schedule: own, attempts: 4 }, [fail(), fail(), fail(), ok("done")]);
    const value = await clock.runUntil(retry(flaky(2), { schedule: own }, { clock }));
    return { timeline, value, now: clock.now() };
  },

  async mistakes() {
    const heard: unknown[] = [];
    addEventListener("error", (event) => (event.preventDefault(), heard.push((event.error as Error).message)));
    const onSuccess = (): never => {
      throw new Error("my mistake");
    };
    return { value: await retry(() => "done", { onSuccess }), heard };
  },

  async hidden() {
    intervals.heldBack = 250;
    const operation = flaky(3);
    const run = retry(operation, { attempts: 4, schedule: fixed(20) });
    const late = settle(flaky(9), { attempts: Infinity, schedule: fixed(200), totalTimeout: 700 });
    const [value, end] = [await run, await late];
    intervals.heldBack = 0;
    return { value, gaps: gaps(operation.starts), end: end.ok ? end.value : end.reason };
  },

  /** Its test stops the page while this runs. */
  async frozen() {
    const operation = flaky(5);
    const value = await retry(operation, { attempts: 6, schedule: fixed(100) });
    return { value, gaps: gaps(operation.starts) };
  },
};

/** What the test of this page knows of the page's intervals. */
declare const intervals: { readonly live: ReadonlySet<unknown>; heldBack: number };

declare global {
  /** What the test of this page calls. */
  var ostinatoScenes: typeof scenes;
}
globalThis.ostinatoScenes = scenes;
