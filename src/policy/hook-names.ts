import type { Hooks } from "./events.ts";

/** The five hooks of a policy. */
export const HOOKS: readonly (keyof Hooks)[] = ["onAttempt", "onRetry", "onSuccess", "onGiveUp", "onLate"];
