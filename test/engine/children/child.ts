import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Starts a program with the runtime that runs the tests; one that should have ended long ago is ended. */
export function started(path: string, ...args: readonly string[]): ChildProcess {
  const verb = "deno" in process.versions ? ["run", "--allow-all"] : [];
  return spawn(process.execPath, [...verb, path, ...args], { stdio: ["pipe", "pipe", "inherit"], timeout: 15_000 });
}

/** The first line that a child says; it says nothing without its end. */
export async function firstLine(child: ChildProcess): Promise<string> {
  let said = "";
  while (!said.includes("\n")) said += String((await once(child.stdout!, "data"))[0]);
  return said.slice(0, said.indexOf("\n"));
}

/** How a child ended, and all that it said. */
export async function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
  let said = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said };
}
