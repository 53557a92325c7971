import {
  cap,
  explain,
  exponential,
  fixed,
  fullJitter,
  hedge,
  lint,
  onError,
  parseSchedule,
  policy,
  policyFromJSON,
  retry,
  retryable,
  retryBudget,
  schedule,
  wrap,
} from "ostinato";
import { isNetworkError, rateLimitReset, retryAfter } from "ostinato/http";
import { fromPRetry } from "ostinato/p-retry";
import { retryBackoff } from "ostinato/rxjs";
import { Observable } from "rxjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { marbles } from "../retry/stream-stage.ts";
import { busy, flaky, inFakeTime, until } from "./api-world.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const gaps = (instants: readonly number[]): number[] => instants.slice(1).map((at, index) => at - instants[index]!);

it("4: a rate-limited API: come back at the reset time, but not all at once", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const headers = { "x-ratelimit-reset": "30" };
  const answers = [new Response("slow down", { status: 429, headers }), new Response("[]")];
  const fetched = flaky([], (_url: string, _options: { signal: AbortSignal }) => answers.shift()!);
  vi.stubGlobal("fetch", fetched);
  await inFakeTime(async () => {
    const issues = await retry(({ signal }) => fetch("https://api.example.org/issues", { signal }), {
      retryResult: (response) => response.status === 429,
      delayHint: rateLimitReset({ header: "x-ratelimit-reset", spread: "5s" }),
      totalTimeout: "15m",
    });

    expect(await issues.text()).toBe("[]");
  });
  expect(gaps(fetched.calls)).toEqual([32_500]);
});

it("11: one retry budget for many callers", async () => {
  const down = flaky(Array(1_000).fill(busy), () => "charged");
  const billing = { charge: (_cents: number) => down(), refund: (_receipt: string) => down() };
  await inFakeTime(async () => {
    const towardsBilling = policy({ attempts: 4, budget: retryBudget({ capacity: 100, perSuccess: 0.1 }) });
    const charge = wrap((cents: number) => billing.charge(cents), towardsBilling);
    const refund = wrap((receipt: string) => billing.refund(receipt), towardsBilling);

    await Promise.allSettled(Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? charge(n) : refund(`R-${n}`))));
  });
  expect(down.calls).toHaveLength(100 + 100);
});

it("12: hedge a slow read", async () => {
  const ended: number[] = [];
  const replicas = {
    read: async (key: string, { replica, signal }: { replica: number; signal: AbortSignal }): Promise<string> => {
      if (replica === 3) return `${key} from replica 3`;
      signal.addEventListener("abort", () => ended.push(replica));
      return until(signal);
    },
  };
  let took = NaN;
  const value = await inFakeTime(async () => {
    const start = performance.now();
    const value = await hedge(({ attempt, signal }) => replicas.read("key", { replica: attempt, signal }), {
      schedule: fixed("100ms"),
      attempts: 3,
    });
    took = performance.now() - start;
    return value;
  });
  expect(value).toBe("key from replica 3");
  expect(took).toBe(200);
  expect(ended).toEqual([1, 2]);
});

it("13: a method", async () => {
  const warehouse = { count: flaky([busy, busy], (sku: string) => sku.length) };
  class Inventory {
    @retryable({ attempts: 3 })
    async stock(sku: string): Promise<number> {
      return warehouse.count(sku);
    }
  }
  const left = await inFakeTime(async () => {
    const left = await new Inventory().stock("A-1");
    return left;
  });
  expect(left).toBe(3);
});

describe("14: an Observable", () => {
  it("in marbles", () => {
    marbles(({ cold, expectObservable }) => {
      const retried = cold("a#").pipe(retryBackoff({ attempts: 3, schedule: exponential("5ms") }));
      expectObservable(retried).toBe("a 5ms a 10ms a#");
    });
  });

  it("of prices", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    let lines = 0;
    const prices$ = new Observable<number>((subscriber) => {
      lines += 1;
      subscriber.next(100 + lines);
      if (lines < 3) subscriber.error(busy);
      else subscriber.complete();
    });
    await inFakeTime(async () => {
      prices$.pipe(retryBackoff({ attempts: 20 })).subscribe((price) => console.log(price));
    });
    expect(log.mock.calls).toEqual([[101], [102], [103]]);
  });
});

it("17: see a policy before shipping it, its worst case too", () => {
  const gentle = schedule(exponential("200ms"), cap("30s"), fullJitter);
  expect(explain(policy({ attempts: 5, schedule: gentle })).worst.delay).toBe(3_000);
});

it("20: the door from p-retry", () => {
  const asBefore = fromPRetry({ retries: 4, minTimeout: 250, randomize: true });

  expect(asBefore.attempts).toBe(5);
  expect(asBefore.schedule.bounds(1)).toEqual({ min: 250, max: 500 });
});

it("21: see the worst case before it happens; be told what is unwise", () => {
  const table = vi.spyOn(console, "table").mockImplementation(() => {});
  const gentle = policy({
    attempts: 6,
    schedule: schedule(exponential("200ms"), cap("30s"), fullJitter),
    attemptTimeout: "2s",
  });

  expect(explain(gentle).worst.total).toBe(18_200); // six attempts of 2 s, 6.2 s of delays
  console.table(explain(gentle).rows); // attempt, delay min/mean/max, latest start, which limit binds
  const findings = lint(policy({ attempts: 10, schedule: exponential("1s") })).map((finding) => finding.code);

  expect(table.mock.calls[0]![0]).toHaveLength(6);
  expect(findings).toEqual(["no-jitter", "no-cap", "no-deadline"]);
});

it("22: one notation everywhere", () => {
  const gentle = schedule(exponential("200ms"), cap("30s"), fullJitter);
  expect(gentle.name).toBe("exponential 200ms x2, cap 30s, full jitter");
  expect(parseSchedule(gentle.name).name === gentle.name).toBe(true);
  const read = policyFromJSON({
    attempts: 5,
    schedule: "exponential 200ms x2, cap 30s, full jitter",
    totalTimeout: "1m",
  });

  expect(read.schedule.name).toBe(gentle.name);
  expect([read.attempts, read.totalTimeout]).toEqual([5, 60_000]);
});

it("24: different failures, different schedules, one total", async () => {
  class HttpError extends Error {
    readonly status: number;

    constructor(status: number) {
      super(`HTTP ${status}`);
      this.status = status;
    }
  }
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const broken = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  const failures = [broken, new HttpError(429), broken, new HttpError(429), broken, broken, broken, broken];
  const load = flaky(failures, (id: number) => `user ${id}`);
  const client = { load };
  const loading = inFakeTime(() =>
    retry(() => client.load(7), {
      attempts: 8, // in all
      routes: [
        [
          onError(HttpError, (error) => error.status === 429),
          { attempts: 3, schedule: exponential("5s"), delayHint: retryAfter({ atMost: "2m" }) },
        ],
        [isNetworkError, { attempts: 6, schedule: schedule(exponential("50ms"), fullJitter) }],
      ],
    }),
  );
  await expect(loading).rejects.toBe(broken);
  expect(gaps(load.calls)).toEqual([25, 5_000, 50, 10_000, 100, 200, 400]);
});
