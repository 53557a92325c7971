import { cap, equalJitter, exponential, onError, type Policy, policy, schedule } from "ostinato";

/** What snippets use without declaring it: the reader's own world, in its smallest form. */
export interface User {
  readonly name: string;
}

export const loadUser = async (id: number): Promise<User> => ({ name: `Ada ${id}` });
export const save = async (): Promise<string> => "saved";

export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly response: Response;
  readonly status: number;

  constructor(response: Response) {
    super(`HTTP ${response.status}`);
    this.response = response;
    this.status = response.status;
  }
}

/** No snippet calls a server. */
export const fetch = async (_url: string, _init?: RequestInit): Promise<Response> => new Response("hello");

export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  readonly code: string;

  constructor(code: string) {
    super(`database error ${code}`);
    this.code = code;
  }
}

interface Transaction {
  transfer(from: string, to: string, amount: number): Promise<void>;
}

export const db = {
  find: async (name: string): Promise<User | undefined> => ({ name }),
  transaction: async (work: (tx: Transaction) => Promise<void>): Promise<void> => work({ transfer: async () => {} }),
};

export const deadlock: DatabaseError = new DatabaseError("40P01");
export const onDeadlock: Policy = policy({
  attempts: 8,
  schedule: schedule(exponential("10ms"), cap("1s"), equalJitter),
  retryIf: onError(DatabaseError, (error) => error.code === "40P01"),
});

interface Limits {
  readonly signal: AbortSignal;
  readonly timeout?: number;
}

export const prices = { quote: async (_symbol: string, _limits: Limits): Promise<number> => 101.5 };
export const jobs = {
  status: async (_id: string): Promise<{ readonly state: "running" | "done" }> => ({ state: "done" }),
};

export const file: Blob = new Blob(["contents"]);
export const upload = async (_file: Blob, _limits: Limits): Promise<void> => {};
export const cancelButton: EventTarget = new EventTarget();

export const spinner = { visible: false };

/** Fails at its first call and at every second one after it, and turns the spinner while it is not through. */
export async function flakySave(): Promise<string> {
  spinner.visible = !spinner.visible;
  if (spinner.visible) throw new Error("busy");
  return "saved";
}
