import type { ConsumeOptions, Consumer, Delivery, Envelope, Transport } from "ostinato/transport";

/** A message, but for what is given. */
export function mail(id: string, rest: Partial<Envelope> = {}): Envelope {
  return {
    id,
    task: "mail",
    queue: "mails",
    progress: { attempt: 0, elapsed: 0, previousDelay: 0, firstSentAt: 0 },
    notBefore: undefined,
    expiresAt: undefined,
    headers: {},
    body: new TextEncoder().encode(`["${id}"]`),
    ...rest,
  };
}

/** A consumer that notes what it is given, and does with it as it is told; it acknowledges unless told otherwise. */
export function postman(
  transport: Transport,
  serve: (delivery: Delivery) => Promise<void> = (delivery) => delivery.ack(),
  options: Partial<ConsumeOptions> & { readonly queue?: string } = {},
): { readonly consumer: Consumer; readonly got: Delivery[]; readonly ids: () => string[]; readonly errors: unknown[] } {
  const { queue = "mails", ...rest } = options;
  const got: Delivery[] = [];
  const errors: unknown[] = [];
  const consumer = transport.consume(
    queue,
    async (delivery) => {
      got.push(delivery);
      await serve(delivery);
    },
    { concurrency: 1, onError: (error) => void errors.push(error), ...rest },
  );
  return { consumer, got, ids: () => got.map(({ envelope }) => envelope.id), errors };
}

/** Does nothing with a delivery, for ever. */
export const keep = (): Promise<void> => new Promise(() => {});
