import { fixed, onError } from "ostinato";
import { rateLimitReset } from "ostinato/http";
import type { TaskContext, TaskOptions } from "ostinato/tasks";
import { stage, type Stage } from "./stage.ts";

const QUOTA = 180;
const WINDOW = 15 * 60_000;

class TooManyRequestsError extends Error {
  override readonly name = "TooManyRequestsError";
  readonly headers: Readonly<Record<string, string>>;

  /** @param reset epoch seconds at which the window begins anew */
  constructor(reset: number) {
    super("HTTP 429");
    this.headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) };
  }
}

/** An API that answers 180 calls in each quarter of an hour, and says when the next one begins. */
function limitedApi({ clock }: Stage) {
  const calls = new Map<number, number>();
  const present = (): number => Math.floor(clock.wallNow() / WINDOW);
  const reset = (): number => ((present() + 1) * WINDOW) / 1_000;
  const tweets = (page: number): string => {
    const made = calls.get(present()) ?? 0;
    if (made === QUOTA) throw new TooManyRequestsError(reset());
    calls.set(present(), made + 1);
    return `page ${page}`;
  };
  return { tweets, reset };
}

type Api = ReturnType<typeof limitedApi>;

/** Two hundred pages, asked for five minutes after the window began: what came of them, and when the last one came. */
async function twoHundredPages(
  fetchPage: (api: Api, ctx: TaskContext<[page: number]>, page: number) => string,
  options: TaskOptions<[page: number], string>,
) {
  const scene = stage();
  const { app, clock } = scene;
  const api = limitedApi(scene);
  const fetched = app.task("fetch-tweets", (ctx, page: number) => fetchPage(api, ctx, page), options);
  await clock.advance("5m");
  app.worker({ concurrency: 200 }).start();
  const results = await Promise.all(Array.from({ length: 200 }, (_, page) => fetched.delay(page)));
  await clock.runUntil(app.idle());
  const states = await Promise.all(results.map((result) => result.state()));
  const counters = (await app.inspect()).counters.get("fetch-tweets");
  return {
    fetched: states.filter((state) => state === "SUCCESS").length,
    retries: counters?.retries,
    lastAt: `${clock.now() / 60_000} min`,
  };
}

/** 003-1: the server says in its headers when it will answer again, and the policy heeds it: all pages come. */
export const heedingTheServer = () =>
  twoHundredPages((api, _, page) => api.tweets(page), {
    policy: {
      attempts: 5,
      schedule: fixed("1m"),
      retryIf: onError(TooManyRequestsError),
      delayHint: rateLimitReset({ atMost: "15m" }),
    },
  });

/** 003-10: without a retry the last twenty are lost. */
export const twentyLost = () => twoHundredPages((api, _, page) => api.tweets(page), { policy: { attempts: 1 } });

/** 003-11: the task asks the server when the window begins anew, and asks for its next attempt at that instant. */
export const atTheReset = () =>
  twoHundredPages(
    (api, ctx, page) => {
      try {
        return api.tweets(page);
      } catch (error) {
        if (!(error instanceof TooManyRequestsError)) throw error;
        throw ctx.retry({ at: new Date(api.reset() * 1_000), error });
      }
    },
    { policy: { attempts: 5 } },
  );
