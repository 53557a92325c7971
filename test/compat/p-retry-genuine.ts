import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type * as PRetry from "p-retry";
import { peerOf } from "../../src/compat/p-retry-peer.ts";
import type { Edition, Peer } from "../../src/compat/p-retry-peer.ts";
import { type Input, retried } from "../../src/compat/p-retry-loop.ts";
import type { PRetryOptions } from "../../src/compat/p-retry-settings.ts";

/** `P_RETRY=<a folder with a package p-retry in it>` puts another release in the place of the installed one. */
const folder = process.env["P_RETRY"];

/** The genuine p-retry that ours is held against. */
export const genuine = (await import(
  folder === undefined ? "p-retry" : pathToFileURL(resolve(folder, "index.js")).href
)) as typeof PRetry;

/** What ours knows of it. */
export const peer: Peer = peerOf(genuine.default, genuine.AbortError);

export const EDITIONS: readonly Edition[] = [7, 8, 9];

/** A function with the face of `pRetry`. */
export type Verb = <T>(input: Input<T>, options?: PRetryOptions) => Promise<T>;

/** Ours as one of the editions, whichever is installed. */
export const ours =
  (edition: Edition = peer.edition): Verb =>
  (input, options) =>
    retried({ ...peer, edition }, input, options);
