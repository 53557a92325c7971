import { property } from "../core/property.ts";
import type { Predicate } from "../policy/predicate.ts";
import { nested } from "./nested-errors.ts";

/** What drivers call a lock that was held, or a transaction that was chosen to give way. */
const CODES: readonly unknown[] = [
  "40001", // SQLSTATE serialization_failure: PostgreSQL, CockroachDB, and by `sqlState` MySQL's deadlocks
  "40P01", // PostgreSQL, appendix A: deadlock_detected
  "55P03", // PostgreSQL, appendix A: lock_not_available
  "ER_LOCK_DEADLOCK", // MySQL and MariaDB, error 1213
  "ER_LOCK_WAIT_TIMEOUT", // MySQL and MariaDB, error 1205
  "ER_LOCK_NOWAIT", // MySQL and MariaDB, error 3572
  "ORA-00054", // Oracle: resource busy
  "ORA-00060", // Oracle: deadlock detected
  "P2034", // Prisma: write conflict or deadlock
];

/** `SQLITE_BUSY` and `SQLITE_LOCKED`, also as extended result codes such as `SQLITE_BUSY_SNAPSHOT`. Source: sqlite.org/rescode.html. */
const SQLITE = /^SQLITE_(?:BUSY|LOCKED)(?:_|$)/;
const SQLITE_NUMBERS: readonly unknown[] = [5, 6];

/** MySQL's numbers, and those of SQL Server: a deadlock (1205) and a lock request that timed out (1222). */
const MYSQL_NUMBERS: readonly unknown[] = [1_205, 1_213, 3_572];
const MSSQL_NUMBERS: readonly unknown[] = [1_205, 1_222];

/**
 * Whether a database refused because of a lock or a deadlock, so that the same transaction may pass the next time: by the
 * codes of PostgreSQL, MySQL, MariaDB, SQLite, SQL Server, Oracle and Prisma, also inside what an ORM wrapped around it.
 *
 * @example
 * ```ts
 * import { isDatabaseLock } from "ostinato/compat";
 *
 * isDatabaseLock(Object.assign(new Error("deadlock detected"), { code: "40P01" })); // => true
 * ```
 */
export const isDatabaseLock: Predicate = (error) => nested(error).some(isLock);

function isLock(error: unknown): boolean {
  const code = property(error, "code");
  const errcode = property(error, "errcode");
  return (
    CODES.includes(code) ||
    CODES.includes(property(error, "sqlState")) ||
    (typeof code === "string" && code.length < 100 && SQLITE.test(code)) ||
    // node:sqlite; the lowest byte of an extended code is the primary one.
    (code === "ERR_SQLITE_ERROR" && typeof errcode === "number" && SQLITE_NUMBERS.includes(errcode & 0xff)) ||
    MYSQL_NUMBERS.includes(property(error, "errno")) ||
    MSSQL_NUMBERS.includes(property(error, "number"))
  );
}
