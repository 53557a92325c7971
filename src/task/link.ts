import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import type { EndReason, RecordedError } from "../transport/dead-letter.ts";
import { toBase64 } from "./base64.ts";
import type { LinkData } from "./manifest.ts";
import { asName } from "./names.ts";
import type { Serializer } from "./serializer.ts";

/** Something that has a task's name and queue, such as a task. */
export interface Named {
  readonly name: string;
  readonly queue: string;
}

/** A task to send when another has ended: the task, or its name with more arguments than the one it is given. */
export type Link =
  | Named
  | {
      readonly task: string | Named;
      /** What comes behind the first argument. */
      readonly args?: readonly unknown[] | undefined;
      /** The task's own unless given. */
      readonly queue?: string | undefined;
    };

/** What the task of a `linkError` gets as its first argument. */
export interface FailureNote {
  readonly id: string;
  readonly task: string;
  readonly reason: EndReason;
  /** Attempts made. */
  readonly attempts: number;
  readonly error?: RecordedError;
}

/**
 * Links as data that a message can carry.
 *
 * @param queueOf where a task of that name goes
 */
export function linkData(
  value: Link | readonly Link[] | undefined,
  option: string,
  serializer: Serializer,
  queueOf: (task: string) => string,
): readonly LinkData[] | undefined {
  if (value === undefined) return undefined;
  const links: readonly unknown[] = Array.isArray(value) ? value : [value];
  return links.map((link) => {
    const { task, queue, args } = parts(link, option);
    return { task, queue: queue ?? queueOf(task), args: toBase64(serializer.encode(args, `${option}.args`)) };
  });
}

interface Parts {
  readonly task: string;
  readonly queue: string | undefined;
  readonly args: readonly unknown[];
}

function parts(link: unknown, option: string): Parts {
  if (isNamed(link)) return { task: asName(link.name, option), queue: link.queue, args: [] };
  const read = optionsOf(link, option, ["task", "args", "queue"]);
  const target = read<string | Named>("task");
  const queue = read<string>("queue");
  const args = read<readonly unknown[]>("args", "a list of arguments", Array.isArray) ?? [];
  const named = isNamed(target) ? target : undefined;
  const given = queue === undefined ? named?.queue : asName(queue, "queue");
  return { task: asName(named?.name ?? target, `${option}.task`), queue: given, args };
}

/** A task is known by what it can do, so that a stray `{ name }` is refused and not sent. */
const isNamed = (value: unknown): value is Named =>
  typeof value === "object" && value !== null && "enqueue" in value && "name" in value && "queue" in value;

/** The arguments of a linked task. */
export function linkedArgs(first: unknown, rest: unknown): readonly unknown[] {
  // What returns nothing hands on null: no serializer need carry undefined.
  if (Array.isArray(rest)) return [first ?? null, ...(rest as unknown[])];
  throw new InvalidOptionError("link", "a list of arguments", rest);
}
