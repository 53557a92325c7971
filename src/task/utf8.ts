const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true });

/** Longer texts are worth the way into the platform, which takes 1.5 µs and a buffer outside of the heap. */
const SHORT = 128;

/** A text as UTF-8. */
export function toBytes(text: string): Uint8Array {
  if (text.length > SHORT) return encoder.encode(text);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return encoder.encode(text);
    bytes[at] = code;
  }
  return bytes;
}

/** The text again; throws for bytes that are no UTF-8. */
export const toText = (bytes: Uint8Array): string => decoder.decode(bytes);
