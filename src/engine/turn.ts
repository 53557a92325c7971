import { builtin } from "./builtin.ts";

interface Immediates {
  readonly setImmediate?: (run: () => void) => { unref?: () => void };
}

const { setTimeout, MessageChannel } = globalThis;

/** Whether a timer is a fake; fakes tell by the clock that they carry. */
const isFake = (timer: object): boolean => "clock" in timer;

/** Whether a test had faked timers when this module was loaded. */
export const isFakedFromTheStart: boolean = isFake(setTimeout);

/** The genuine one, where there is any: some fakes leave the module of Node.js as it is. */
const setImmediate = /* @__PURE__ */ genuine(
  (isFakedFromTheStart ? builtin<Immediates>("node:timers") : (globalThis as Immediates))?.setImmediate,
);

function genuine<Timer extends object>(timer: Timer | undefined): Timer | undefined {
  return timer === undefined || isFake(timer) ? undefined : timer;
}

/**
 * Calls `run` after one genuine turn of the event loop, so that I/O which is already waiting is heard first.
 *
 * The functions are those of the time of loading: a fake gives a turn a length. If there are only fakes, a message makes the
 * turn, as in browsers, where a nested timer would be held back for 4 ms.
 */
export function turn(run: () => void, unref = false): void {
  if (setImmediate !== undefined) {
    const immediate = setImmediate(run);
    if (unref) immediate.unref?.();
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(0);
}
