import { alone } from "./alone.ts";

/** Whoever waits for a signal: a link in a ring of all who do, so that to come and to go is a matter of four references. */
export interface Link {
  before: Link | undefined;
  after: Link | undefined;
  /** Called once when the signal aborts; by then it waits no more. */
  heard(): void;
}

/** Who waits for a signal, and the one listener that tells them. */
interface Crowd {
  /** Where the ring begins and ends. */
  readonly head: Link;
  readonly ring: () => void;
}

// One listener for all runs under a signal: Node warns of a leak at the eleventh. Weak, so that no signal is held.
const crowds = new WeakMap<AbortSignal, Crowd>();

/** Begins to wait for a signal; one that has aborted is heard at once. */
export function join(signal: AbortSignal, link: Link): void {
  const { head } = crowds.get(signal) ?? gathered(signal);
  link.before = head.before;
  link.after = head;
  head.before!.after = link;
  head.before = link;
  if (signal.aborted) told(signal, link);
}

/** Waits no more; who does not wait stays away. */
export function leave(signal: AbortSignal, link: Link): void {
  const { before, after } = link;
  if (before === undefined || after === undefined) return;
  before.after = after;
  after.before = before;
  link.before = undefined;
  link.after = undefined;
  if (before !== after || before.after !== before) return;
  const { ring } = crowds.get(signal)!;
  crowds.delete(signal);
  // A signal which fails to let go does not keep the run.
  alone(() => signal.removeEventListener("abort", ring));
}

/** Calls `run` once when the signal aborts, also if it has aborted just now; answers with what lets go of the signal. */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  const link: Link = { before: undefined, after: undefined, heard: run };
  join(signal, link);
  return () => leave(signal, link);
}

function told(signal: AbortSignal, link: Link): void {
  leave(signal, link);
  link.heard();
}

function gathered(signal: AbortSignal): Crowd {
  const head: Link = { before: undefined, after: undefined, heard: () => {} };
  head.before = head;
  head.after = head;
  const ring = (): void => {
    // Anyone may dispatch an event of that name.
    if (!signal.aborted) return;
    for (let next = head.after!; next !== head; next = head.after!) alone(() => told(signal, next));
  };
  const crowd = { head, ring };
  signal.addEventListener("abort", ring);
  crowds.set(signal, crowd);
  return crowd;
}
