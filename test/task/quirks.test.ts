import { exponential, fixed, fullJitter, onError, policy, schedule, sequence } from "ostinato";
import { retryAfter } from "ostinato/http";
import { createApp, type EnqueueOptions, memoryBackend, type TaskContext, type TaskOptions } from "ostinato/tasks";
import { virtualClock } from "ostinato/testing";
import { LeaseLostError, memoryTransport, type Transport } from "ostinato/transport";
import { describe, expect, it, vi } from "vitest";
import { stage } from "./stage.ts";
import { reports } from "../support/host.ts";

const busy = new Error("busy");

/** Runs tasks of one app to their ends, each call with its options; answers with how each ended. */
async function ends(run: TaskRun, options: TaskOptions<[]>, calls: readonly EnqueueOptions<[]>[] = [{}]) {
  const { app, clock } = stage();
  const task = app.task<[], unknown>("t", run, options);
  app.worker({ concurrency: 9 }).start();
  const results = [];
  for (const call of calls) results.push(await task.enqueue(call));
  await clock.runUntil(app.idle());
  return { app, clock, results, infos: await Promise.all(results.map(async (result) => (await result.info())!)) };
}

describe("what goes wrong in Celery, and does not here", () => {
  it("Q1 a limit that one run asks for touches no other", async () => {
    const { app, clock } = stage();
    const task = app.task(
      "t",
      (ctx, own: boolean) => {
        throw own ? ctx.retry({ attempts: 1, error: busy }) : busy;
      },
      { policy: { attempts: 4, schedule: fixed(1) } },
    );
    app.worker().start();
    const [first, second] = [await task.delay(true), await task.delay(false)];
    await clock.runUntil(app.idle());
    expect([(await first.info())!.attempt, (await second.info())!.attempt]).toEqual([1, 4]);
  });

  it("Q2 a policy that tasks share is frozen, and each run has its own delays", async () => {
    const shared = policy({ attempts: 3, schedule: sequence("1s", "5s") });
    const { app, clock } = stage();
    const starts: string[] = [];
    const tasks = ["a", "b"].map((name) =>
      app.task(
        name,
        () => {
          starts.push(`${name} ${clock.now()}`);
          throw busy;
        },
        { policy: shared },
      ),
    );
    app.worker({ concurrency: 2 }).start();
    for (const task of tasks) await task.delay();
    await clock.runUntil(app.idle());
    expect(starts).toEqual(["a 0", "b 0", "a 1000", "b 1000", "a 6000", "b 6000"]);
    expect(Object.isFrozen(shared)).toBe(true);
  });

  it("Q3 Q4 Q5 a retry whose message is lost between record and sending is found and sent, once", async () => {
    const clock = virtualClock();
    const memory = memoryTransport({ clock });
    let broken = 1;
    const transport: Transport = {
      ...memory,
      consume: (queue, onDelivery, how) =>
        memory.consume(
          queue,
          (delivery) =>
            onDelivery(
              Object.defineProperty(delivery, "retry", {
                value: async (...next: Parameters<NonNullable<typeof delivery.retry>>) => {
                  if (broken-- > 0) throw new LeaseLostError("the process ends here");
                  return Object.getPrototypeOf(delivery).retry.apply(delivery, next) as Promise<void>;
                },
              }),
            ),
          how,
        ),
    };
    const app = createApp({ clock, transport });
    const calls: number[] = [];
    const task = app.task("t", ({ attempt }) => {
      calls.push(attempt);
      if (attempt === 1) throw busy;
    });
    app.worker().start();
    const result = await task.delay();
    await clock.advance("1s");
    expect(await result.state()).toBe("RETRY");
    await clock.runUntil(result.get());
    expect(calls).toEqual([1, 2]);
  });

  it("Q6 what is final stays: a copy of an old message changes nothing", async () => {
    const clock = virtualClock();
    const [transport, backend] = [memoryTransport({ clock }), memoryBackend({ clock })];
    const app = createApp({ clock, transport, backend });
    let calls = 0;
    app.task("t", () => Promise.reject(new Error(`failure ${++calls}`)), { policy: { attempts: 1 } });
    const copies: Transport = {
      ...transport,
      publish: async (envelope, { delay = 0 } = {}) => {
        await transport.publish(envelope, { delay });
        await transport.publish(envelope, { delay: delay + 60_000 });
      },
    };
    const result = await createApp({ clock, transport: copies, backend }).send("t");
    app.worker().start();
    await clock.advance("5m");
    expect(await result.info()).toMatchObject({ state: "FAILURE", error: { message: "failure 1" } });
    expect(calls).toBe(1);
  });

  it("Q7 every end is a state: nothing is waited for in vain", async () => {
    const told: string[] = [];
    const runs: Record<string, TaskRun> = {
      returns: () => 1,
      throws: () => Promise.reject(busy),
      rejects: (ctx) => void ctx.reject(),
      retries: (ctx) => void ctx.retry(),
      hangs: () => new Promise(() => {}),
    };
    for (const [name, run] of Object.entries(runs)) {
      const { results } = await ends(run, { timeLimit: "1m", policy: { attempts: 2 } });
      told.push(`${name}: ${await results[0]!.state()}`);
    }
    expect(told).toEqual([
      "returns: SUCCESS",
      "throws: FAILURE",
      "rejects: FAILURE",
      "retries: FAILURE",
      "hangs: FAILURE",
    ]);
  });

  it("Q8 Q30 a message is held until it is settled, so a refusal always tells", async () => {
    const { app, clock } = stage();
    const leased: unknown[] = [];
    const task = app.task("t", async ({ reject }) => {
      leased.push((await app.inspect()).queues.get("default"));
      throw reject(busy);
    });
    app.worker().start();
    await task.delay();
    await clock.runUntil(app.idle());
    expect(leased).toEqual([{ ready: 0, delayed: 0, leased: 1 }]);
    expect((await app.deadLetters().list()).letters).toMatchObject([{ reason: "rejected" }]);
  });

  it("Q9 a message that ends every worker is a dead letter in the end", async () => {
    const clock = virtualClock();
    const transport = memoryTransport({ clock });
    transport.consume("default", () => new Promise(() => {}), { concurrency: 5, onError: () => {} });
    const app = createApp({ clock, transport });
    app.task("t", () => "unreached");
    const result = await app.send("t");
    await clock.advance("2m");
    app.worker({ maxDeliveries: 4 }).start();
    await clock.advance("2m");
    expect(await result.info()).toMatchObject({ state: "FAILURE", reason: "poison" });
  });

  it("Q10 a hard limit is a failure like any other: the policy judges it and the hooks hear of it", async () => {
    const told: string[] = [];
    const { infos } = await ends(() => new Promise(() => {}), {
      timeLimit: "1m",
      policy: { attempts: 2 },
      onRetry: () => void told.push("onRetry"),
      onFailure: () => void told.push("onFailure"),
    });
    expect([told, infos[0]]).toMatchObject([["onRetry", "onFailure"], { attempt: 2, error: { code: "TIME_LIMIT" } }]);
  });

  it("Q11 what waits lies with the transport: no worker holds it, no lease runs out", async () => {
    const { app, clock } = stage();
    let calls = 0;
    const task = app.task("t", () => ++calls);
    app.worker().start();
    await task.enqueue({ delay: "1d" });
    await clock.advance("1h");
    expect((await app.inspect()).queues.get("default")).toEqual({ ready: 0, delayed: 1, leased: 0 });
    await clock.runUntil(app.idle());
    expect(calls).toBe(1);
  });

  it("Q12 used up is told from failed: by reason, and by a hook of its own", async () => {
    const told: string[] = [];
    const onExhausted = (): void => void told.push("exhausted");
    const used = await ends(() => Promise.reject(busy), { onExhausted });
    const failed = await ends(() => Promise.reject(busy), { onExhausted, policy: { retryIf: () => false } });
    expect([used.infos[0]!.reason, failed.infos[0]!.reason, told]).toEqual([
      "attempts",
      "not-retryable",
      ["exhausted"],
    ]);
  });

  it("Q13 attempts count calls, and a task is told attempt k of n", async () => {
    const told: string[] = [];
    await ends(
      ({ attempt, attempts, isLast }) => {
        told.push(`${attempt}/${attempts}${isLast ? " last" : ""}`);
        throw busy;
      },
      { policy: { attempts: 3 } },
    );
    expect(told).toEqual(["1/3", "2/3", "3/3 last"]);
    expect(() => stage().app.task("t", () => {}, { max_retries: 3 } as never)).toThrow(
      '"attempts" in "policy" counts calls',
    );
  });

  it("Q14 a call may ask for attempts without end", async () => {
    const { infos } = await ends(
      ({ attempt }) => (attempt < 50 ? Promise.reject(busy) : attempt),
      { policy: { schedule: fixed(1) } },
      [{ policy: { attempts: Infinity } }],
    );
    expect(infos[0]).toMatchObject({ state: "SUCCESS", attempt: 50, attempts: Infinity });
  });

  it("Q15 Q16 delays are fractions of milliseconds, and any delay may be jittered", async () => {
    const { infos, results } = await ends(() => Promise.reject(busy), {
      policy: { attempts: 2, schedule: schedule(fixed("1.5ms"), fullJitter) },
    });
    expect((await results[0]!.history())[2]!.delay).toBe(0.75);
    expect(infos[0]!.attempt).toBe(2);
  });

  it("Q17 a retry that the task asks for goes by the policy's schedule", async () => {
    const { clock } = await ends(
      (ctx) => {
        throw ctx.retry();
      },
      { policy: { attempts: 3, schedule: exponential("1s") } },
    );
    expect(clock.now()).toBe(3_000);
  });

  it("Q18 a delay beside a moment is refused", async () => {
    const { app } = stage();
    await expect(app.send("t", { delay: 1, at: 2 })).rejects.toThrow("at: expected no at beside delay");
  });

  it("Q19 a wish to be tried again cannot be swallowed", async () => {
    const { infos } = await ends(
      (ctx) => {
        try {
          throw ctx.retry();
        } catch {
          return "swallowed";
        }
      },
      { policy: { attempts: 2 } },
    );
    expect(infos[0]).toMatchObject({ state: "FAILURE", attempt: 2, error: { code: "RETRY_REQUESTED" } });
  });

  it("Q20 hooks change no outcome", async () => {
    reports();
    const fail = (): never => {
      throw new Error("a bad hook");
    };
    const hooks = { beforeStart: fail, onSuccess: fail, onRetry: fail, onFailure: fail, afterAttempt: fail };
    const good = await ends(() => "fine", hooks);
    const bad = await ends(() => Promise.reject(busy), hooks);
    expect([good.infos[0]!.state, bad.infos[0]!.error!.message]).toEqual(["SUCCESS", "busy"]);
    vi.restoreAllMocks();
  });

  it("Q21 afterAttempt hears of every attempt, with what it came to", async () => {
    const told: unknown[] = [];
    await ends(({ attempt }) => (attempt < 2 ? Promise.reject(busy) : "fine"), {
      afterAttempt: ({ outcome }: { outcome: { state: string; error?: unknown } }) =>
        told.push([outcome.state, outcome.error]),
    });
    expect(told).toEqual([
      ["RETRY", busy],
      ["SUCCESS", undefined],
    ]);
  });

  it("Q22 sending waits as its policy says, counts right, is capped, and touches no other call", async () => {
    const clock = virtualClock();
    const times: number[] = [];
    const { isRetryable: _isRetryable, ...memory } = memoryTransport({ clock });
    const publish = (): Promise<never> => {
      times.push(clock.now());
      return Promise.reject(busy);
    };
    const app = createApp({ clock, transport: { ...memory, publish } });
    const once = async (how: object): Promise<readonly number[]> => {
      const start = clock.now();
      times.length = 0;
      await clock.runUntil(app.send("t", { publish: how }).catch(() => {}));
      return times.map((time) => time - start);
    };
    expect(await once({ attempts: 4, schedule: sequence("3s", "4s", "5s") })).toEqual([0, 3_000, 7_000, 12_000]);
    expect(await once(false as never)).toEqual([0]);
    expect(await once({ attempts: 2, schedule: fixed("1s") })).toEqual([0, 1_000]);
  });

  it("Q23 a task that expires between two attempts keeps its last error", async () => {
    const { infos } = await ends(() => Promise.reject(busy), { policy: { schedule: fixed("1m") } }, [
      { expires: "30s" },
    ]);
    expect(infos[0]).toMatchObject({ state: "EXPIRED", reason: "expired", error: { message: "busy" } });
  });

  it("Q24 in RETRY there is always a last error", async () => {
    const { app, clock } = stage();
    const task = app.task("t", (ctx) => void ctx.retry({ delay: "1m" }));
    app.worker().start();
    const result = await task.delay();
    await clock.advance("1s");
    expect(await result.info()).toMatchObject({ state: "RETRY", error: { code: "RETRY_REQUESTED" }, dueAt: 1_060_000 });
  });

  it("Q25 what cannot be used is refused where it is written", () => {
    const { app } = stage();
    expect(() => app.task("t", () => {}, { policy: { attempts: "3" as never } })).toThrow(
      "attempts: expected a whole number",
    );
    expect(() => app.task("t", () => {}, { autoretry_for: [] } as never)).toThrow(
      '"retryIf" in "policy" says which errors',
    );
    expect(() => createApp({ defaults: { polcy: {} } as never })).toThrow('did you mean "policy"?');
  });

  it("Q26 a test runs what production runs, with every delay, in no time", async () => {
    const before = performance.now();
    const { clock, infos } = await ends(() => Promise.reject(busy), {
      policy: { attempts: 30, schedule: fixed("1d") },
    });
    expect([clock.now() / 86_400_000, infos[0]!.attempt]).toEqual([29, 30]);
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it("Q27 the policy knows predicates, results, hints of the other side and a deadline", async () => {
    const limited = Object.assign(new Error("429"), { headers: { "retry-after": "90" } });
    const { clock } = await ends(({ attempt }) => (attempt === 1 ? Promise.reject(limited) : "fine"), {
      policy: {
        delayHint: retryAfter({ atMost: "5m" }),
        retryIf: onError(Error),
        totalTimeout: "1h",
        retryResult: () => false,
      },
    });
    expect(clock.now()).toBe(90_000);
  });

  it("Q28 a timeout of 0 looks once", async () => {
    await expect(stage().app.result("7").get({ timeout: 0 })).rejects.toMatchObject({ code: "RESULT_TIMEOUT" });
  });

  it("Q29 a retry is the same task: it keeps its id, its headers and its links", async () => {
    const { app, clock } = stage();
    const seen: unknown[] = [];
    const note = app.task("note", (_, value: unknown) => void seen.push(value));
    const task = app.task("t", ({ id, attempt, headers, firstSentAt }) => {
      seen.push([id, headers["trace"], firstSentAt]);
      if (attempt === 1) throw busy;
      return "fine";
    });
    app.worker().start();
    await task.enqueue({ id: "7", headers: { trace: "abc" }, link: note });
    await clock.runUntil(app.idle());
    expect(seen).toEqual([["7", "abc", 1_000_000], ["7", "abc", 1_000_000], "fine"]);
  });
});

type TaskRun = (ctx: TaskContext) => unknown;
