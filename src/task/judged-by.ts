import type { PolicyJSON } from "../policy/json.ts";
import { type Policy, policy, type PolicyOptions } from "../policy/policy.ts";
import { type Hub, settingsOf } from "./hub.ts";
import { over, travelled } from "./task-policy.ts";

/** So many policies of tasks and calls are remembered; few apps have more. */
const REMEMBERED = 1_000;

/**
 * The policy by which a task is judged: what the message says, over what the task says. Checked once for each, not for each
 * attempt.
 *
 * @throws InvalidOptionError or NotationError for what is not understood here
 */
export function judgedBy(hub: Hub, task: string, said: PolicyJSON | undefined): Policy<never> {
  const { judges, functions } = hub;
  // No name can pass for another, for what JSON writes has no line feeds.
  const name = `${said === undefined ? "" : JSON.stringify(said)}\n${task}`;
  const known = judges.get(name);
  if (known !== undefined) return known;
  const made = policy(over(settingsOf(hub, task).policy, travelled(said, functions)) as PolicyOptions<never>);
  if (judges.size >= REMEMBERED) judges.clear();
  judges.set(name, made);
  return made;
}
