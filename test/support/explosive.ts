/** A proxy of which nothing can be done but pass it on: every trap throws. */
export function explosive(target: object = {}): object {
  const explode = (): never => {
    throw new Error("looked at");
  };
  return new Proxy(target, new Proxy({}, { get: () => explode }));
}
