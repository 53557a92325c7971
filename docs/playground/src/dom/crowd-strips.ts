import { BARS_HEIGHT, type CrowdView, ROWS_HEIGHT, type Strip, WIDTH } from "../crowd.ts";
import { spoken } from "../text.ts";
import { made } from "./find.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Both strips, one under the other, under one axis. */
export function showCrowd(host: HTMLElement, { strips, span, axis, summary }: CrowdView): void {
  const marks = axis.map((at) => {
    const mark = made("span", {}, spoken(at));
    mark.style.left = `${(100 * at) / span}%`;
    return mark;
  });
  host.setAttribute("aria-label", summary);
  host.replaceChildren(...strips.map(figureOf), made("div", { className: "axis" }, ...marks));
}

function figureOf({ title, note, ticks, bars }: Strip, index: number): HTMLElement {
  const caption = made("p", { className: "strip-title" }, made("strong", {}, title), made("span", {}, note));
  const className = index === 0 ? "strip alike" : "strip apart";
  return made("div", { className }, caption, drawn(ticks, ROWS_HEIGHT, "ticks"), drawn(bars, BARS_HEIGHT, "bars"));
}

function drawn(d: string, height: number, name: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", name);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", d);
  svg.append(path);
  return svg;
}
