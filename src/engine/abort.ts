import { alone } from "./alone.ts";

/** Who waits for a signal, and the one listener that tells them. */
interface Crowd {
  readonly waiting: Set<() => void>;
  readonly ring: () => void;
}

// One listener for all runs under a signal: Node warns of a leak at the eleventh. Weak, so that no signal is held.
const crowds = new WeakMap<AbortSignal, Crowd>();

/** Calls `run` once when the signal aborts, also if it has aborted just now; answers with what lets go of the signal. */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  const { waiting, ring } = crowds.get(signal) ?? gathered(signal);
  const release = (): void => {
    if (!waiting.delete(heard) || waiting.size > 0) return;
    signal.removeEventListener("abort", ring);
    crowds.delete(signal);
  };
  const heard = (): void => {
    release();
    run();
  };
  waiting.add(heard);
  if (signal.aborted) heard();
  return release;
}

function gathered(signal: AbortSignal): Crowd {
  const waiting = new Set<() => void>();
  const ring = (): void => {
    // Anyone may dispatch an event of that name.
    if (!signal.aborted) return;
    for (const heard of waiting) alone(heard);
  };
  const crowd = { waiting, ring };
  crowds.set(signal, crowd);
  signal.addEventListener("abort", ring);
  return crowd;
}
