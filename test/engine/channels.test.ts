import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CHANNEL_NAMES } from "../../src/engine/channels.ts";
import { fixed, hedge, type Hooks, retry, wrap } from "../../src/index.ts";
import { virtualClock } from "../../src/testing/index.ts";
import { failing, rejection } from "../retry/scene.ts";

const busy = new Error("busy");
const names = Object.values(CHANNEL_NAMES);

interface Message {
  readonly operation: string;
  readonly id: string;
  readonly event: object;
}

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const each of cleanups.splice(0)) each();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** What is published on the channels, all of them unless told otherwise. */
function overheard(channels: readonly string[] = names): [name: string, message: Message][] {
  const heard: [string, Message][] = [];
  for (const channel of channels) {
    const listener = (message: unknown, name: string | symbol): void =>
      void heard.push([String(name), message as Message]);
    subscribe(channel, listener);
    cleanups.push(() => unsubscribe(channel, listener));
  }
  return heard;
}

/** All five hooks, that keep the events they are told. */
function kept(): { readonly events: object[]; readonly hooks: Hooks } {
  const events: object[] = [];
  const keep = (event: object): void => void events.push(event);
  return { events, hooks: { onAttempt: keep, onRetry: keep, onSuccess: keep, onGiveUp: keep, onLate: keep } };
}

describe("the channels", () => {
  it("say what the hooks are told, in the very same objects", async () => {
    const heard = overheard();
    const { events, hooks } = kept();
    await retry(failing([busy], "done"), { schedule: fixed(0), ...hooks });
    expect(heard.map(([name]) => name)).toEqual([
      "ostinato:attempt",
      "ostinato:retry",
      "ostinato:attempt",
      "ostinato:success",
    ]);
    expect(heard.map(([, { event }]) => event)).toEqual(events);
    expect(heard.every(([, { event }], index) => event === events[index])).toBe(true);
  });

  it("need no hook to be told anything", async () => {
    const heard = overheard();
    const clock = virtualClock();
    await clock.runUntil(rejection(retry(failing([busy]), { attempts: 1 }, { clock })));
    expect(heard.map(([name, { event }]) => [name, event])).toEqual([
      ["ostinato:attempt", { attempt: 1, attempts: 1, elapsed: 0 }],
      [
        "ostinato:give-up",
        { attempt: 1, attempts: 1, elapsed: 0, failure: { kind: "error", error: busy }, reason: "attempts" },
      ],
    ]);
  });

  it("hear of an attempt that settles after it was given up", async () => {
    const heard = overheard(["ostinato:late"]);
    const clock = virtualClock();
    const slow = (): Promise<string> => new Promise((resolve) => clock.schedule(60, () => resolve("late")));
    await clock.runUntil(rejection(retry(slow, { attempts: 1, attemptTimeout: 50 }, { clock })));
    await clock.advance(100);
    expect(heard.map(([, { event }]) => event)).toEqual([
      { attempt: 1, attempts: 1, elapsed: 60, settled: { ok: true, value: "late" } },
    ]);
  });

  it("say which operation it is, and tell runs of one policy apart", async () => {
    const heard = overheard(["ostinato:attempt"]);
    const loadUser = wrap(
      async function loadUser() {
        throw busy;
      },
      { attempts: 2, schedule: fixed(0) },
    );
    await Promise.all([rejection(loadUser()), rejection(loadUser())]);
    expect(heard.map(([, { operation }]) => operation)).toEqual(Array(4).fill("loadUser"));
    const ids = heard.map(([, { id }]) => id);
    expect(ids.map((id) => ids.indexOf(id))).toEqual([0, 1, 0, 1]);
  });

  it("name the run by the key that its attempts share, also side by side", async () => {
    const heard = overheard(["ostinato:attempt", "ostinato:success"]);
    const keys = new Set<string>();
    const clock = virtualClock();
    const slowThenQuick = ({
      attempt,
      idempotencyKey,
    }: {
      attempt: number;
      idempotencyKey: string;
    }): Promise<string> => {
      keys.add(idempotencyKey);
      return new Promise((resolve) => clock.schedule(attempt === 1 ? 500 : 10, () => resolve("done")));
    };
    await clock.runUntil(hedge(slowThenQuick, { schedule: fixed(100), attempts: 2 }, { clock }));
    expect(heard.map(([name]) => name)).toEqual(["ostinato:attempt", "ostinato:attempt", "ostinato:success"]);
    expect(new Set(heard.map(([, { id }]) => id))).toEqual(keys);
    expect(keys.size).toBe(1);
  });

  it("carry events that nobody can change for the others", async () => {
    const heard = overheard(["ostinato:attempt"]);
    await retry(async () => "done");
    expect(Object.isFrozen(heard[0]![1].event)).toBe(true);
  });

  it("make nothing for a channel without a subscriber", async () => {
    const keys = vi.spyOn(crypto, "randomUUID");
    await retry(failing([busy], "done"), { schedule: fixed(0) });
    overheard(["ostinato:retry"]);
    await retry(async () => "done");
    expect(keys).not.toHaveBeenCalled();
    await retry(failing([busy], "done"), { schedule: fixed(0) });
    expect(keys).toHaveBeenCalledOnce();
  });

  it("fall silent for who has left", async () => {
    const heard = overheard();
    for (const each of cleanups.splice(0)) each();
    await retry(async () => "done");
    expect(heard).toEqual([]);
  });
});

describe("where there are no channels", () => {
  const elsewhere = async (process: object | undefined): Promise<unknown> => {
    vi.resetModules();
    vi.stubGlobal("process", process);
    const { CHANNELS } = await import("../../src/engine/channels.ts");
    const { retry: there } = await import("../../src/retry/retry.ts");
    expect(CHANNELS).toBeUndefined();
    return there(failing([busy], "done"), { schedule: fixed(0) });
  };

  for (const [where, process] of [
    ["in a browser", undefined],
    ["where a bundler puts something in the place of `process`", { env: {} }],
    ["where `process` knows no such module", { getBuiltinModule: () => undefined }],
    [
      "where `process` refuses",
      {
        getBuiltinModule: () => {
          throw new Error("not implemented");
        },
      },
    ],
  ] as const) {
    it(`runs go on all the same: ${where}`, async () => {
      expect(await elsewhere(process)).toBe("done");
    });
  }
});
