import { columnsOf } from "./terminal.ts";
import type { Output, World } from "./world.ts";

const WIDEST = 40;

/** A bar that grows in one line of a terminal; nothing where there is no terminal that has room and could take it back. */
export interface ProgressBar {
  readonly show: (share: number) => void;
  /** Takes the bar away. */
  readonly clear: () => void;
}

/** A bar on an output. */
export function progressBar(output: Output, env: World["env"]): ProgressBar {
  const width = Math.min(WIDEST, columnsOf(output, env) - " 100 %".length - 1);
  if (!output.isTTY || env["TERM"] === "dumb" || width < 1) return { show: () => {}, clear: () => {} };
  let shown: number | undefined;
  return {
    show: (share) => {
      const percent = Math.floor(100 * share);
      if (percent === shown) return;
      shown = percent;
      const full = Math.round(share * width);
      output.write(`\r${"█".repeat(full)}${"░".repeat(width - full)} ${String(percent).padStart(3)} %`);
    },
    clear: () => {
      if (shown !== undefined) output.write("\r\u001b[K");
    },
  };
}
