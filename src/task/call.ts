import type { Duration } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import type { Instant, When } from "./instant.ts";
import { type Level, readBy, SENDING } from "./levels.ts";
import type { Link } from "./link.ts";
import { HEADER } from "./manifest.ts";
import { asName } from "./names.ts";

/** What a call says, checked; what needs the app to be understood is checked where it is used. */
export interface Call extends Omit<Level, "expires" | "dedupe">, When {
  readonly args?: readonly unknown[];
  readonly expires?: Duration | Exclude<Instant, number>;
  readonly id?: string;
  readonly dedupe?: string;
  readonly orderingKey?: string;
  readonly link?: Link | readonly Link[];
  readonly linkError?: Link | readonly Link[];
  readonly headers?: Readonly<Record<string, string>>;
}

const AS_IT_IS = (value: unknown): unknown => value;

const CALL = [
  ...SENDING,
  ["args", asArgs],
  ["delay", AS_IT_IS],
  ["at", AS_IT_IS],
  ["expires", AS_IT_IS],
  ["id", asName],
  ["dedupe", asName],
  ["orderingKey", asName],
  ["link", AS_IT_IS],
  ["linkError", AS_IT_IS],
  ["headers", asHeaders],
] as const;

/** @throws InvalidOptionError for an unknown option or one that cannot be used */
export const callOf = (options: unknown): Call => readBy(CALL, options, "enqueue");

/** What a call says that a task can say, too. */
export function sendingLevel(call: Call): Level {
  const level: Record<string, unknown> = {};
  for (const [key] of SENDING) if (key in call) level[key] = call[key as keyof Call];
  return level;
}

function asArgs(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new InvalidOptionError("args", "a list of arguments", value);
}

function asHeaders(value: unknown): Readonly<Record<string, string>> {
  const keys = Object.keys(Object(value) as object);
  const read = optionsOf(value, "headers", keys);
  for (const key of keys) {
    read<string>(key, "text", (header) => typeof header === "string");
    if (key.startsWith(HEADER)) throw new InvalidOptionError("headers", `none that begins with "${HEADER}"`, key);
  }
  return { ...(value as Record<string, string>) };
}
