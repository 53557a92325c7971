import { exponential, fixed, type PolicyOptions } from "ostinato";
import { describe, expect, it } from "vitest";
import { type AppOptions, createApp, memoryIdempotency } from "ostinato/tasks";
import { memoryTransport, type Transport } from "ostinato/transport";
import { stage } from "./stage.ts";

const busy = new Error("busy");

describe("what holds, if several say something", () => {
  const attempts = (count: number): { readonly policy: Pick<PolicyOptions, "attempts"> } => ({
    policy: { attempts: count },
  });
  /** How many attempts a failing task is allowed. */
  async function allowed(options: AppOptions, own: object, call: object): Promise<number> {
    const { app, clock } = stage(options);
    const task = app.task("t", () => Promise.reject(busy), { policy: { schedule: fixed(1) }, ...own });
    app.worker().start();
    const result = await task.enqueue(call);
    await clock.runUntil(app.idle());
    return (await result.info())!.attempt;
  }
  const [defaults, all, named] = [attempts(2), { "*": attempts(4) }, { t: attempts(5) }];

  it("the app's defaults, over what the house says", async () => {
    expect(await allowed({}, {}, {})).toBe(3);
    expect(await allowed({ defaults }, {}, {})).toBe(2);
  });

  it("an override for all, over the defaults", async () => {
    expect(await allowed({ defaults, overrides: all }, {}, {})).toBe(4);
  });

  it("an override by name, over the one for all", async () => {
    expect(await allowed({ defaults, overrides: { ...all, ...named } }, {}, {})).toBe(5);
  });

  it("the task, over the overrides", async () => {
    expect(await allowed({ defaults, overrides: { ...all, ...named } }, attempts(6), {})).toBe(6);
  });

  it("the call, over the task, and for that call alone", async () => {
    expect(await allowed({ defaults, overrides: { ...all, ...named } }, attempts(6), attempts(7))).toBe(7);
  });

  it("goes key by key in a policy, and for each other option by itself", async () => {
    const { app, clock } = stage({
      defaults: { policy: { attempts: 2 }, queue: "far" },
      overrides: { t: { queue: "near", policy: { schedule: fixed("1m") } } },
    });
    const task = app.task("t", () => Promise.reject(busy));
    expect(task.queue).toBe("near");
    app.worker().start();
    await task.delay();
    await clock.runUntil(app.idle());
    expect(clock.now()).toBe(60_000);
  });
});

