import type { Hooks } from "../policy/events.ts";

/** The five hooks of a policy. */
export const HOOKS: readonly (keyof Hooks)[] = ["onAttempt", "onRetry", "onSuccess", "onGiveUp", "onLate"];
