// A method: a standard decorator, no flags.
import { retryable } from "ostinato";

class Inventory {
  #calls = 0;

  @retryable({ attempts: 3 })
  async stock(sku: string): Promise<string> {
    this.#calls += 1;
    if (this.#calls < 3) throw new Error("busy");
    return `${sku}: 6 left`;
  }
}

console.log(await new Inventory().stock("A-1")); // => A-1: 6 left
