import { parseArgs } from "node:util";
import { suggestion } from "../core/nearest.ts";
import type { Options } from "./option.ts";

/** The command was called in a way that it does not know. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "USAGE";
}

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
export function read(args: readonly string[], known: Options, last: boolean): Given {
  const all: Options = { ...known, help: { does: "this text" } };
  const options = Object.fromEntries(Object.entries(all).map(([name, { takes }]) => [name, described(name, takes)]));
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const given = new Map<string, string>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "option") given.set(token.name, checked(token, args[token.index]!, all));
    else if (last) return answer(given, args.slice(token.index + (token.kind === "positional" ? 0 : 1)));
    else if (token.kind === "positional") operands.push(token.value);
  }
  return answer(given, operands);
}

const described = (name: string, takes?: string): { type: "string" | "boolean"; short?: string } => ({
  type: takes === undefined ? "boolean" : "string",
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

function checked({ name, rawName, value }: OptionToken, written: string, known: Options): string {
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  if (option === undefined) {
    // A single dash before a word is read as letters, which nobody meant.
    const meant = written.split("=")[0]!;
    const names = Object.keys(known).map((each) => `--${each}`);
    throw new UsageError(`unknown option ${meant}${suggestion(meant, names)}`);
  }
  if (option.takes === undefined && value !== undefined) throw new UsageError(`${rawName} takes no value`);
  if (option.takes !== undefined && value === undefined) throw new UsageError(`${rawName} needs a value`);
  return value ?? "";
}
