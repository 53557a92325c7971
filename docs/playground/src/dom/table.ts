import { made } from "./find.ts";

/** Fills a table; the first cell of a row is its heading. */
export function fill(table: HTMLTableElement, headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const head = made("tr", {}, ...headings.map((heading) => made("th", { scope: "col" }, heading)));
  const body = rows.map(([first = "", ...cells]) =>
    made("tr", {}, made("th", { scope: "row" }, first), ...cells.map((cell) => made("td", {}, cell))),
  );
  table.replaceChildren(made("thead", {}, head), made("tbody", {}, ...body));
}
