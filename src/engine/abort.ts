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
    crowds.delete(signal);
    // A signal which fails to let go does not keep the run.
    alone(() => signal.removeEventListener("abort", ring));
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
  signal.addEventListener("abort", ring);
  crowds.set(signal, crowd);
  return crowd;
}
