import { type App, createApp, type Task, type Worker } from "ostinato/tasks";
import { windowServer } from "./window-server.ts";

const TASKS = 200;
const QUOTA = 180;

/** The server is out of quota until a moment. */
class RateLimited extends Error {
  readonly reset: number;

  constructor(reset: number) {
    super("429: out of quota");
    this.reset = reset;
  }
}

/** A task that fetches one tweet, and comes back when the window is over where the server says so. */
const tweets = (app: App, url: string): Task<[number: number], string> =>
  app.task(
    "fetch_tweets",
    async ({ signal, retry }, number: number) => {
      const response = await fetch(`${url}${number}`, { signal });
      const text = await response.text();
      if (response.status === 429) {
        const error = new RateLimited(Number(response.headers.get("x-rate-limit-reset")));
        throw retry({ at: error.reset, error, attempts: 5 });
      }
      return text;
    },
    { queue: "twitter", timeLimit: "10s" },
  );

/**
 * Fetches 200 tweets from a server that allows 180 calls in a window, and shows how that goes.
 *
 * @param view shows the line of the moment, in the place of the one before
 * @param window milliseconds
 * @returns whether none was lost, and 20 were fetched when the window was over
 */
export async function fetchTweets(
  print: (line: string) => void,
  view: (line: string) => void,
  window: number,
): Promise<boolean> {
  const server = await windowServer(QUOTA, window);
  print(
    `The server at ${server.url} allows ${QUOTA} calls, and again ${window} ms later; ${TASKS} tasks want one each.`,
  );
  const app = createApp();
  const fetchTweet = tweets(app, server.url);
  const worker = app.worker({ queues: ["twitter"], concurrency: 20 }).start();
  const ticking = setInterval(() => void show(app, view), 100);
  try {
    const results = [];
    for (let number = 1; number <= TASKS; number++) results.push(await fetchTweet.delay(number));
    const texts = await Promise.all(results.map((result) => result.get({ timeout: "12s" })));
    await show(app, view);
    const whole = texts.every((text, index) => text === `tweet ${index + 1}`);
    return (await told(app, print, server.refused())) && whole;
  } finally {
    clearInterval(ticking);
    await closed(worker);
    server.close();
  }
}

const closed = (worker: Worker): Promise<void> => worker.drain({ timeout: "1s" });

async function show(app: App, view: (line: string) => void): Promise<void> {
  const { active, waiting, counters } = await app.inspect();
  const done = counters.get("fetch_tweets")?.successes ?? 0;
  const [next] = waiting;
  const soon = next === undefined ? "" : `, the first in ${Math.max(0, Math.round(next.dueAt - Date.now()))} ms`;
  view(
    `${"#".repeat(done / 5).padEnd(TASKS / 5)} ${done} done, ${active.length} running, ${waiting.length} waiting${soon}`,
  );
}

async function told(app: App, print: (line: string) => void, refused: number): Promise<boolean> {
  const counted = (await app.inspect()).counters.get("fetch_tweets");
  const { attempts = 0, retries = 0, successes = 0, failures = {}, deadLetters = 0 } = counted ?? {};
  print(
    `${successes} of ${TASKS} fetched with ${attempts} calls: ${refused} were refused and came back when the window was over.`,
  );
  print(`attempts ${attempts} · retries ${retries} · successes ${successes} · dead letters ${deadLetters}`);
  const isKept = successes === TASKS && retries === TASKS - QUOTA && refused === retries;
  return isKept && deadLetters === 0 && Object.keys(failures).length === 0;
}
