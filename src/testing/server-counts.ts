/** What became of the calls that a server took: each was served, refused, limited or dropped, or is held. */
export interface ServerCounts {
  received: number;
  /** Worked on to the end. */
  served: number;
  /** Of those, how many failed then. */
  failed: number;
  /** Of those, for how many nobody waited any more. */
  wasted: number;
  /** Turned away, as the queue was full or every call was refused. */
  refused: number;
  /** Turned away by the rate limit. */
  limited: number;
  /** Dropped from the queue, as the caller had left. */
  dropped: number;
  /** Waiting or being worked on when the simulation ended. */
  held: number;
}

/** Nothing yet. */
export const noCounts = (): ServerCounts => ({
  received: 0,
  served: 0,
  failed: 0,
  wasted: 0,
  refused: 0,
  limited: 0,
  dropped: 0,
  held: 0,
});
