import { spawn } from "node:child_process";
import { copyFile, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";

/** Builds the command from the sources, as one file that Node runs; answers with a new folder that holds it. */
export async function built(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ostinato-"));
  await build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true },
    build: { ssr: "src/cli/main.ts", outDir: join(folder, "dist/cli"), target: "es2022" },
  });
  await copyFile("package.json", join(folder, "package.json"));
  return folder;
}

/** A command that runs as a process of its own. */
export interface Running {
  /** Sends a signal to it, and not to its children. */
  readonly signal: (name: NodeJS.Signals) => void;
  /** Resolves when it has written this to one of its streams, with all that it has written. */
  readonly written: (text: string) => Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
}

/** Starts the built command in its folder. */
export function started(folder: string, ...args: string[]): Running {
  const child = spawn("node", ["dist/cli/main.js", ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { out: "", err: "" };
  child.stdout.on("data", (chunk) => (texts.out += String(chunk)));
  child.stderr.on("data", (chunk) => (texts.err += String(chunk)));
  const written = (text: string): Promise<string> =>
    new Promise((resolve) => {
      const look = (): void => {
        const all = texts.out + texts.err;
        if (all.includes(text)) resolve(all);
      };
      for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
      look();
    });
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...texts }));
  });
  // Not child.kill: after that, Deno reports the signal instead of the exit code.
  return { signal: (name) => void process.kill(child.pid!, name), written, ended };
}
