import { runInNewContext } from "node:vm";
import { setFlagsFromString } from "node:v8";

const { Bun: bun } = globalThis as { Bun?: { gc(sync: boolean): void } };

/** Takes out the garbage: by Bun's own means, elsewhere by a flag set at run time, so that no test needs one of its own. */
export const collect: () => void = bun === undefined ? exposed() : () => bun.gc(true);

function exposed(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
