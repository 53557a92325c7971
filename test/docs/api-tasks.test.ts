import {
  cap,
  type Clock,
  equalJitter,
  exponential,
  fixed,
  fullJitter,
  type Modifier,
  onError,
  permanent,
  policy,
  preview,
  RejectedResultError,
  retry,
  type Schedule,
  schedule,
  seededRandom,
  settle,
  wrap,
  wrapWithAttempt,
} from "ostinato";
import { fromCelery, fromGrpc, fromTemporal, toBullMQ, toTemporal } from "ostinato/compat";
import { isRetryableStatus, retryAfter } from "ostinato/http";
import { type App, createApp, type Letter, memoryBackend } from "ostinato/tasks";
import { memoryTransport } from "ostinato/transport";
import {
  checkSchedule,
  explore,
  fail,
  fleet,
  ok,
  recorder,
  replay,
  ScheduleLawError,
  server,
  simulate,
  virtualClock,
} from "ostinato/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { busy, DatabaseError, flaky, HttpError, inFakeTime, until, type User } from "./api-world.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const gaps = (instants: readonly number[]): number[] => instants.slice(1).map((at, index) => at - instants[index]!);

it("1: retry a call", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const loadUser = flaky([busy, busy], (id: number): User => ({ name: `Ada ${id}` }));
  await inFakeTime(async () => {
    const user = await retry(() => loadUser(7));

    expect(user.name).toBe("Ada 7");
  });
  expect(gaps(loadUser.calls)).toEqual([100, 200]);
});

it("2: wrap a function once, use it everywhere", async () => {
  const loadUser = flaky([busy, busy, busy, busy], (id: number): User => ({ name: `Ada ${id}` }));
  await inFakeTime(async () => {
    const patient = policy({ attempts: 5, schedule: schedule(exponential("100ms"), fullJitter) });
    const loadUserSafely = wrap(loadUser, patient);

    const ada = await loadUserSafely(7);

    expect(ada.name).toBe("Ada 7");
  });
  expect(loadUser.calls).toHaveLength(5);
});

it("3: fetch, honouring Retry-After", async () => {
  const starts: number[] = [];
  const answers = [
    () => Promise.reject(new TypeError("fetch failed")),
    until,
    async () => new Response("busy", { status: 503, headers: { "Retry-After": "7" } }),
    async () => new Response("hello"),
  ];
  vi.stubGlobal("fetch", (_url: string, { signal }: { signal: AbortSignal }) => {
    starts.push(performance.now());
    return answers.shift()!(signal);
  });
  vi.spyOn(Math, "random").mockReturnValue(0);

  await inFakeTime(async () => {
    const get = wrapWithAttempt(
      async ({ signal }, url: string) => {
        const response = await fetch(url, { signal });
        if (isRetryableStatus(response.status)) throw new HttpError(response);
        return response;
      },
      { attempts: 5, attemptTimeout: "10s", delayHint: retryAfter({ atMost: "2m" }) },
    );

    const page = await (await get("https://example.org/")).text();

    expect(page).toBe("hello");
  });
  expect(gaps(starts)).toEqual([0, 10_000, 7_000]);
});

it("3: where a 404 is an answer", async () => {
  const answer = new Response("gone", { status: 404 });
  vi.stubGlobal("fetch", async () => answer);
  const get = wrapWithAttempt(async ({ signal }, url: string) => {
    const response = await fetch(url, { signal });
    if (isRetryableStatus(response.status)) throw new HttpError(response);
    return response;
  });
  expect(await get("https://example.org/")).toBe(answer);
});

const onDeadlock = policy({
  attempts: 8,
  schedule: schedule(exponential("10ms"), cap("1s"), equalJitter),
  retryIf: onError(DatabaseError, (error) => error.code === "40P01"),
});
const deadlock = new DatabaseError("40P01");

interface Transaction {
  readonly transfer: (from: string, to: string, amount: number) => Promise<void>;
}
type Work = (tx: Transaction) => Promise<void>;

