import { retryable } from "ostinato";
import { expectTypeOf } from "vitest";

class Inventory {
  @retryable({ attempts: 3, retryResult: (left: number) => left < 0 })
  async stock(sku: string, exact?: boolean): Promise<number> {
    return exact ? sku.length : 0;
  }

  @retryable()
  async first<Item>(items: readonly Item[]): Promise<Item | undefined> {
    return items[0];
  }

  // @ts-expect-error -- retryResult wants a number, the method gives text
  @retryable({ retryResult: (left: number) => left < 0 })
  async name(): Promise<string> {
    return "here";
  }

  // @ts-expect-error -- only what promises can be retried: the decorated method does
  @retryable({ attempts: 3 })
  count(): number {
    return 3;
  }

  // @ts-expect-error -- not a method
  @retryable({ attempts: 3 })
  limit = 3;

  @retryable({ attempts: 3 })
  static async open(this: typeof Inventory): Promise<boolean> {
    return true;
  }
}

// The very types of the methods stay.
expectTypeOf<Inventory["stock"]>().toEqualTypeOf<(sku: string, exact?: boolean) => Promise<number>>();
expectTypeOf(new Inventory().first(["a"])).toEqualTypeOf<Promise<string | undefined>>();

// By hand, too.
const stock = retryable({ attempts: 3 })(async (sku: string) => sku.length);
expectTypeOf(stock).toEqualTypeOf<(sku: string) => Promise<number>>();
retryable({ retryResult: (left: number | string) => left === 0 })(async () => 3);
// @ts-expect-error -- retryResult wants a number, the function gives text
retryable({ retryResult: (left: number) => left < 0 })(async () => "here");
// @ts-expect-error -- no such option
retryable({ retries: 3 });
