import { expect, it } from "vitest";
import { fetchTweets } from "../../docs/examples/fetch-tweets.ts";

it("fetches 200 tweets under a limit of 180 in a window, and loses none", async () => {
  const lines: string[] = [];
  const views: string[] = [];
  const kept = await fetchTweets(
    (line) => lines.push(line),
    (line) => views.push(line),
    1_500,
  );
  expect(kept).toBe(true);
  expect(lines.at(-1)).toBe("attempts 220 · retries 20 · successes 200 · dead letters 0");
  expect(views.some((view) => view.includes("20 waiting, the first in"))).toBe(true);
});
