/** Longer ones are kept as they are: their own size outweighs the 200 bytes that any typed array takes besides. */
const SHORT = 512;

/** A copy of some bytes; as a text of one character for each, where they are few. */
export const packed = (bytes: Uint8Array): string | Uint8Array =>
  bytes.length <= SHORT ? String.fromCharCode(...bytes) : new Uint8Array(bytes);

/** Another copy. */
export function unpacked(body: string | Uint8Array): Uint8Array {
  if (typeof body !== "string") return new Uint8Array(body);
  const bytes = new Uint8Array(body.length);
  for (let at = 0; at < body.length; at++) bytes[at] = body.charCodeAt(at);
  return bytes;
}
