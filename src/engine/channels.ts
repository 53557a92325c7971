import { builtin } from "./builtin.ts";
import { quietly } from "../core/property.ts";
import type { Hooks } from "../policy/events.ts";

/** What `node:diagnostics_channel` gives, as far as it is needed here. */
export interface Channel {
  readonly name: string;
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
  subscribe(listener: (message: unknown) => void): void;
  unsubscribe(listener: (message: unknown) => void): boolean;
}

/** The names of the channels, by the hook that is told the same. */
export const CHANNEL_NAMES: Readonly<Record<keyof Hooks, `ostinato:${string}`>> = {
  onAttempt: "ostinato:attempt",
  onRetry: "ostinato:retry",
  onSuccess: "ostinato:success",
  onGiveUp: "ostinato:give-up",
  onLate: "ostinato:late",
};

/** The channels of the platform, by the hook that is told the same; undefined where the platform has none, as in browsers. */
export const CHANNELS: Readonly<Record<keyof Hooks, Channel>> | undefined = /* @__PURE__ */ opened();

// A stand-in for `process` may know no channels; nothing depends on being watched.
function opened(): Record<keyof Hooks, Channel> | undefined {
  return quietly(() => {
    const diagnostics = builtin<{ channel: (name: string) => Channel }>("node:diagnostics_channel");
    if (diagnostics === undefined) return undefined;
    const channels = Object.entries(CHANNEL_NAMES).map(([hook, name]) => [hook, diagnostics.channel(name)]);
    return Object.fromEntries(channels) as Record<keyof Hooks, Channel>;
  });
}
