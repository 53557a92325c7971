/** Bytes as text that JSON can carry. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  // In pieces, for the arguments of one call are limited.
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

/** The bytes again; throws for text that is none of ours. */
export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));

const PIECE = 0x8000;
