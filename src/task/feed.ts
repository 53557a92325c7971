/** What is pushed here comes out there, in order. */
export interface Feed<T> {
  /** @param last whether nothing follows */
  readonly push: (value: T, last: boolean) => void;
  readonly iterator: AsyncIterator<T, undefined>;
}

/**
 * A push side and a pull side, and no generator between them: a generator that waits for its next value cannot be left.
 *
 * @param release called once, when it has ended or whoever read it has left
 */
export function feed<T>(release: () => void): Feed<T> {
  const values: T[] = [];
  const waiting: ((result: IteratorResult<T, undefined>) => void)[] = [];
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    release();
  };
  const leave = (): void => {
    end();
    for (const resolve of waiting.splice(0)) resolve({ done: true, value: undefined });
  };
  return {
    push: (value, last) => {
      if (over) return;
      const next = waiting.shift();
      if (next === undefined) values.push(value);
      else next({ done: false, value });
      if (last) leave();
    },
    iterator: {
      next: () => {
        if (values.length > 0) return Promise.resolve({ done: false, value: values.shift()! });
        if (over) return Promise.resolve({ done: true, value: undefined });
        return new Promise((resolve) => waiting.push(resolve));
      },
      return: () => {
        values.length = 0;
        leave();
        return Promise.resolve({ done: true, value: undefined });
      },
    },
  };
}
