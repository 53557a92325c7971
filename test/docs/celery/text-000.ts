import { retried } from "./retried.ts";

const undelivered = "DeliveryError: no connection";
const notified = "failed notify (attempts): DeliveryError: no connection";

/** What each sample of text 000 comes to. */
export const text000 = {
  "000-1": {
    value: "delivered",
    log: retried("notify", "Error: no connection", [5, 5], "succeeded notify"),
  },
  "000-2": { log: retried("notify", undelivered, [5, 5, 5, 5, 5, 5, 5], notified), attempts: 8 },
  "000-3": { log: retried("notify", undelivered, [0.5, 1, 2, 4, 8], notified), attempts: 6 },
  "000-4": { log: retried("notify", undelivered, [2.5, 5, 10, 20, 40], notified), attempts: 6 },
  "000-5": { without: 1, with: 20 },
  "000-6": { attempts: [6, 2, 6], frozen: true },
};