describe("a call", () => {
  it.each([
    [{ args: [], delay: 1, at: 5 }, "at"],
    [{ args: [], delay: "soon" }, "delay"],
    [{ args: [], at: "noon" }, "at"],
    [{ args: [], id: "" }, "id"],
    [{ args: [], id: "x".repeat(1_001) }, "id"],
    [{ args: [], dedupe: "" }, "dedupe"],
    [{ args: [], expires: "late" }, "expires"],
    [{ args: [], expires: new Date(Number.NaN) }, "expires"],
    [{ args: [], priority: -1 }, "priority"],
    [{ args: [], headers: { a: 5 } }, "a"],
    [{ args: [], headers: { ostinato: "mine" } }, "headers"],
    [{ args: 5 }, "args"],
    [{ args: [], link: { name: "no task" } }, "link"],
    [{ args: [], link: { task: 5 } }, "link.task"],
    [{ args: [], countdown: 5 }, "enqueue"],
    [{ args: [], policy: { attemptTimeout: 5 } }, "attemptTimeout"],
    [{ args: [], policy: { onRetry: () => {} } }, "onRetry"],
    [{ args: [], policy: { retryIf: () => true } }, "retryIf"],
    [{ args: [], policy: { routes: [] } }, "routes"],
    [{ args: [], publish: { retryResult: () => true } }, "retryResult"],
  ])("is refused where it is made: %j", async (options, option) => {
    const { app } = stage();
    const task = app.task("t", () => {});
    await expect(task.enqueue(options as never)).rejects.toMatchObject({ code: "INVALID_OPTION", option });
  });

  it("F-084 with arguments that would be changed on the way is refused where it is made, with the place", async () => {
    const { app } = stage();
    const task = app.task("t", (_ctx, value: unknown) => value);
    await expect(task.delay({ when: new Date(0) })).rejects.toThrow("args[0].when: JSON turns an instance of Date");
  });

  it("carries its policy as data, with functions by name", async () => {
    const { app, clock } = stage({ functions: { predicates: { never: () => false, always: isAlways } } });
    const task = app.task("t", () => Promise.reject(busy));
    app.worker().start();
    const result = await task.enqueue({ policy: { retryIf: isAlways, attempts: 2, schedule: exponential("1s") } });
    await clock.runUntil(app.idle());
    expect([clock.now(), (await result.info())!.attempt]).toEqual([1_000, 2]);
  });

  it("F-099 under an id that is taken is the same task, also when a hundred come at once", async () => {
    const { app, clock } = stage();
    let calls = 0;
    const task = app.task("t", (_, n: number) => [++calls, n]);
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, n) => task.enqueue({ id: "order 7", args: [n] })),
    );
    app.worker().start();
    await clock.runUntil(app.idle());
    await task.enqueue({ id: "order 7", args: [200] });
    await clock.advance("1h");
    expect(new Set(results.map(({ id }) => id))).toEqual(new Set(["order 7"]));
    expect(await results[99]!.get()).toEqual([1, 0]);
    expect(calls).toBe(1);
  });

  it("F-100 may bear any name and id: they are opaque", async () => {
    const { app, clock } = stage();
    const names = ["__proto__", "constructor", "a\nb", "💥", "../x", "%00"];
    const tasks = names.map((name) => app.task(name, () => name, { queue: name }));
    app.worker({ queues: names }).start();
    const results = await Promise.all(tasks.map((task) => task.enqueue({ id: task.name })));
    await clock.runUntil(app.idle());
    expect(await Promise.all(results.map((result) => result.get()))).toEqual(names);
    expect(() => app.task("", () => {})).toThrow("name: expected text of 1 to 1000 characters");
    expect(() => app.task("__proto__", () => {})).toThrow("a name that is not taken");
  });

  it("by name alone, or declared without the code, reaches the task elsewhere", async () => {
    const { clock } = stage();
    const transport = memoryTransport({ clock });
    const producer = createApp({ clock, transport });
    const declared = producer.task<[n: number], string>("t", {
      queue: "far",
      policy: { attempts: 1 },
      timeLimit: "1m",
    });
    const consumer = createApp({ clock, transport });
    const seen: unknown[] = [];
    consumer.task("t", ({ attempts }, n: number) => void seen.push([n, attempts]), { queue: "far" });
    consumer.worker().start();
    await declared.delay(1);
    await producer.send("t", { args: [2], queue: "far", policy: { attempts: 9 } });
    await clock.advance(1);
    expect(seen).toEqual([
      [1, 1],
      [2, 9],
    ]);
    await expect(declared.call(3)).rejects.toMatchObject({ code: "UNKNOWN_TASK" });
  });
});

