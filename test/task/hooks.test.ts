import { fixed } from "ostinato";
import { describe, expect, it, vi } from "vitest";
import type { App, TaskEventName } from "ostinato/tasks";
import { stage } from "./stage.ts";
import { reports } from "../support/host.ts";

const EVENTS: readonly TaskEventName[] = [
  "published",
  "received",
  "started",
  "retry",
  "success",
  "failure",
  "revoked",
  "expired",
  "dead-letter",
  "lease-lost",
  "error",
];

/** Everything that an app tells, by name, in order. */
function heard(app: App): string[] {
  const names: string[] = [];
  for (const name of EVENTS) app.on(name, () => names.push(name));
  return names;
}

/** Hooks that write down their names. */
const hooksInto = (told: string[]) => ({
  beforeStart: () => void told.push("beforeStart"),
  onSuccess: () => void told.push("onSuccess"),
  onRetry: () => void told.push("onRetry"),
  onFailure: () => void told.push("onFailure"),
  onExhausted: () => void told.push("onExhausted"),
  afterAttempt: () => void told.push("afterAttempt"),
});

describe("what is told, in order", () => {
  it("of a success after a retry", async () => {
    const { app, clock } = stage();
    const told = heard(app);
    const run = ({ attempt }: { attempt: number }): void => {
      told.push(`attempt ${attempt}`);
      if (attempt === 1) throw new Error("busy");
    };
    const task = app.task("t", run, { policy: { schedule: fixed("1s") }, ...hooksInto(told) });
    await task.delay();
    app.worker().start();
    await clock.runUntil(app.idle());
    const [first, second] = [1, 2].map((attempt) => ["received", "started", "beforeStart", `attempt ${attempt}`]);
    expect(told).toEqual([
      "published",
      ...first!,
      "onRetry",
      "afterAttempt",
      "retry",
      ...second!,
      "onSuccess",
      "afterAttempt",
      "success",
    ]);
  });

  it("of a failure for want of retries", async () => {
    const { app, clock } = stage();
    const told = heard(app);
    const task = app.task("t", () => Promise.reject(new Error("no")), { policy: { attempts: 1 }, ...hooksInto(told) });
    await task.delay();
    app.worker().start();
    await clock.runUntil(app.idle());
    expect(told.slice(3)).toEqual([
      "beforeStart",
      "onFailure",
      "onExhausted",
      "afterAttempt",
      "failure",
      "dead-letter",
    ]);
  });

  it("of a failure that no retry could mend: nothing was exhausted", async () => {
    const { app, clock } = stage();
    const told: string[] = [];
    const task = app.task("t", ({ reject }) => void reject(), hooksInto(told));
    await task.delay();
    app.worker().start();
    await clock.runUntil(app.idle());
    expect(told).toEqual(["beforeStart", "onFailure", "afterAttempt"]);
  });
});

describe("hooks", () => {
  it("know the task, its arguments and its attempt", async () => {
    const { app, clock } = stage();
    const seen: unknown[] = [];
    const task = app.task("mail", (_, to: string) => to.length, {
      queue: "mails",
      onSuccess: ({ id: _id, ...event }) => seen.push(event),
    });
    app.worker().start();
    await task.enqueue({ args: ["ada"], headers: { trace: "7" } });
    await clock.runUntil(app.idle());
    const headers = { trace: "7", ostinato: expect.any(String) as string };
    expect(seen).toEqual([
      { task: "mail", queue: "mails", args: ["ada"], headers, attempt: 1, attempts: 3, elapsed: 0, value: 3 },
    ]);
  });

  it("change nothing when they throw, reject or hang; what they throw is reported", async () => {
    const warnings = reports();
    const { app, clock } = stage();
    const fail = (): never => {
      throw new Error("a bad hook");
    };
    const rejects: () => unknown = () => Promise.reject(new Error("a bad hook"));
    const hangs: () => unknown = () => new Promise(() => {});
    const task = app.task("t", ({ attempt }) => (attempt === 1 ? Promise.reject(new Error("busy")) : "fine"), {
      beforeStart: fail,
      onRetry: fail,
      onSuccess: rejects,
      afterAttempt: hangs,
    });
    app.on("started", fail);
    app.worker().start();
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBe("fine");
    await clock.runUntil(app.idle());
    expect(warnings).toHaveLength(6);
    vi.restoreAllMocks();
  });

  it("stop listening when they are told to, one by one", async () => {
    const { app, clock } = stage();
    let told = 0;
    const listener = (): number => told++;
    const leave = app.on("success", listener);
    app.on("success", listener);
    const task = app.task("t", () => {});
    app.worker().start();
    await task.delay();
    await clock.runUntil(app.idle());
    leave();
    await task.delay();
    await clock.runUntil(app.idle());
    expect(told).toBe(3);
  });

  it("are refused where no event has that name, or they are no functions", () => {
    const { app } = stage();
    expect(() => app.on("sucess" as never, () => {})).toThrow("event: expected one of published");
    expect(() => app.on("success", 5 as never)).toThrow("listener: expected a function");
    expect(() => app.task("t", () => {}, { onSuccess: 5 as never })).toThrow("onSuccess: expected a function");
  });
});