describe("5: a database lock", () => {
  const transfer = (db: { transaction: (work: Work) => Promise<void> }): Promise<void> =>
    inFakeTime(async () => {
      await retry(() => db.transaction((tx) => tx.transfer("ada", "grace", 10)), onDeadlock);
    });

  it("is waited for", async () => {
    const moved: unknown[] = [];
    const tx: Transaction = { transfer: async (...parts) => void moved.push(parts) };
    const transaction = flaky([deadlock, deadlock, deadlock], (work: Work) => work(tx));
    await transfer({ transaction: (work) => transaction(work) });
    expect(moved).toEqual([["ada", "grace", 10]]);
    for (const [index, gap] of gaps(transaction.calls).entries()) {
      expect(gap).toBeGreaterThanOrEqual(5 * 2 ** index);
      expect(gap).toBeLessThanOrEqual(10 * 2 ** index);
    }
  });

  it("is told from other errors", async () => {
    const missing = new DatabaseError("42P01");
    const transaction = flaky([missing], () => Promise.resolve());
    await expect(transfer({ transaction })).rejects.toBe(missing);
    expect(transaction.calls).toHaveLength(1);
  });
});

it("6: a limit per attempt and a deadline for all", async () => {
  const timeouts: number[] = [];
  const prices = {
    quote: (symbol: string, { signal, timeout }: { signal: AbortSignal; timeout: number }): Promise<string> => {
      timeouts.push(timeout);
      return timeouts.length < 3 ? until(signal) : Promise.resolve(`${symbol} 101.5`);
    },
  };
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  await inFakeTime(async () => {
    const quote = await retry(({ signal, remaining }) => prices.quote("ACME", { signal, timeout: remaining }), {
      attempts: 10,
      attemptTimeout: "2s",
      totalTimeout: "8s",
    });

    expect(quote).toBe("ACME 101.5");
  });
  expect(timeouts).toEqual([8_000, 8_000 - 2_000 - 100, 8_000 - 4_000 - 300]);
});

it("7: the caller leaves", async () => {
  const cancelButton = new EventTarget();
  const file = new Blob(["contents"]);
  const signals: AbortSignal[] = [];
  const upload = (_: Blob, { signal }: { signal: AbortSignal }): Promise<never> => {
    signals.push(signal);
    return until(signal);
  };
  const leaving = inFakeTime(async () => {
    setTimeout(() => cancelButton.dispatchEvent(new Event("click")), 1_234);

    const controller = new AbortController();
    cancelButton.addEventListener("click", () => controller.abort(new Error("cancelled by user")));

    await retry(({ signal }) => upload(file, { signal }), { attempts: 6 }, { signal: controller.signal });
  });
  await expect(leaving).rejects.toThrow("cancelled by user");
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

interface Job {
  readonly state: "running" | "done";
}

describe("8: poll until the result is good", () => {
  const polled = (jobs: { status: (id: string) => Promise<Job> }): Promise<Job> =>
    inFakeTime(async () => {
      const done = await retry(() => jobs.status("42"), {
        attempts: 60,
        schedule: fixed("5s"),
        retryResult: (job) => job.state === "running",
      });

      return done;
    });

  it("gives the good one", async () => {
    const states: Job["state"][] = ["running", "running", "done"];
    const status = flaky([], (): Job => ({ state: states.shift()! }));
    expect(await polled({ status })).toEqual({ state: "done" });
    expect(gaps(status.calls)).toEqual([5_000, 5_000]);
  });

  it("ends with the last one that was rejected", async () => {
    const job: Job = { state: "running" };
    const status = flaky([], () => job);
    const error = await polled({ status }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RejectedResultError);
    expect((error as RejectedResultError).value).toBe(job);
    expect(status.calls).toHaveLength(60);
  });
});

it("9: give up at once", async () => {
  const find = flaky([], (name: string): User | undefined => (name === "grace" ? { name } : undefined));
  const db = { find };
  const looking = inFakeTime(async () => {
    await retry(async () => {
      const user = await db.find("ada");
      if (user === undefined) throw permanent(new Error("no such user"));
      return user;
    });
  });
  await expect(looking).rejects.toThrow(new Error("no such user"));
  expect(find.calls).toHaveLength(1);
});

describe("10: know how it ended, without try/catch", () => {
  const told = async (loadUser: (id: number) => Promise<User>): Promise<void> => {
    const outcome = await settle(() => loadUser(7), { attempts: 4 });
    if (outcome.ok) console.log(outcome.value.name);
    else console.warn(`${outcome.reason} after ${outcome.attempts} attempts`, outcome.error);
  };

  it("well", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    await inFakeTime(() => told(flaky([busy], (id: number) => ({ name: `Ada ${id}` }))));
    expect(log.mock.calls).toEqual([["Ada 7"]]);
  });

  it("badly", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    await inFakeTime(() => told(() => Promise.reject(busy)));
    expect(warn.mock.calls).toEqual([["attempts after 4 attempts", busy]]);
  });
});

