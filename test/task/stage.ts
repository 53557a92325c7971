import { type AppOptions, type App, createApp } from "ostinato/tasks";
import { virtualClock, type VirtualClock } from "ostinato/testing";

/** An app in virtual time, whose draws are all one half. */
export interface Stage {
  readonly app: App;
  readonly clock: VirtualClock;
}

export function stage(options: AppOptions = {}): Stage {
  const clock = virtualClock({ wallNow: 1_000_000 });
  return { clock, app: createApp({ clock, random: () => 0.5, ...options }) };
}
