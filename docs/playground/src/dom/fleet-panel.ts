import { parseSchedule } from "ostinato/schedule";
import { companyOf } from "../company.ts";
import { FLEET_FIELDS } from "../fields.ts";
import { type FleetAsk, TITLES, type Variant, VARIANTS } from "../fleet-ask.ts";
import type { FleetNews } from "../fleet-run.ts";
import {
  captionOf,
  cellsOf,
  curveOf,
  type FleetState,
  frameOf,
  HEADINGS,
  heard,
  isOver,
  NOTHING_YET,
  progressOf,
  verdictOf,
} from "../fleet-view.ts";
import { type State, USUAL_FLEETS } from "../state.ts";
import { counted, spoken } from "../text.ts";
import { announce } from "./announce.ts";
import { find, made } from "./find.ts";
import { loadDrawing } from "./fleet-plots.ts";
import { plotIn } from "./plot.ts";
import { radios } from "./radios.ts";
import { sliders } from "./sliders.ts";
import { fill } from "./table.ts";

const SCENES = {
  stall: ["A server stalls", "For some seconds it answers nobody. Then a budget matters."],
  crowd: ["A crowd comes at once", "More clients than the server has room for. Then jitter matters."],
} as const;

const RUN = "Run";

type FleetKey = keyof typeof FLEET_FIELDS;
const FIGURES: Readonly<Record<State["scene"], readonly FleetKey[]>> = {
  stall: ["load", "workers", "service", "outage", "clients", "capacity", "perSuccess"],
  crowd: ["clients", "workers", "service", "capacity", "perSuccess"],
};

/** The second tab: what to simulate, the run, and what came of it. */
export function fleetPanel(change: (changed: (state: State) => State) => void): (state: State) => void {
  const scenes = radios(find("scenes", HTMLElement), "scene", SCENES, (scene) =>
    change((state) => ({ ...state, scene, fleet: USUAL_FLEETS[scene] })),
  );
  const figures = sliders(find("fleet-fields", HTMLElement), FLEET_FIELDS, (key, value) =>
    change((state) => ({ ...state, fleet: { ...state.fleet, [key]: value } })),
  );
  const run = runner();
  return (state) => {
    const { attempts, attemptTimeout, totalTimeout } = state.policy;
    const { hasJitter } = companyOf(parseSchedule(state.shown));
    find("fleet-policy", HTMLElement).textContent =
      `${state.shown}; ${counted(attempts, "attempt")}; ${spoken(attemptTimeout)} for each; ${spoken(totalTimeout)} for all`;
    find("fleet-jitter", HTMLElement).textContent = hasJitter
      ? "Without jitter, every draw is ½."
      : "It has no jitter; with jitter, it gets full jitter.";
    scenes.show(state.scene);
    figures.show(state.fleet, FIGURES[state.scene]);
    run.offer(state);
  };
}

/** One run at a time, in a worker of its own, which is ended to stop it. */
function runner(): { readonly offer: (ask: FleetAsk) => void } {
  const [start, stop] = [find("run", HTMLButtonElement), find("stop", HTMLButtonElement)];
  const verdict = find("verdict", HTMLElement);
  let worker: Worker | undefined;
  let offered: FleetAsk | undefined;
  let asked: FleetAsk | undefined;
  let known: FleetState = NOTHING_YET;
  let frame: number | undefined;
  const show = results();

  const told = (text: string): void => {
    verdict.textContent = text;
    announce(text);
  };
  const drawn = (): void => {
    frame = undefined;
    show(known, asked!);
  };
  const ended = (): void => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    if (asked !== undefined) drawn();
    worker?.terminate();
    worker = undefined;
    stop.setAttribute("aria-disabled", "true");
  };
  start.addEventListener("click", () => {
    ended();
    if (offered === undefined) return;
    const { shown, policy, scene, fleet } = offered;
    asked = { shown, policy, scene, fleet };
    known = NOTHING_YET;
    start.textContent = RUN;
    const own = new Worker(new URL("worker.ts", import.meta.url), { type: "module" });
    worker = own;
    own.addEventListener("error", () => {
      if (worker !== own) return;
      ended();
      told("The simulation broke off: its part of the page could not be loaded, or ran out of memory.");
    });
    own.addEventListener("message", ({ data }: MessageEvent<FleetNews>) => {
      // What was under way when the run was stopped.
      if (worker !== own) return;
      known = heard(known, data);
      // News come faster than a page can be drawn.
      frame ??= requestAnimationFrame(drawn);
      if (!isOver(known)) return;
      ended();
      told(verdictOf(known, asked!));
    });
    stop.setAttribute("aria-disabled", "false");
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
    own.postMessage(asked);
    show(known, asked);
    told("Running.");
  });
  stop.addEventListener("click", () => {
    if (worker === undefined) return;
    ended();
    told(`Stopped at ${Math.round(progressOf(known) * 100)} %.`);
  });
  return {
    offer: (ask) => {
      offered = ask;
      if (asked === undefined) {
        show(NOTHING_YET, ask);
        verdict.textContent = "Four fleets meet the same requests: with and without jitter, with and without a budget.";
        return;
      }
      start.textContent = isSame(ask, asked) ? RUN : "Run again with these settings";
    },
  };
}

/** Whether what is asked now is what was asked before: the state is replaced part by part, and its parts are plain data. */
const isSame = (one: FleetAsk, other: FleetAsk): boolean =>
  (["shown", "policy", "scene", "fleet"] as const).every(
    (key) => JSON.stringify(one[key]) === JSON.stringify(other[key]),
  );

/** The four plots and their table. */
function results(): (known: FleetState, ask: FleetAsk) => void {
  const host = find("variants", HTMLElement);
  const panels = VARIANTS.map((variant) => {
    const [title, plot, caption] = [made("h2", {}, TITLES[variant]), made("div"), made("p", { className: "caption" })];
    plot.className = "plot";
    plot.setAttribute("role", "img");
    host.append(made("section", { className: "card" }, title, caption, plot));
    return { variant, plot, caption, draw: plotIn(plot) };
  });
  return (known, ask) => {
    find("progress", HTMLProgressElement).value = progressOf(known);
    find("outage-key", HTMLElement).hidden = ask.scene !== "stall";
    const curves = VARIANTS.map((variant) => curveOf(known[variant]));
    const frame = frameOf(curves, ask);
    for (const [index, { variant, plot, caption, draw }] of panels.entries()) {
      caption.textContent = captionOf(known[variant], ask.scene);
      plot.setAttribute("aria-label", `The load over time. ${TITLES[variant]}: ${caption.textContent}`);
      draw(loadDrawing(curves[index]!, frame));
    }
    fill(
      find("fleet-rows", HTMLTableElement),
      HEADINGS,
      VARIANTS.map((variant: Variant) => cellsOf(variant, known[variant], ask.scene)),
    );
  };
}