describe("15: a task, as in Celery", () => {
  class SmtpError extends Error {}

  it("is tried again, and its result is fetched", async () => {
    const clock = virtualClock();
    const send = flaky([new SmtpError("busy")], (to: string, subject: string) => ({ to, subject }));
    const smtp = { send: (to: string, subject: string, _limits: { signal: AbortSignal }) => send(to, subject) };

    const app = createApp({ clock });

    const sendEmail = app.task(
      "email.send",
      async ({ signal }, to: string, subject: string) => smtp.send(to, subject, { signal }),
      {
        queue: "mail",
        policy: {
          attempts: 6,
          schedule: schedule(exponential("1s"), cap("10m"), fullJitter),
          retryIf: onError(SmtpError),
        },
        softTimeLimit: "25s",
        timeLimit: "30s",
        onFailure: ({ error, id, args: [to] }) => console.error(`mail to ${to} (${id}) failed`, error),
      },
    );

    const worker = app.worker({ queues: ["mail"], concurrency: 4 }).start();

    const result = await sendEmail.delay("ada@example.org", "Hello");
    const receipt = await clock.runUntil(result.get({ timeout: "1m" }));
    await worker.drain();

    expect(receipt.to).toBe("ada@example.org");
    expect((await result.history()).map(({ state }) => state)).toEqual([
      "PENDING",
      "STARTED",
      "RETRY",
      "STARTED",
      "SUCCESS",
    ]);
  });

  it("asks for its own retry, and is declared where its code is not", async () => {
    const clock = virtualClock();
    const transport = memoryTransport({ clock });
    const backend = memoryBackend({ clock });
    const producer = createApp({ clock, transport, backend }).task<[to: string], string>("email.send", {
      queue: "mail",
    });
    const app = createApp({ clock, transport, backend });
    app.task(
      "email.send",
      async (ctx, to: string) => {
        if (ctx.attempt === 1) throw ctx.retry({ delay: "10m", error: busy });
        return `sent to ${to} at ${clock.now()}`;
      },
      { queue: "mail" },
    );
    app.worker().start();
    const result = await producer.delay("ada@example.org");
    const receipt: string = await clock.runUntil(result.get());
    expect(receipt).toBe("sent to ada@example.org at 600000");
  });
});

it("16: events and dead letters", async () => {
  const clock = virtualClock();
  const told: unknown[] = [];
  const archived: string[] = [];
  const metrics = { increment: (name: string, tags: object) => void told.push([name, Object.keys(tags)]) };
  const archive = async (letter: Letter): Promise<void> => void archived.push(letter.error?.message ?? "");

  function watch(app: App) {
    app.on("retry", ({ task, id, failure, delay }) => metrics.increment(`${task}.retry`, { id, delay, failure }));

    return app.deadLetters("mail").consume(async (letter) => {
      if (letter.reason === "attempts" && letter.error?.message.includes("maintenance")) await letter.replay();
      else await archive(letter); // resolved: the letter is gone; rejected: it stays
    });
  }

  const app = createApp({ clock });
  const send = flaky([new Error("maintenance"), new Error("maintenance")], () => "sent");
  const mail = app.task("mail", () => send(), { queue: "mail", policy: { attempts: 2 } });
  const wrong = app.task("wrong", () => Promise.reject(permanent(new Error("no such address"))), { queue: "mail" });
  watch(app);
  app.worker().start();
  const first = await mail.delay();
  await wrong.delay();
  await clock.runUntil(app.idle());
  await clock.advance("1s");
  expect(told).toEqual([["mail.retry", ["id", "delay", "failure"]]]);
  expect(archived).toEqual(["no such address"]);
  expect(await first.state()).toBe("FAILURE");
  expect(await app.result(`${first.id}~1`).get()).toBe("sent");
});

