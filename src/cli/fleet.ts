import { fleetSteps } from "../testing/fleet.ts";
import type { FleetReport } from "../testing/fleet-report.ts";
import { type FleetQuestion, questionIn } from "./fleet-options.ts";
import { FLEET_MANUAL } from "./fleet-manual.ts";
import { fleetPage } from "./fleet-page.ts";
import { fleetSvg } from "./fleet-svg.ts";
import { savePicture } from "./picture.ts";
import { progressBar } from "./progress-bar.ts";
import type { Subcommand } from "./subcommand.ts";
import type { World } from "./world.ts";

/** `ostinato fleet`: a policy tried on many clients and a server. */
export const fleet: Subcommand = {
  manual: FLEET_MANUAL,
  operandsLast: false,
  perform: async (given, world) => {
    const question = await questionIn(given, world);
    const report = reported(question, world);
    savePicture(given, () => fleetSvg(question, report), world);
    const lines = given.flag("json")
      ? [
          JSON.stringify(
            { schedule: question.policy.schedule.name, ...report, recovery: report.recovery ?? null },
            null,
            2,
          ),
        ]
      : fleetPage(question, report, world);
    world.stdout.write(lines.map((line) => `${line}\n`).join(""));
    return 0;
  },
};

function reported({ options }: FleetQuestion, { stderr, env }: World): FleetReport {
  const bar = progressBar(stderr, env);
  try {
    const steps = fleetSteps(options);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
      bar.show(value.at / value.duration);
    }
  } finally {
    bar.clear();
  }
}
