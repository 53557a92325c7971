import { property } from "../core/property.ts";

/** Where libraries keep the error that they wrapped: the language, TypeORM, Sequelize, some older ones. */
const INSIDE = ["cause", "driverError", "original", "originalError"] as const;
const MOST_ERRORS = 20;

/** An error and those inside it, outermost first; a loop ends, and what throws when it is looked at holds nothing. */
export function nested(error: unknown): readonly unknown[] {
  const found = [error];
  for (const each of found) {
    for (const key of INSIDE) {
      const inner = property(each, key);
      if (typeof inner === "object" && inner !== null && found.length < MOST_ERRORS && !found.includes(inner))
        found.push(inner);
    }
  }
  return found;
}