describe("sending", () => {
  /** A broker that is away for so many tries. */
  function away(tries: number, rest: Partial<Transport> = {}) {
    const times: number[] = [];
    const { clock } = stage();
    const { isRetryable: _isRetryable, ...memory } = memoryTransport({ clock });
    const transport: Transport = {
      ...memory,
      publish: async (envelope, how) => {
        times.push(clock.now());
        if (times.length <= tries) throw busy;
        return memory.publish(envelope, how);
      },
      ...rest,
    };
    return {
      clock,
      times,
      app: (options: AppOptions = {}) => createApp({ clock, transport, random: () => 0.5, ...options }),
    };
  }

  it("tries at once, then again as its own policy says", async () => {
    const { clock, times, app } = away(3);
    const task = app({ publish: { attempts: 4, schedule: fixed("3s") } }).task("t", () => {});
    await clock.runUntil(task.delay());
    expect(times).toEqual([0, 3_000, 6_000, 9_000]);
  });

  it("gives up with the broker's own error, and nothing is left open", async () => {
    const { clock, times, app: made } = away(99);
    const app = made();
    const task = app.task("t", () => {});
    await expect(clock.runUntil(task.enqueue({ publish: { attempts: 2 } }))).rejects.toBe(busy);
    await expect(clock.runUntil(task.enqueue({ publish: false }))).rejects.toBe(busy);
    await app.idle();
    expect(times).toHaveLength(3);
  });

  it("asks the transport which errors are worth it, unless told otherwise", async () => {
    const { clock, times, app } = away(99, { isRetryable: () => false });
    const task = app().task("t", () => {});
    await expect(clock.runUntil(task.delay())).rejects.toBe(busy);
    expect(times).toEqual([0]);
  });

  it("is over in half a minute unless told otherwise", async () => {
    const { clock, app } = away(99);
    const task = app({ publish: { attempts: Infinity } }).task("t", () => {});
    await expect(clock.runUntil(task.delay())).rejects.toBe(busy);
    expect(clock.now()).toBeLessThan(30_000);
  });
});

describe("an idempotency key", () => {
  it("F-088 gives a second task the first one's result, and runs it once", async () => {
    const { app, clock } = stage();
    let calls = 0;
    const pay = app.task("pay", (_, order: number) => `order ${order}, payment ${++calls}`, {
      dedupe: ([order]) => `order ${order}`,
    });
    app.worker({ concurrency: 4 }).start();
    const [first, second, other] = [await pay.delay(7), await pay.delay(7), await pay.delay(8)];
    await clock.runUntil(app.idle());
    expect([await first.get(), await second.get(), await other.get()]).toEqual([
      "order 7, payment 1",
      "order 7, payment 1",
      "order 8, payment 2",
    ]);
  });

  it("is given back on a retry and on a failure, so that another may try", async () => {
    const { app, clock } = stage();
    const calls: string[] = [];
    const task = app.task(
      "t",
      ({ attempt, idempotencyKey }, name: string) => {
        calls.push(`${name} ${attempt} ${idempotencyKey}`);
        throw busy;
      },
      { policy: { attempts: 2, schedule: fixed("1m") } },
    );
    app.worker({ concurrency: 2 }).start();
    await task.enqueue({ args: ["a"], dedupe: "key" });
    await clock.advance("30s");
    await task.enqueue({ args: ["b"], dedupe: "key" });
    await clock.runUntil(app.idle());
    expect(calls).toEqual(["a 1 key", "b 1 key", "a 2 key", "b 2 key"]);
  });

  it("makes a second task wait while the first runs, which costs it nothing", async () => {
    const { app, clock } = stage();
    const task = app.task("t", async ({ sleep }) => {
      await sleep("10m");
      return clock.now();
    });
    app.worker({ concurrency: 2, maxDeliveries: 2 }).start();
    const [first, second] = [await task.enqueue({ dedupe: "key" }), await task.enqueue({ dedupe: "key" })];
    await clock.runUntil(app.idle());
    expect([await first.get(), await second.get()]).toEqual([600_000, 600_000]);
    expect((await second.info())?.attempt).toBe(0);
  });

  it("may be kept elsewhere", async () => {
    const store = memoryIdempotency();
    await store.claim("key", 60_000, "another process");
    await store.complete("key", "another process", new TextEncoder().encode('"from there"'));
    const { app, clock } = stage({ idempotency: store });
    const task = app.task("t", () => "from here");
    app.worker().start();
    const result = await task.enqueue({ dedupe: "key" });
    expect(await clock.runUntil(result.get())).toBe("from there");
  });
});

