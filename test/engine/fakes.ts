import { mock } from "node:test";
import FakeTimers from "@sinonjs/fake-timers";
import { vi } from "vitest";

// The genuine ones, before anything is faked.
const { setImmediate } = globalThis;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A library that fakes timers. */
export interface Fake {
  readonly name: string;
  /** Fakes the timers; answers with what moves their time on by a millisecond, and with what gives the genuine back. */
  readonly install: () => { readonly tick: () => Promise<void>; readonly restore: () => void };
}

type Vitest = NonNullable<Parameters<typeof vi.useFakeTimers>[0]>;

const vitest = (name: string, options?: Vitest): Fake => ({
  name: `vi.useFakeTimers(${name})`,
  install: () => {
    vi.useFakeTimers(options);
    return { tick: async () => void (await vi.advanceTimersByTimeAsync(1)), restore: () => void vi.useRealTimers() };
  },
});

type Sinon = NonNullable<Parameters<typeof FakeTimers.install>[0]>;

// The test runner itself needs these to hear and be heard.
const SPARED: Sinon = { toNotFake: ["nextTick", "queueMicrotask"] };

/** The fake clock of `@sinonjs/fake-timers`. */
export const sinonClock = (options: Sinon = SPARED): ReturnType<typeof FakeTimers.install> =>
  FakeTimers.install(options);

const sinon = (name: string, options?: Sinon): Fake => ({
  name: `@sinonjs/fake-timers${name}`,
  install: () => {
    const clock = sinonClock(options);
    return { tick: async () => void (await clock.tickAsync(1)), restore: () => clock.uninstall() };
  },
});

type Mocked = Parameters<typeof mock.timers.enable>[0];

const node = (name: string, options: NonNullable<Mocked>): Fake => ({
  name: `node:test mock.timers of ${name}`,
  install: () => {
    mock.timers.enable(options);
    return {
      tick: async () => {
        await turn();
        mock.timers.tick(1);
        await turn();
      },
      restore: () => mock.timers.reset(),
    };
  },
});

/** Fakes whose clock runs with their timers. */
export const WITH_CLOCK: readonly Fake[] = [
  vitest(""),
  vitest("all that can be faked", {
    toFake: ["setTimeout", "setInterval", "setImmediate", "Date", "performance", "hrtime"],
  }),
  sinon(""),
  sinon(" without performance", {
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate", "Date"],
  }),
  node("setInterval and Date", { apis: ["setInterval", "setTimeout", "Date"] }),
];

/** Fakes of timers alone: what time it is can only be told from the timers that have fired. */
export const TIMERS_ALONE: readonly Fake[] = [
  vitest("setInterval alone", { toFake: ["setInterval", "clearInterval"] }),
  sinon(" of setInterval alone", { toFake: ["setInterval", "clearInterval"] }),
  // Deno's own passes for the genuine, so that short delays can only be guessed at.
  ...("deno" in process.versions ? [] : [node("setInterval alone", { apis: ["setInterval"] })]),
];
