import { NotationError, parseSchedule, type Schedule } from "ostinato/schedule";

/** Why a notation cannot be read, and where. */
export interface Complaint {
  readonly message: string;
  /** Where the word begins that cannot be read, from 0; undefined where it is the text as a whole. */
  readonly position: number | undefined;
  readonly length: number;
}

/** What a text means: a schedule, or a complaint. */
export type Reading =
  | { readonly schedule: Schedule; readonly complaint?: undefined }
  | { readonly complaint: Complaint; readonly schedule?: undefined };

export function reading(text: string): Reading {
  try {
    return { schedule: parseSchedule(text) };
  } catch (error) {
    const lines = (error as Error).message.split("\n");
    const pointer = lines.at(-1)!.trim();
    const complaint =
      error instanceof NotationError
        ? { message: lines[0]!, position: error.position, length: pointer.length }
        : { message: lines[0]!, position: undefined, length: 0 };
    return { complaint };
  }
}
