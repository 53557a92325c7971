import type { Delivery } from "../transport/delivery.ts";
import { admission } from "./admission.ts";
import { after, type AtOnce } from "./at-once.ts";
import { begin } from "./begin.ts";
import { finish } from "./conclude.ts";
import type { Hub } from "./hub.ts";
import { PoisonError } from "./errors.ts";
import { attemptOf } from "./job.ts";
import { persistent } from "./persistence.ts";
import type { TaskRecord } from "./record.ts";
import { acknowledge, follow, giveBack, PAUSE, pauseFor, postpone, spare } from "./settlement.ts";
import type { Station } from "./station.ts";
import { expired, failed } from "./unattempted.ts";

/** Deals with a message from its arrival to its settlement; never rejects. */
export async function processed(hub: Hub, delivery: Delivery, station: Station): Promise<void> {
  const { envelope, deliveryCount } = delivery;
  const { id, task, queue } = envelope;
  hub.underway.add(id);
  hub.underway.inHand.add(id);
  hub.bus.emit("received", { id, task, queue, attempt: attemptOf(envelope), delivery: deliveryCount });
  try {
    const dealt = admitted(hub, delivery, station);
    if (dealt !== undefined) await dealt;
  } catch (error) {
    hub.bus.emit("error", { error, during: "process", id, queue });
    await giveBack(hub, delivery, pauseFor(delivery));
  } finally {
    hub.underway.inHand.delete(id);
  }
}

function admitted(hub: Hub, delivery: Delivery, station: Station): AtOnce<void> {
  const { id, queue } = delivery.envelope;
  return after(
    persistent(hub, "get", () => hub.backend.get(id), { id, queue }),
    (read) => (read.ok ? sorted(hub, delivery, read.value, station) : unsorted(hub, delivery, station)),
  );
}

function unsorted(hub: Hub, delivery: Delivery, { maxDeliveries }: Station): Promise<void> {
  return spare(hub, delivery, { count: delivery.deliveryCount ?? 0, maxDeliveries }, PAUSE);
}

function sorted(hub: Hub, delivery: Delivery, record: TaskRecord | undefined, station: Station): AtOnce<void> {
  const { envelope, deliveryCount } = delivery;
  const { capabilities } = hub.transport;
  const { maxDeliveries } = station;
  const wallNow = hub.clock.wallNow();
  const what = admission(envelope, { record, deliveryCount, capabilities, maxDeliveries, wallNow });
  switch (what.kind) {
    case "early":
      return what.anew ? postpone(hub, delivery, what.delay) : giveBack(hub, delivery, what.delay);
    case "over":
      return finish(hub, delivery, what.record);
    case "stale":
      return after(acknowledge(hub, delivery), () => {});
    case "decided":
      return follow(hub, delivery, what.next);
    case "expired":
      return expired(hub, delivery, record);
    case "poison":
      return failed(hub, delivery, record, "poison", new PoisonError(what.delivery));
    case "run":
      return begin(hub, delivery, record, what.delivery, station);
  }
}
