import type { Delivery } from "../transport/delivery.ts";
import { admission } from "./admission.ts";
import { begin } from "./begin.ts";
import { finish } from "./conclude.ts";
import type { Core } from "./core.ts";
import { PoisonError } from "./errors.ts";
import { attemptOf } from "./job.ts";
import { persistent } from "./persistence.ts";
import { acknowledge, follow, giveBack, PAUSE } from "./settlement.ts";
import type { Station } from "./station.ts";
import { expired, failed } from "./unattempted.ts";

/** Deals with a message from its arrival to its settlement; never rejects. */
export async function processed(core: Core, delivery: Delivery, station: Station): Promise<void> {
  const { envelope, deliveryCount } = delivery;
  const { id, task, queue } = envelope;
  core.underway.add(id);
  core.underway.inHand.add(id);
  core.bus.emit("received", { id, task, queue, attempt: attemptOf(envelope), delivery: deliveryCount });
  try {
    await admitted(core, delivery, station);
  } catch (error) {
    core.bus.emit("error", { error, during: "process", id, queue });
    await giveBack(core, delivery, PAUSE);
  } finally {
    core.underway.inHand.delete(id);
  }
}

async function admitted(core: Core, delivery: Delivery, station: Station): Promise<void> {
  const { backend, clock, transport } = core;
  const { envelope, deliveryCount } = delivery;
  const { id, queue } = envelope;
  const read = await persistent(core, "get", () => backend.get(id), { id, queue });
  if (!read.ok) return giveBack(core, delivery, PAUSE);
  const record = read.value;
  const { capabilities } = transport;
  const { maxDeliveries } = station;
  const wallNow = clock.wallNow();
  const what = admission(envelope, { record, deliveryCount, capabilities, maxDeliveries, wallNow });
  switch (what.kind) {
    case "early":
      return giveBack(core, delivery, what.delay);
    case "over":
      return finish(core, delivery, what.record);
    case "stale":
      return void (await acknowledge(core, delivery));
    case "decided":
      return follow(core, delivery, what.next);
    case "expired":
      return expired(core, delivery, record);
    case "poison":
      return failed(core, delivery, record, "poison", new PoisonError(what.delivery));
    case "run":
      return begin(core, delivery, record, what.delivery, station);
  }
}