describe("links", () => {
  it("are sent when a task has succeeded, with its result first, or has failed for good", async () => {
    const { app, clock } = stage();
    const seen: unknown[] = [];
    const note = app.task("note", (_, ...args: readonly unknown[]) => void seen.push(args), { queue: "notes" });
    const task = app.task("t", ({ attempt }, fails: boolean) => {
      if (fails || attempt < 2) throw busy;
      return { sum: 7 };
    });
    const silent = app.task("silent", () => {});
    app.worker().start();
    const both = { link: [note, { task: note, args: ["and", 2] }], linkError: { task: "note", args: ["error"] } };
    await task.enqueue({ args: [false], ...both });
    await clock.runUntil(app.idle());
    const failed = await task.enqueue({ args: [true], ...both });
    await clock.runUntil(app.idle());
    await silent.enqueue({ link: { task: "note", queue: "notes" } });
    await clock.runUntil(app.idle());
    expect(seen).toEqual([
      [{ sum: 7 }],
      [{ sum: 7 }, "and", 2],
      [
        { id: failed.id, task: "t", reason: "attempts", attempts: 3, error: { name: "Error", message: "busy" } },
        "error",
      ],
      [null],
    ]);
  });

  it("fail the task whose result is too large to be handed on, and are dropped where nothing else helps", async () => {
    const { app, clock } = stage();
    const errors: string[] = [];
    app.on("error", ({ during }) => errors.push(during));
    const note = app.task("note", () => {});
    const task = app.task("t", () => "x".repeat(2 ** 20), { policy: { attempts: 1 } });
    app.worker().start();
    const result = await task.enqueue({ link: note });
    await clock.runUntil(app.idle());
    expect(await result.info()).toMatchObject({
      state: "FAILURE",
      reason: "not-retryable",
      error: { code: "TOO_LARGE" },
    });
    const nearly = app.task("nearly", () => "x".repeat(2 ** 20 - 2));
    const other = await nearly.enqueue({ link: note });
    await clock.runUntil(app.idle());
    expect([await other.state(), errors]).toEqual(["SUCCESS", ["link"]]);
  });
});

describe("what goes around", () => {
  it("is the app's outermost, then the task's, and sees the result", async () => {
    const told: string[] = [];
    const { app, clock } = stage({
      around: async ({ task, attempt }, next) => {
        told.push(`app ${task} ${attempt}`);
        try {
          return await next();
        } finally {
          told.push("app ends");
        }
      },
    });
    const task = app.task("t", ({ attempt }) => (attempt === 1 ? Promise.reject(busy) : 20), {
      around: async (_, next) => {
        told.push("begin");
        try {
          const value = (await next()) as number;
          told.push("commit");
          return value + 1;
        } catch (error) {
          told.push("rollback");
          throw error;
        }
      },
    });
    app.worker().start();
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBe(21);
    expect(told).toEqual(["app t 1", "begin", "rollback", "app ends", "app t 2", "begin", "commit", "app ends"]);
    expect(app.task("call", () => 1).name).toBe("call");
  });
});

describe("a bare call", () => {
  it("runs the function here, once, without a message", async () => {
    const { app } = stage();
    const task = app.task(
      "t",
      async ({ attempt, attempts, isLast, remaining, idempotencyKey, id, sleep, limit }, n: number) => {
        limit("1s");
        await sleep(0).catch(() => {});
        return [attempt, attempts, isLast, remaining, idempotencyKey === id, n];
      },
    );
    const { clock } = stage();
    void clock;
    const called = createApp().task("t", ({ attempt, attempts, isLast, remaining, idempotencyKey, id }, n: number) => [
      attempt,
      attempts,
      isLast,
      remaining,
      idempotencyKey === id,
      n,
    ]);
    expect(await called.call(7)).toEqual([1, 1, true, Infinity, true, 7]);
    expect(task.name).toBe("t");
    expect(await app.idle()).toBeUndefined();
  });

  it("fails with the very error; a wish to be tried again is one, too", async () => {
    const { app } = stage();
    const fails = app.task("fails", () => Promise.reject(busy));
    const asks = app.task("asks", (ctx, named: boolean) => {
      ctx.retry(named ? { error: busy } : {});
    });
    const refuses = app.task("refuses", (ctx) => {
      throw ctx.reject(busy);
    });
    const silent = app.task("silent", (ctx) => void ctx.reject());
    await expect(fails.call()).rejects.toBe(busy);
    await expect(asks.call(true)).rejects.toBe(busy);
    await expect(asks.call(false)).rejects.toMatchObject({ code: "RETRY_REQUESTED" });
    await expect(refuses.call()).rejects.toBe(busy);
    await expect(silent.call()).rejects.toMatchObject({ code: "TASK_REJECTED" });
  });
});

