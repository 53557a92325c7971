import { spawn } from "node:child_process";
import { promises, readFileSync, writeFileSync } from "node:fs";
import { systemClock } from "../engine/scheduler.ts";
import type { Child, ChildEnd, World } from "./world.ts";

const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Within how many milliseconds this process hears of a signal that went to the child too, even on a busy machine. */
const HEARING = 100;

/** The world as this process finds it. */
export function machine(process: NodeJS.Process): World {
  const { env, stdin, stdout, stderr } = process;
  for (const output of [stdout, stderr]) output.on("error", forgiveLeaving);
  return {
    version,
    env,
    stdout,
    stderr,
    terminal: [stdin, stdout, stderr].some(({ isTTY }) => isTTY),
    clock: systemClock,
    read: (path) => (path === "-" ? received(stdin) : promises.readFile(path, "utf8")),
    write: (path, text) => writeFileSync(path, text),
    spawn: started,
    onSignal: (heard) => {
      for (const signal of ENDING) process.on(signal, heard);
      return () => {
        for (const signal of ENDING) process.off(signal, heard);
      };
    },
  };
}

/** All of a stream. It is not read as a file, because that finds nothing where the writer is slow. */
async function received(stream: NodeJS.ReadStream): Promise<string> {
  stream.setEncoding("utf8");
  let all = "";
  for await (const chunk of stream) all += String(chunk);
  return all;
}

function version(): string {
  const about = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(about) as { readonly version: string }).version;
}

/** A reader may leave before the end, as `head` does. */
function forgiveLeaving(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

function started(command: string, args: readonly string[]): Child {
  try {
    const child = spawn(command, args, { stdio: "inherit" });
    const ended = new Promise<ChildEnd>((resolve) => {
      child.on("error", (error) => {
        // A failed kill is told in the same way, of a child that lives on.
        if (child.pid === undefined) resolve(unstartable(error));
      });
      child.once("exit", (code, signal) => {
        const end: ChildEnd = signal === null ? { kind: "exit", code: code! } : { kind: "signal", signal };
        // Ctrl-C ends the child and asks this process to end, and of the two the child's end may be heard first.
        const shared = end.kind === "signal" && ENDING.some((name) => name === end.signal);
        systemClock.schedule(shared ? HEARING : 0, () => resolve(end));
      });
    });
    return { ended, kill: (signal) => void child.kill(signal) };
  } catch (error) {
    return { ended: Promise.resolve(unstartable(error as Error)), kill: () => {} };
  }
}

const unstartable = (error: NodeJS.ErrnoException): ChildEnd => ({
  kind: "unstartable",
  code: error.code ?? error.name,
});
