import type { World } from "../../src/cli/world.ts";
import { stage } from "./stage.ts";

/** What a command wrote, and its exit code, in a world with these files. */
export async function answered(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
  env: World["env"] = {},
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const read = async (path: string): Promise<string> => {
    const text = files[path];
    if (text === undefined) throw new Error("no such file");
    return text;
  };
  const { begin, out, err } = stage([], { read, env });
  return { code: await begin(...args), out: out(), err: err() };
}
