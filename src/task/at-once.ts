/** An answer that may be there already. */
export type AtOnce<T> = T | Promise<T>;

/**
 * Goes on with an answer, at once where it is there: a task in memory asks five times, and to wait each time, in a function
 * that can wait, was most of what it cost.
 */
export const after = <T, Next>(answer: AtOnce<T>, goOn: (value: T) => AtOnce<Next>): AtOnce<Next> =>
  answer instanceof Promise ? answer.then(goOn) : goOn(answer);
