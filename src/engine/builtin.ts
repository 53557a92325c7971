import { quietly } from "../core/property.ts";

/**
 * A module of Node.js, where the platform has it. Asked for and not imported: a static import would break whoever bundles for
 * browsers.
 */
export const builtin = <Module>(id: string): Module | undefined =>
  quietly(() =>
    (globalThis as { process?: { getBuiltinModule?: (id: string) => Module } }).process?.getBuiltinModule?.(id),
  );