it("17: see a policy before shipping it", () => {
  const table = vi.spyOn(console, "table").mockImplementation(() => {});

  const gentle = schedule(exponential("200ms"), cap("30s"), fullJitter);
  console.table(preview(gentle, { attempts: 10, random: seededRandom(1) })); // retry 8: 0…25.6s, retry 9: 0…30s

  const [rows] = table.mock.calls[0]!;
  expect(rows).toHaveLength(9);
  expect(rows[7]).toMatchObject({ retry: 8, min: 0, max: 25_600 });
  expect(rows[8]).toMatchObject({ retry: 9, min: 0, max: 30_000 });
});

describe("18: test a policy deterministically", () => {
  it("waits for the lock, then saves", async () => {
    const run = await simulate(onDeadlock, [fail(deadlock), fail(deadlock), ok("saved")]);
    expect(run.timeline).toBe("x 8ms x 15ms o");
  });

  it("stops at the deadline instead of sleeping up to it", async () => {
    const slow = policy({ attempts: 10, schedule: fixed("1s"), attemptTimeout: "2s", totalTimeout: "8s" });
    const run = await simulate(slow, [ok("too late", 5_000)]);
    expect(run.timeline).toBe("x 1s x 1s x (deadline)");
  });
});

describe("19: test your own code around a retry", () => {
  const spinner = { visible: false };
  const saved = flaky([busy], () => {
    spinner.visible = false;
  });
  const flakySave = (): Promise<void> => {
    spinner.visible = true;
    return saved();
  };

  it("keeps the spinner up while it waits", async () => {
    const clock = virtualClock();
    const saving = retry(flakySave, { attempts: 2, schedule: fixed("1h") }, { clock });
    await clock.advance("59m");
    expect(spinner.visible).toBe(true);
    await clock.runUntil(saving);
    expect(spinner.visible).toBe(false);
  });
});

describe("20: your own schedule and modifier, held to the house's laws", () => {
  const squares: Schedule = {
    name: "squares",
    delay: ({ retry }) => retry ** 2 * 100,
    bounds: (retry) => ({ min: retry ** 2 * 100, max: retry ** 2 * 100 }),
  };

  const wholeSeconds: Modifier = (source) => ({
    name: `${source.name}, whole seconds`,
    delay: (step, random) => Math.ceil(source.delay(step, random) / 1_000) * 1_000,
    bounds: (retry) => {
      const { min, max } = source.bounds(retry);
      return { min: Math.ceil(min / 1_000) * 1_000, max: Math.ceil(max / 1_000) * 1_000 };
    },
  });

  it("they keep them", () => {
    checkSchedule(schedule(squares, wholeSeconds)); // throws with the retry and the delay if a law is broken
    expect(schedule(squares, wholeSeconds).delay({ retry: 4, previousDelay: 0 }, () => 0.5)).toBe(2_000);
  });

  it("or it is told which one is broken, and where", () => {
    const forgetful: Modifier = (source) => ({ ...wholeSeconds(source), bounds: source.bounds });
    const checking = (): void => checkSchedule(schedule(squares, forgetful));
    expect(checking).toThrow(ScheduleLawError);
    expect(checking).toThrow(expect.objectContaining({ law: "bounded", retry: 1, delay: 1_000 }));
  });
});

