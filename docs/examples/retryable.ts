import { fixed, retryable } from "ostinato";

class Inventory {
  #calls = 0;

  @retryable({ attempts: 3, schedule: fixed("5ms") })
  async stock(sku: string): Promise<number> {
    if (++this.#calls < 3) throw new Error("busy");
    return sku.length + this.#calls;
  }
}

console.log(await new Inventory().stock("A-1"));
