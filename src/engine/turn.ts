const { setImmediate, setTimeout, MessageChannel } = globalThis as Omit<typeof globalThis, "setImmediate"> & {
  setImmediate?: (run: () => void) => { unref?: () => void };
};

/** Whether a test had faked timers when this module was loaded; fakes tell by the clock that they carry. */
export const isFakedFromTheStart: boolean = "clock" in setTimeout;

/**
 * Calls `run` after one genuine turn of the event loop, so that I/O which is already waiting is heard first.
 *
 * The functions are those of the time of loading: a fake gives a turn a length. If they are fakes themselves, a message
 * makes the turn, as in browsers, where a nested timer would be held back for 4 ms.
 */
export function turn(run: () => void, unref = false): void {
  if (setImmediate !== undefined && !isFakedFromTheStart) {
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
