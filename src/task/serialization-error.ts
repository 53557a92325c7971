/**
 * Something cannot be sent as it is, or what came cannot be read.
 *
 * @example
 * ```ts
 * import { createApp, SerializationError } from "ostinato/tasks";
 * import { virtualClock } from "ostinato/testing";
 *
 * const clock = virtualClock();
 * const app = createApp({ clock });
 * const save = app.task("save", (_ctx, what: unknown) => String(what));
 * const refused = await save.delay(() => "a function").catch((error) => error);
 * refused instanceof SerializationError && refused.code; // => "NOT_SERIALIZABLE"
 * ```
 */
export class SerializationError extends Error {
  override readonly name = "SerializationError";
  /** What is wrong: it would come out changed, it is too large, or it cannot be read. */
  readonly code: "NOT_SERIALIZABLE" | "TOO_LARGE" | "UNDECODABLE";
  /** Where, such as `args[1].when`. */
  readonly path: string;

  /** @param options the `cause`, where there is one */
  constructor(code: SerializationError["code"], path: string, complaint: string, options?: ErrorOptions) {
    super(`${path}: ${complaint}`, options);
    this.code = code;
    this.path = path;
  }
}
