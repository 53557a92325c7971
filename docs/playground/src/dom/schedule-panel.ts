import { jsonOf, typescriptOf } from "../code.ts";
import { crowdView } from "../crowd.ts";
import { cellsOf, HEADINGS, type Milestone, scheduleView } from "../schedule-view.ts";
import type { State } from "../state.ts";
import { announce } from "./announce.ts";
import { copies } from "./copy.ts";
import { showCrowd } from "./crowd-strips.ts";
import { find, made } from "./find.ts";
import { plotIn } from "./plot.ts";
import { delayDrawing, timeDrawing } from "./schedule-plots.ts";
import { fill } from "./table.ts";

const A_PAUSE = 1_000;

/** All that the first tab says of a policy. */
export function schedulePanel(): (state: State) => void {
  const [code, json] = [find("code", HTMLPreElement), find("json", HTMLPreElement)];
  copies("copy-code", () => code.textContent);
  copies("copy-json", () => json.textContent);
  const [delayHost, timeHost] = [find("delay-plot", HTMLElement), find("time-plot", HTMLElement)];
  const [delayPlot, timePlot] = [plotIn(delayHost), plotIn(timeHost)];

  return (state) => {
    const view = scheduleView(state);
    const crowd = crowdView(state);
    showCrowd(find("crowd", HTMLElement), crowd);
    find("crowd-note", HTMLElement).textContent = crowd.note;
    find("totals", HTMLElement).replaceChildren(...view.totals.flatMap(([label, figure]) => described(label, figure)));
    find("milestones", HTMLElement).replaceChildren(...view.milestones.flatMap(milestone));
    const at = (limit: Milestone["limit"]): number | undefined =>
      view.milestones.find((each) => each.limit === limit)?.attempt;
    delayPlot(delayDrawing(view.rows, at("cap"), saying("delay-readout")));
    timePlot(timeDrawing(view.rows, state.policy.totalTimeout, at("deadline"), saying("time-readout")));
    for (const host of [delayHost, timeHost])
      host.setAttribute("aria-label", `${view.summary} The table below has the figures.`);
    fill(find("rows", HTMLTableElement), HEADINGS, view.rows.map(cellsOf));
    find("findings", HTMLElement).replaceChildren(findingsOf(view.findings));
    code.textContent = typescriptOf(state);
    json.textContent = jsonOf(state);
    announce(view.summary, A_PAUSE);
  };
}

const described = (term: string, ...details: (string | Node)[]): HTMLElement[] => [
  made("dt", {}, term),
  made("dd", {}, ...details),
];

const milestone = ({ limit, where, when }: Milestone): HTMLElement[] =>
  described(limit, made("strong", {}, where), made("span", {}, when));

function findingsOf(findings: ReturnType<typeof scheduleView>["findings"]): HTMLElement {
  if (findings.length === 0) return made("p", { className: "sound" }, "Nothing: this policy is sound.");
  return made(
    "ul",
    { className: "findings" },
    ...findings.map(({ code, reason }) => made("li", {}, made("code", {}, code), made("span", {}, reason))),
  );
}

const saying =
  (id: string) =>
  (text: string): void => {
    find(id, HTMLElement).textContent = text;
  };
