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

// Asked for and not imported: a static import of a module of Node.js would break whoever bundles for browsers.
function opened(): Record<keyof Hooks, Channel> | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (id: string) => { channel: (name: string) => Channel } | undefined };
  };
  try {
    const diagnostics = process?.getBuiltinModule?.("node:diagnostics_channel");
    if (diagnostics === undefined) return undefined;
    const channels = Object.entries(CHANNEL_NAMES).map(([hook, name]) => [hook, diagnostics.channel(name)]);
    return Object.fromEntries(channels) as Record<keyof Hooks, Channel>;
  } catch {
    // A stand-in for `process` that knows no modules; nothing depends on being watched.
    return undefined;
  }
}
