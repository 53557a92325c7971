import { human } from "./human.ts";
import { picture } from "./picture.ts";
import type { Preview } from "./previewed.ts";

type Row = Preview["rows"][number];

/** The delays before each retry as a picture: the range, the mean, and the delays drawn from a seed. */
export function previewSvg({ schedule, rows, seed }: Preview): string {
  const most = Math.max(...rows.map(({ max }) => max), 1);
  return picture({
    name: schedule.name,
    about: "delay before each retry",
    description: rows.length === 0 ? "Nothing is retried." : described([rows[0]!, ...rows.slice(1).slice(-1)]),
    key: `range (filled), mean (line)${seed === undefined ? "" : `, delays of seed ${seed} (dashed)`}`,
    heights: [
      [0, "0"],
      [0.5, human(most / 2)],
      [1, human(most)],
    ],
    ends: rows.length === 0 ? ["", ""] : ["retry 1", String(rows.length)],
    marks: ({ x, y }) => {
      const [from, to] = [(index: number) => x(index / rows.length), (index: number) => x((index + 1) / rows.length)];
      const stroke = (kind: string, height: (row: Row) => number): string =>
        `<path class="${kind}" d="${rows.map((row, index) => `M${from(index)} ${y(height(row) / most)}H${to(index)}`).join("")}"/>`;
      return [
        `<path class="area" d="${rows.map(({ min, max }, index) => `M${from(index)} ${y(min / most)}V${y(max / most)}H${to(index)}V${y(min / most)}Z`).join("")}"/>`,
        stroke("line", ({ mean }) => mean),
        ...(seed === undefined ? [] : [stroke("limit", ({ delay }) => delay)]),
      ];
    },
  });
}

const described = (rows: readonly Row[]): string =>
  rows
    .map(
      ({ retry, min, mean, max }) =>
        `Before retry ${retry} the delay is from ${human(min)} to ${human(max)}, ${human(mean)} on average.`,
    )
    .join(" ");
