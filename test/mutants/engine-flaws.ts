/** What can be wrong with an engine, one at a time. */
export const FLAWS = [
  "calls once too often",
  "calls once too seldom",
  "wakes a millisecond early",
  "ends with its first error",
  "ends with an error of its own",
  "sleeps past its deadline",
  "sleeps up to its deadline",
  "lets an attempt outlive its deadline",
  "arms a limit after the call",
  "leaves a timer behind",
  "leaves a listener behind",
  "leaves a listener behind for every attempt",
  "hears no abort in a delay",
  "hears no abort in an attempt",
  "calls on after an abort",
  "is told of no abort before it begins",
  "counts in the policy",
  "remembers the last delay in the policy",
  "awaits its hooks",
  "lets a hook's error win",
  "tells of a retry after the wait",
  "tells of its end twice",
  "swallows what comes late",
] as const;

export type Flaw = (typeof FLAWS)[number];
