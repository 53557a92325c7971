import { type Given, UsageError } from "./arguments.ts";
import { wrapped } from "./table.ts";
import type { World } from "./world.ts";

const WIDTH = 640;
const PLOT = 240;
const LEFT = 64;
const RIGHT = 16;
const LINE = 20;
/** So many characters of the name fit in a line. */
const CHARACTERS = 70;

/** What a picture of a plot says, and what is drawn in it. */
export interface Picture {
  readonly name: string;
  /** What it shows, in a few words. */
  readonly about: string;
  /** The same for who cannot see it, in sentences. */
  readonly description: string;
  /** What is drawn how. */
  readonly key: string;
  /** Figures at the left, each at its share of the height. */
  readonly heights: readonly (readonly [share: number, figure: string])[];
  /** What is written below, at both ends. */
  readonly ends: readonly [string, string];
  /** The parts, drawn where the places say. */
  readonly marks: (places: Places) => readonly string[];
}

/** Where in the picture a share of the width, from the left, and of the height, from below, lies. */
export interface Places {
  readonly x: (share: number) => number;
  readonly y: (share: number) => number;
}

/** A plot as SVG, which is light or dark as its viewer prefers. */
export function picture({ name, about, description, key, heights, ends, marks }: Picture): string {
  const head = [...wrapped(name, CHARACTERS, ""), key];
  const top = (head.length + 1) * LINE;
  const height = top + PLOT + 2 * LINE;
  const x = (share: number): number => fixed(LEFT + share * (WIDTH - LEFT - RIGHT));
  const y = (share: number): number => fixed(top + (1 - share) * PLOT);
  const text = (across: number, down: number, words: string, more = ""): string =>
    `<text x="${across}" y="${down}"${more}>${escaped(words)}</text>`;
  const END = ' text-anchor="end"';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="15">`,
    `<title id="title">${escaped(`${name}: ${about}`)}</title>`,
    `<desc id="desc">${escaped(description)}</desc>`,
    `<style>${LIGHT}@media (prefers-color-scheme:dark){${DARK}}</style>`,
    `<rect class="ground" width="${WIDTH}" height="${height}"/>`,
    ...marks({ x, y }),
    `<path class="axis" d="M${LEFT} ${y(0)}H${WIDTH - RIGHT}"/>`,
    ...head.map((line, index) => text(LEFT, (index + 1) * LINE + 4, line, line === key ? "" : ' class="name"')),
    ...heights.map(([share, figure]) => text(LEFT - 8, fixed(y(share) + 5), figure, END)),
    text(LEFT, y(0) + LINE, ends[0]),
    text(WIDTH - RIGHT, y(0) + LINE, ends[1], END),
    "</svg>",
    "",
  ].join("\n");
}

const LIGHT =
  ".ground{fill:#fff}text{fill:#333}.name{font-weight:bold}.axis{fill:none;stroke:#888}" +
  ".area{fill:#7fa8d1}.line{fill:none;stroke:#111;stroke-width:2}.limit{fill:none;stroke:#a33;stroke-dasharray:6 4}.shade{fill:#f5d9d5}";
const DARK =
  ".ground{fill:#16181d}text{fill:#d4d7dd}.axis{stroke:#777}" +
  ".area{fill:#34597f}.line{stroke:#f2f2f2}.limit{stroke:#ff8d80}.shade{fill:#4a2a27}";

const fixed = (coordinate: number): number => Number(coordinate.toFixed(1));

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Writes a picture to the file that `--svg` names, where it names one. */
export function savePicture({ value }: Given, drawn: () => string, { write }: World): void {
  const path = value("svg");
  if (path === undefined) return;
  try {
    write(path, drawn());
  } catch (error) {
    throw new UsageError(`--svg: ${path} cannot be written: ${(error as Error).message}`);
  }
}
