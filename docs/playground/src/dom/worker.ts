import type { FleetAsk } from "../fleet-ask.ts";
import { newsOf } from "../fleet-run.ts";

addEventListener("message", ({ data }: MessageEvent<FleetAsk>) => {
  for (const news of newsOf(data)) postMessage(news);
});