describe("inspect", () => {
  it("shows what runs, what waits and why, and counts", async () => {
    const { app, clock } = stage();
    const slow = app.task("slow", ({ sleep }) => sleep("1h"));
    const flaky = app.task("flaky", ({ attempt }) => (attempt < 3 ? Promise.reject(busy) : "fine"), {
      queue: "other",
      policy: { schedule: fixed("1m") },
    });
    const fails = app.task("fails", ({ reject }) => void reject());
    app.worker({ concurrency: 2 }).start();
    const running = await slow.delay();
    const waits = await flaky.delay();
    await fails.delay();
    await clock.advance("1s");
    const seen = await app.inspect();
    expect(seen.active).toEqual([{ id: running.id, task: "slow", queue: "default", attempt: 1, startedAt: 1_000_000 }]);
    expect(seen.waiting).toMatchObject([
      {
        id: waits.id,
        task: "flaky",
        attempt: 1,
        dueAt: 1_060_000,
        delay: 60_000,
        from: "schedule",
        error: { message: "busy" },
      },
    ]);
    expect(seen.reserved).toEqual([]);
    expect(seen.registered).toEqual([
      { task: "slow", queue: "default" },
      { task: "flaky", queue: "other" },
      { task: "fails", queue: "default" },
    ]);
    expect(seen.queues.get("other")).toEqual({ ready: 0, delayed: 1, leased: 0 });
    await clock.runUntil(app.idle());
    const { counters, waiting, active } = await app.inspect();
    expect([waiting, active]).toEqual([[], []]);
    expect(counters.get("flaky")).toMatchObject({
      attempts: 3,
      retries: 2,
      successes: 1,
      failures: {},
      deadLetters: 0,
    });
    expect(counters.get("flaky")!.delays.filter(({ count }) => count > 0)).toEqual([{ upTo: "1m", count: 2 }]);
    expect(counters.get("fails")).toMatchObject({ attempts: 1, failures: { rejected: 1 }, deadLetters: 1 });
  });
});

describe("an app", () => {
  it.each([
    [{ transport: {} }, "transport"],
    [{ transport: { publish() {}, consume() {}, close() {} } }, "transport"],
    [{ backend: { get() {} } }, "backend"],
    [{ idempotency: 5 }, "idempotency"],
    [{ serializer: null }, "serializer"],
    [{ clock: 5 }, "clock"],
    [{ around: 5 }, "around"],
    [{ describe: "short" }, "describe"],
    [{ publish: { atempts: 5 } }, "publish"],
    [{ overrides: { t: { queue: "" } } }, "queue"],
    [{ defaults: { max_retries: 5 } }, "defaults"],
    [{ broker: "redis://" }, "app"],
  ])("refuses what it cannot stand on: %j", (options, option) => {
    expect(() => createApp(options as never)).toThrow(expect.objectContaining({ option }) as Error);
  });

  it("records what it is told to of an error, and nothing where that fails", async () => {
    const answers = [{ name: "Redacted", message: "…" }, undefined, new Error("no")];
    const { app, clock } = stage({
      describe: () => {
        const answer = answers[0];
        if (answer instanceof Error) throw answer;
        return answer as never;
      },
    });
    const task = app.task("t", () => Promise.reject(busy), { policy: { attempts: 1 } });
    app.worker().start();
    const seen: unknown[] = [];
    for (; answers.length > 0; answers.shift()) {
      const result = await task.delay();
      await clock.runUntil(app.idle());
      seen.push((await result.info())!.error);
    }
    const nothing = { name: "Error", message: "an error that could not be described" };
    expect(seen).toEqual([{ name: "Redacted", message: "…" }, nothing, nothing]);
  });
});

function isAlways(): boolean {
  return true;
}