describe("25: every way it can go, not three of them", () => {
  class HttpError extends Error {
    readonly status: number;

    constructor(status: number) {
      super(`HTTP ${status}`);
      this.status = status;
    }
  }
  const gentle = policy({
    attempts: 5,
    schedule: schedule(exponential("200ms"), cap("30s"), fullJitter),
    totalTimeout: "30s",
  });
  const saveWithRetry = (save: () => Promise<string>, { clock }: { clock: Clock }): Promise<string> =>
    retry(save, { attempts: 4, schedule: fixed("1s") }, { clock });

  it("of a policy", async () => {
    const runs = await explore(gentle, { outcomes: [ok("saved"), fail(), fail(new HttpError(503), "2s")], depth: 5 });
    for (const run of runs) expect(run.elapsed).toBeLessThanOrEqual(30_000);

    expect(runs).toHaveLength(1 + 2 + 4 + 8 + 16 + 32);
    expect(runs.every(({ complete }) => complete)).toBe(true);
  });

  it("of one's own code: the operation it calls plays each script, the clock is virtual", async () => {
    const runs = await explore(({ clock, operation }) => saveWithRetry(operation, { clock }), {
      outcomes: [ok("saved"), fail()],
      depth: 4,
    });

    expect(runs.map(({ timeline }) => timeline)).toEqual([
      "o",
      "x 1s o",
      "x 1s x 1s o",
      "x 1s x 1s x 1s o",
      "x 1s x 1s x 1s x (Error)",
    ]);
  });
});

it("26: an incident becomes a fixture", async () => {
  const save = flaky([busy, busy], () => "saved");
  const gentle = policy({ attempts: 5, schedule: schedule(exponential("200ms"), cap("30s"), fullJitter) });
  await inFakeTime(async () => {
    const tape = recorder();
    await retry(save, gentle, { trace: tape }).catch(() => {});
    const again = await replay(tape.toJSON(), gentle); // functions are not in a trace: with the policy they are checked, without it their verdicts are replayed

    expect(again.timeline === tape.timeline).toBe(true);
    expect(again.timeline).toMatch(/^x \d+ms x \d+ms o$/);
  });
});

it("27: a fleet, before production meets it", () => {
  const gentle = policy({
    attempts: 6,
    schedule: schedule(exponential("200ms"), cap("30s"), fullJitter),
    attemptTimeout: "2s",
  });

  const report = fleet({
    policy: gentle,
    clients: 1_000,
    arrivals: 70,
    server: server({ workers: 10, serviceTime: "100ms", outage: { from: "10s", to: "20s" } }),
    seed: 1,
  });
  const { amplification } = report; // attempts per request over the outage
  const { recovery } = report; // ms until latency is back to normal, or undefined

  expect(report.requests).toBeGreaterThan(9_000);
  expect(amplification).toBeGreaterThan(3);
  expect(recovery).toBe(undefined);
});

it("28: policies from elsewhere", () => {
  class ConnectionError extends Error {}

  const asInPython = fromCelery({
    autoretry_for: [ConnectionError],
    retry_backoff: true,
    retry_backoff_max: 600,
    retry_jitter: true,
    max_retries: 5,
  });
  const asInTheServiceConfig = fromGrpc({
    maxAttempts: 4,
    initialBackoff: "0.1s",
    maxBackoff: "1s",
    backoffMultiplier: 2,
    retryableStatusCodes: ["UNAVAILABLE"],
  });

  const progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
  expect(asInPython.attempts).toBe(6);
  expect(asInPython.schedule.bounds(4)).toEqual({ min: 0, max: 8_000 });
  expect(asInPython.retryIf?.(new ConnectionError(), progress)).toBe(true);
  expect(asInTheServiceConfig.attempts).toBe(4);
  expect(asInTheServiceConfig.schedule.bounds(4).max).toBe(960);
  expect(asInTheServiceConfig.retryIf?.({ code: 14 }, progress)).toBe(true);
  expect(toTemporal(fromTemporal({ maximumAttempts: 5 })).maximumAttempts).toBe(5);
  expect(toBullMQ({ attempts: 5, schedule: fixed("1s") }).backoff).toEqual({ type: "fixed", delay: 1_000 });
});
