import type { Clock } from "../engine/clock.ts";
import { systemClock } from "../engine/scheduler.ts";
import { TransportContractError } from "./contract-error.ts";
import { virtualClock } from "./virtual-clock.ts";

/** Time as the contract lets it pass: virtual for a transport that has taken the clock on offer, else real. */
export interface ContractTime {
  readonly clock: Clock;
  readonly isVirtual: boolean;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Lets that many milliseconds pass. */
  readonly pass: (delay: number) => Promise<void>;
  /** Waits for a promise, but not for ever. */
  readonly settled: <T>(promise: PromiseLike<T>) => Promise<T>;
  /** Moves the wall clock alone, in virtual time. */
  readonly jump: (by: number) => void;
}

/** How long, in real milliseconds, something may take before it counts as hanging. */
const PATIENCE = { virtual: 250, real: 10_000 };

const DAY = 86_400_000;
const EPOCH = 1_700_000_000_000;

/** Virtual time, with a wall clock that can jump. */
export function virtualTime(): ContractTime {
  const virtual = virtualClock({ wallNow: EPOCH, patience: PATIENCE.virtual });
  let jumped = 0;
  let cancel = (): void => {};
  return {
    clock: {
      now: () => virtual.now(),
      wallNow: () => virtual.wallNow() + jumped,
      schedule: (delay, run) => virtual.schedule(delay, run),
    },
    isVirtual: true,
    now: () => virtual.now(),
    pass: (delay) => virtual.advance(delay),
    settled: (promise) => {
      const hung = new TransportContractError("something takes longer than a day");
      const late = new Promise<never>((_, reject) => (cancel = virtual.schedule(DAY, () => reject(hung))));
      return virtual.runUntil(Promise.race([promise, late])).finally(cancel);
    },
    jump: (by) => void (jumped += by),
  };
}

/** Real time, whose wall clock is not ours to move. */
export function realTime(): ContractTime {
  const pass = (delay: number): Promise<void> => new Promise((resolve) => systemClock.schedule(delay, resolve));
  return {
    clock: systemClock,
    isVirtual: false,
    now: () => systemClock.now(),
    pass,
    settled: (promise) => {
      const hung = new TransportContractError(`something takes longer than ${PATIENCE.real} ms`);
      return new Promise((resolve, reject) => {
        const cancel = systemClock.schedule(PATIENCE.real, () => reject(hung));
        void promise.then(resolve, reject).then(cancel, cancel);
      });
    },
    jump: () => {},
  };
}
