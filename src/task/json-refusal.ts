import { SerializationError } from "./serialization-error.ts";

/** Deeper than this nobody nests by hand, and to write it out would use up the stack. */
const DEEPEST = 256;

/** @throws SerializationError for whatever would come out of JSON changed, naming the path to it */
export function refuseLossy(value: unknown, path: string): void {
  if (!isLossless(value)) visit(value, path, []);
}

/** What is surely lossless, at a glance: a scalar, or a list of them. To know the path of each part is most of a visit. */
function isLossless(value: unknown): boolean {
  if (!Array.isArray(value)) return isScalar(value);
  // A hole reads as undefined, which is no scalar of JSON.
  for (const item of value) if (!isScalar(item)) return false;
  return Object.keys(value).length === value.length;
}

function isScalar(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  return typeof value === "string" || typeof value === "boolean" || value === null;
}

function visit(value: unknown, path: string, above: readonly object[]): void {
  if (value === null || typeof value === "string" || typeof value === "boolean") return;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) refuse(path, `JSON turns ${value} into null`);
    if (Object.is(value, -0)) refuse(path, "JSON turns -0 into 0");
    return;
  }
  const object: object = typeof value === "object" ? value : refuse(path, `JSON has no ${typeof value}`);
  if (above.includes(object)) refuse(path, "it contains itself, and JSON cannot say so");
  if (above.length >= DEEPEST) refuse(path, `it lies deeper than ${DEEPEST} levels`);
  const within = [...above, object];
  if (Array.isArray(object)) return visitItems(object, path, within);
  refuseUnlessPlain(object, path);
  for (const key of Reflect.ownKeys(object)) visitMember(object, key, path, within);
}

function visitItems(items: readonly unknown[], path: string, within: readonly object[]): void {
  if (Object.keys(items).length !== items.length) refuse(path, "JSON has no lists with holes or names in them");
  for (const [index, item] of items.entries()) visit(item, `${path}[${index}]`, within);
}

function visitMember(object: object, key: string | symbol, path: string, within: readonly object[]): void {
  const descriptor = Object.getOwnPropertyDescriptor(object, key)!;
  const member = typeof key === "symbol" ? `${path}[${String(key)}]` : `${path}.${key}`;
  if (typeof key === "symbol" || descriptor.enumerable !== true) refuse(member, "JSON leaves it out");
  if ("get" in descriptor) refuse(member, "JSON turns a getter into a value");
  visit(descriptor.value, member, within);
}

function refuseUnlessPlain(object: object, path: string): void {
  const prototype: unknown = Object.getPrototypeOf(object);
  // Of another realm, too: what its prototype inherits from is nothing.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain) refuse(path, `JSON turns ${kindOf(prototype as object)} into something else`);
  if (typeof (object as { toJSON?: unknown }).toJSON === "function") refuse(path, "its toJSON would stand in for it");
}

function kindOf(prototype: { constructor?: { name?: unknown } }): string {
  const name = prototype.constructor?.name;
  return typeof name === "string" && name !== "" ? `an instance of ${name}` : "an instance of a class";
}

function refuse(path: string, complaint: string): never {
  throw new SerializationError("NOT_SERIALIZABLE", path, complaint);
}
