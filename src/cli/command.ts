import { InvalidOptionError } from "../core/invalid-option.ts";
import { suggestion } from "../core/nearest.ts";
import { read, UsageError } from "./arguments.ts";
import { explain } from "./explain.ts";
import { fleet } from "./fleet.ts";
import { HELP } from "./help.ts";
import { lint } from "./lint.ts";
import { preview } from "./preview.ts";
import { run } from "./run.ts";
import type { Subcommand } from "./subcommand.ts";
import type { World } from "./world.ts";

const COMMANDS: ReadonlyMap<string, Subcommand> = new Map([
  ["run", run],
  ["preview", preview],
  ["fleet", fleet],
  ["explain", explain],
  ["lint", lint],
]);

const MISUSED = 2;

/** The command `ostinato`: does what the arguments say, and answers with the exit code. */
export async function command(args: readonly string[], world: World): Promise<number> {
  const asked = args[0] === "help" ? [...args.slice(1), "--help"] : args;
  const [first = "", ...rest] = asked;
  const chosen = COMMANDS.get(first);
  const name = chosen === undefined ? "ostinato" : `ostinato ${first}`;
  try {
    return await (chosen === undefined ? introduced(asked, world) : performed(chosen, rest, world));
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof InvalidOptionError)) throw error;
    world.stderr.write(`${name}: ${error.message}\nTry: ${name} --help\n`);
    return MISUSED;
  }
}

function performed(chosen: Subcommand, args: readonly string[], world: World): number | Promise<number> {
  const given = read(args, chosen.options, chosen.operandsLast);
  if (!given.flag("help")) return chosen.perform(given, world);
  world.stdout.write(chosen.help);
  return 0;
}

/** Without a command there is help and the version to be had. */
function introduced(args: readonly string[], world: World): number {
  const { flag, operands } = read(args, { version: "flag" }, true);
  const [unknown] = operands;
  if (unknown !== undefined) {
    throw new UsageError(`unknown command ${JSON.stringify(unknown)}${suggestion(unknown, [...COMMANDS.keys()])}`);
  }
  if (args.length === 0) throw new UsageError(`a command is missing, one of ${[...COMMANDS.keys()].join(", ")}`);
  world.stdout.write(flag("version") ? `${world.version()}\n` : HELP);
  return 0;
}
