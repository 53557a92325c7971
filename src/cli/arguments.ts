import { parseArgs } from "node:util";
import { suggestion } from "../core/nearest.ts";

/** The command was called in a way that it does not know. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "USAGE";
}

/** The options of a command: which take a value, and which are just there. */
export type Known = Readonly<Record<string, "value" | "flag">>;

/** What the command line gave. */
export interface Given {
  readonly value: (option: string) => string | undefined;
  readonly flag: (option: string) => boolean;
  /** All that is not an option. */
  readonly operands: readonly string[];
}

/**
 * Reads a command line; `--help` and `-h` are known to all.
 *
 * @param last whether the first operand ends the options, so that all the rest is left as it is
 * @throws UsageError for an option that is unknown, lacks its value or takes none
 */
export function read(args: readonly string[], known: Known, last: boolean): Given {
  const all: Known = { ...known, help: "flag" };
  const options = Object.fromEntries(Object.entries(all).map(([name, kind]) => [name, described(name, kind)]));
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const given = new Map<string, string>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "option") given.set(token.name, checked(token, all));
    else if (last) return answer(given, args.slice(token.index + (token.kind === "positional" ? 0 : 1)));
    else if (token.kind === "positional") operands.push(token.value);
  }
  return answer(given, operands);
}

const described = (name: string, kind: "value" | "flag"): { type: "string" | "boolean"; short?: string } => ({
  type: kind === "value" ? "string" : "boolean",
  ...(name === "help" && { short: "h" }),
});

const answer = (given: ReadonlyMap<string, string>, operands: readonly string[]): Given => ({
  value: (option) => given.get(option),
  flag: (option) => given.has(option),
  operands,
});

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
}

function checked({ name, rawName, value }: OptionToken, known: Known): string {
  const kind = Object.hasOwn(known, name) ? known[name] : undefined;
  const names = Object.keys(known).map((option) => `--${option}`);
  if (kind === undefined) throw new UsageError(`unknown option ${rawName}${suggestion(rawName, names)}`);
  if (kind === "flag" && value !== undefined) throw new UsageError(`${rawName} takes no value`);
  if (kind === "value" && value === undefined) throw new UsageError(`${rawName} needs a value`);
  return value ?? "";
}
