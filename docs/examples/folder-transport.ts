import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Clock, type Duration, duration, InvalidOptionError, systemClock } from "ostinato";
import {
  type Capabilities,
  type Delivery,
  type Envelope,
  LeaseLostError,
  type Transport,
  TransportClosedError,
} from "ostinato/transport";
import { folderConsumer } from "./folder-consumer.ts";

/** A message that has been taken from its folder. */
export interface Claim {
  readonly delivery: Delivery;
  /** Epoch milliseconds at which it is anyone's again. */
  readonly until: () => number;
}

/** How a transport on a folder is made; times in milliseconds. */
export interface FolderOptions {
  readonly clock?: Clock;
  readonly lease?: number;
  /** How often a consumer looks for what is due. */
  readonly poll?: number;
}

/**
 * A transport on a folder that processes of one machine share: one file for each message. The file's name says from when on
 * anybody may take it, and how often it has been taken. To take it is to rename it to a later time, which the file system lets
 * one process do; the new name is the receipt, and whoever has an old one has lost the message.
 */
export function folderTransport(root: string, options: FolderOptions = {}): Transport {
  const { clock = systemClock, lease: usual = 30_000, poll = 100 } = options;
  const leases = new Map<string, number>();
  const consumers = new Set<{ drain(): Promise<void> }>();
  let closing: Promise<void> | undefined;
  let isClosed = false;

  /** A name of its own for every queue, whatever it is called. */
  const folderOf = (queue: string): string => {
    const folder = join(root, createHash("sha256").update(queue).digest("hex"));
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  const dueIn = (delay: number): number => Math.ceil(clock.wallNow() + delay);

  const claim = (queue: string): Claim | undefined => {
    const folder = folderOf(queue);
    const now = clock.wallNow();
    for (const name of readdirSync(folder).toSorted()) {
      const [at, count, id] = name.split(".") as [string, string, string];
      // What is still being written has another form of name, and sorts behind all numbers.
      if (!(Number(at) <= now)) return undefined;
      const lease = leases.get(queue) ?? usual;
      let receipt = nameOf(dueIn(lease), Number(count) + 1, id);
      if (!moved(folder, name, receipt)) continue;
      const envelope = read(readFileSync(join(folder, receipt), "utf8"));
      const until = (): number => Number(receipt.split(".")[0]);
      const rename = (delay: number): number => {
        const next = nameOf(dueIn(delay), Number(count) + 1, id);
        if (!moved(folder, receipt, next)) throw new LeaseLostError(envelope.id);
        receipt = next;
        return until();
      };
      const spend = (): void => void (receipt = "spent");
      const delivery: Delivery = {
        envelope,
        deliveryCount: Number(count) + 1,
        leaseUntil: until(),
        ack: async () => {
          if (!moved(folder, receipt, `taken.${id}`)) throw new LeaseLostError(envelope.id);
          remove(folder, `taken.${id}`);
          spend();
        },
        release: async ({ delay = 0 } = {}) => {
          rename(checked(delay));
          spend();
        },
        extend: async (longer) => rename(checked(longer)),
      };
      return { delivery, until };
    }
    return undefined;
  };

  return {
    capabilities: capabilities(usual, poll),
    open: async (queues) => {
      for (const { name, deadLetters, lease } of queues) {
        if (lease !== undefined) leases.set(name, millis(lease));
        sweep(folderOf(name), clock.wallNow());
        if (deadLetters !== undefined) sweep(folderOf(deadLetters), clock.wallNow());
      }
    },
    publish: async (envelope, { delay = 0, signal } = {}) => {
      if (isClosed) throw new TransportClosedError();
      checked(delay);
      signal?.throwIfAborted();
      const [folder, id] = [folderOf(envelope.queue), randomUUID()];
      const draft = join(folder, `draft.${dueIn(0)}.${id}`);
      writeFileSync(draft, written(envelope), { flush: true });
      renameSync(draft, join(folder, nameOf(dueIn(delay), 0, id)));
    },
    consume: (queue, onDelivery, { concurrency, onError }) => {
      if (closing !== undefined) throw new TransportClosedError();
      const orders = { clock, poll, concurrency, onDelivery, onError, claim: () => claim(queue) };
      const consumer = folderConsumer(orders);
      consumers.add(consumer);
      return consumer;
    },
    close: () =>
      (closing ??= Promise.all([...consumers].map((each) => each.drain())).then(() => void (isClosed = true))),
    isRetryable: (error) => !(error instanceof TransportClosedError || error instanceof InvalidOptionError),
  };
}

/** A draft that is older than this is nobody's any more; whoever is slower has failed to send it, and is told so. */
const LONGEST_DRAFT = 60_000;

/** Removes what a crash has left: drafts that were never sent, and what was done and not yet removed. */
function sweep(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const [kind, at] = name.split(".");
    if (kind === "taken" || (kind === "draft" && Number(at) + LONGEST_DRAFT <= now)) remove(folder, name);
  }
}

/** Removes a file, unless somebody else has done so. */
const remove = (folder: string, name: string): void => rmSync(join(folder, name), { force: true });

/** Removes a folder with all that is in it. */
export const clear = (root: string): void => rmSync(root, { recursive: true, force: true });

const capabilities = (lease: number, poll: number): Capabilities => ({
  durable: true,
  maxPublishDelay: Infinity,
  maxReleaseDelay: Infinity,
  delayResolution: poll,
  delayPerMessage: true,
  lease: { default: lease, max: Infinity },
  deliveryCount: "exact",
  maxDeliveries: "none",
  atomicRetry: false,
  dedupeWindow: 0,
  ordering: "none",
  priorities: 1,
  push: false,
});

/** Names sort by time, because all times have as many digits. */
const nameOf = (at: number, count: number, id: string): string => `${String(at).padStart(16, "0")}.${count}.${id}`;

/** Renames a file; answers whether it was still there. */
function moved(folder: string, from: string, to: string): boolean {
  try {
    renameSync(join(folder, from), join(folder, to));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

const written = ({ body, ...rest }: Envelope): string =>
  JSON.stringify({ ...rest, body: Buffer.from(body).toString("base64") });

function read(text: string): Envelope {
  const { notBefore, expiresAt, body, ...rest } = JSON.parse(text) as Envelope & { readonly body: string };
  return { ...rest, notBefore, expiresAt, body: new Uint8Array(Buffer.from(body, "base64")) };
}

function checked(delay: number): number {
  if (delay >= 0 && delay < Infinity) return delay;
  throw new InvalidOptionError("delay", "finite milliseconds ≥ 0", delay);
}

function millis(length: Duration): number {
  if (typeof length === "object") return length.total("milliseconds");
  return typeof length === "string" ? duration(length) : length;
}
