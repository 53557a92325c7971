/** The errors that nobody caught while something ran; no listener of the test runner hears them. */
export async function uncaught(run: () => Promise<unknown>): Promise<readonly unknown[]> {
  const heard: unknown[] = [];
  const listener = (error: unknown): void => void heard.push(error);
  const others = process.rawListeners("uncaughtException");
  process.removeAllListeners("uncaughtException").on("uncaughtException", listener);
  try {
    await run();
  } finally {
    process.removeListener("uncaughtException", listener);
    for (const other of others) process.on("uncaughtException", other as never);
  }
  return heard;
}
