import { fleetSteps } from "../testing/fleet.ts";
import type { FleetReport } from "../testing/fleet-report.ts";
import { UsageError } from "./arguments.ts";
import { type FleetQuestion, questionIn } from "./fleet-options.ts";
import { fleetPage } from "./fleet-page.ts";
import { fleetSvg } from "./fleet-svg.ts";
import { FLEET_HELP } from "./fleet-help.ts";
import { progressBar } from "./progress-bar.ts";
import type { Subcommand } from "./subcommand.ts";
import type { World } from "./world.ts";

/** `ostinato fleet`: a policy tried on many clients and a server. */
export const fleet: Subcommand = {
  help: FLEET_HELP,
  options: {
    clients: "value",
    arrivals: "value",
    think: "value",
    outage: "value",
    capacity: "value",
    workers: "value",
    "service-time": "value",
    queue: "value",
    attempts: "value",
    timeout: "value",
    "total-timeout": "value",
    budget: "value",
    layers: "value",
    duration: "value",
    seed: "value",
    json: "flag",
    svg: "value",
  },
  operandsLast: false,
  perform: (given, world) => {
    const question = questionIn(given);
    const report = reported(question, world);
    const path = given.value("svg");
    if (path !== undefined) save(path, fleetSvg(question, report), world);
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

function save(path: string, text: string, { write }: World): void {
  try {
    write(path, text);
  } catch (error) {
    throw new UsageError(`--svg: ${path} cannot be written: ${(error as Error).message}`);
  }
}
