import { randomKey } from "../engine/key.ts";

/**
 * A new id. The platform puts a random one together from its parts and keeps them all, five times as many bytes as the text,
 * until somebody reads it: so somebody does.
 */
export function newId(): string {
  const id = randomKey();
  id.charCodeAt(0);
  return id;
}
