import { AS_JSON, POLICY_OPTIONS, SEED, SVG } from "./option.ts";
import { savePicture } from "./picture.ts";
import { POLICY_NOTE } from "./policy-in.ts";
import { type Preview, previewed } from "./previewed.ts";
import { previewPage } from "./preview-page.ts";
import { previewSvg } from "./preview-svg.ts";
import type { Subcommand } from "./subcommand.ts";

/** `ostinato preview`: a schedule as a table and a plot. */
export const preview: Subcommand = {
  manual: {
    brief: "show the delays of a policy",
    summary:
      "Show the delays of a policy: before which retry, how long, between which bounds, and all up to then; then the bounds and the mean as a plot.",
    usage: ["ostinato preview POLICY [OPTIONS]", "ostinato preview OPTIONS"],
    options: {
      Options: {
        schedule: POLICY_OPTIONS.schedule,
        attempts: {
          takes: "N",
          does: "how many attempts to look at, the first included",
          usual: "those of the policy, or 10",
        },
        seed: { ...SEED, usual: "every draw at its midpoint" },
        json: AS_JSON,
        svg: SVG,
      },
    },
    notes: [POLICY_NOTE],
    example: 'ostinato preview "exponential 200ms, cap 30s, full jitter" --attempts 9',
  },
  operandsLast: false,
  perform: async (given, world) => {
    const shown = await previewed(given, world);
    savePicture(given, () => previewSvg(shown), world);
    const lines = given.flag("json") ? [asJson(shown)] : previewPage(shown, world);
    world.stdout.write(lines.map((line) => `${line}\n`).join(""));
    return 0;
  },
};

const asJson = ({ schedule, attempts, rows, approximate }: Preview): string =>
  JSON.stringify({ schedule: schedule.name, attempts, rows, approximate }, null, 2);
