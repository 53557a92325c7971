import type { Hooks } from "../policy/events.ts";
import { CHANNELS } from "./channels.ts";
import { tell } from "./report.ts";
import type { Run } from "./run.ts";

/** What a hook is told. */
type Told<T, Name extends keyof Hooks> = Parameters<NonNullable<Hooks<T>[Name]>>[0];

/** Whether anybody would hear of it. */
export const isTold = <T>(name: keyof Hooks, { policy }: Run<T>): boolean =>
  policy[name] !== undefined || CHANNELS?.[name].hasSubscribers === true;

/** Says what happens in a run: to the policy's own hook, and to those in the process who have subscribed to all runs. */
export function announce<T, Name extends keyof Hooks>(name: Name, run: Run<T>, event: () => Told<T, Name>): void {
  const hook = run.policy[name] as ((event: Told<T, Name>) => unknown) | undefined;
  const channel = CHANNELS?.[name];
  if (!channel?.hasSubscribers) return tell(name, hook, event);
  let made: Told<T, Name> | undefined;
  // One event for all, which nobody can change for the others.
  const same = (): Told<T, Name> => (made ??= Object.freeze(event()));
  tell(name, hook, same);
  const publish = (message: unknown): void => channel.publish(message);
  tell(channel.name, publish, () => ({ operation: run.name, id: run.idempotencyKey, event: same() }));
}
