import { find } from "./find.ts";

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Tells it to those who listen to the page: at once, or when nothing else was said for so long. */
export function announce(text: string, after = 0): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    find("status", HTMLElement).textContent = text;
  }, after);
}
