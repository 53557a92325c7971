import { styleText } from "node:util";
import { wrapped } from "./table.ts";
import type { Output, World } from "./world.ts";

/** Text in a style where a terminal shows it and nobody has asked for plain text (no-color.org). */
export function paint(
  style: "bold" | "dim" | "red" | "yellow",
  text: string,
  output: Output,
  env: World["env"],
): string {
  const plain = !output.isTTY || (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  return plain ? text : styleText(style, text, { validateStream: false });
}

/** How many characters fit in a line; 80 where nobody says. */
export function columnsOf(output: Output, env: World["env"]): number {
  const columns = output.columns ?? Number(env["COLUMNS"]);
  return columns >= 1 ? columns : 80;
}

/** A message in lines that fit; in one line where a program reads it. */
export function messageLines(text: string, output: Output, env: World["env"]): string[] {
  const shown = output.isTTY === true || env["COLUMNS"] !== undefined;
  return wrapped(text, shown ? columnsOf(output, env) : Infinity);
}
