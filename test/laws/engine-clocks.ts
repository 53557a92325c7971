import FakeTimers from "@sinonjs/fake-timers";
import type { Clock } from "../../src/engine/clock.ts";
import { systemClock } from "../../src/engine/scheduler.ts";
import { settle } from "../../src/retry/retry.ts";
import type { Plan } from "./engine-plan.ts";
import { begun, type Observed } from "./engine-stage.ts";
import { turn } from "../support/host.ts";

/** A plan on the clock of the machine, whose timers are faked, so that it is quick. */
export async function playedByTheMachine(plan: Plan, clock: Clock = systemClock): Promise<Observed> {
  const fake = FakeTimers.install({ toNotFake: ["nextTick", "queueMicrotask"] });
  try {
    const { run, look } = begun(plan, settle, { clock, after: (delay, wake) => void setTimeout(wake, delay) });
    let over = false;
    void run.then(() => (over = true));
    for (let step = 0; !over && step < 200; step++) {
      await fake.nextAsync();
      await turn();
    }
    await fake.tickAsync("01:00:00");
    return look();
  } finally {
    fake.uninstall();
  }
}

/** What a plan comes to, whatever clock it is played by. */
export function story({ answers: _answers, outcome, ...seen }: Observed): unknown {
  const end = outcome?.ok === false ? { ...outcome, error: told(outcome.error) } : outcome;
  return { ...seen, end };
}

const told = (error: unknown): unknown => (error instanceof Error ? error.message : error);
