import { expect, it } from "vitest";
import { createApp, json, type Serializer } from "ostinato/tasks";
import { limitedTransport } from "../transport/limited.ts";
import { stage } from "../task/stage.ts";

/** A serializer that failed on the result or on a link's arguments was asked again each second, without end. */
it("a link whose arguments cannot be read is dropped, once, and told", async () => {
  const { clock } = stage();
  let fails = false;
  const plain = json();
  const serializer: Serializer = {
    ...plain,
    decode: (bytes) => {
      if (fails) throw new TypeError("no such format");
      return plain.decode(bytes);
    },
  };
  const app = createApp({ clock, serializer, transport: limitedTransport({ clock }) });
  const told: string[] = [];
  app.on("error", ({ during }) => told.push(during));
  const note = app.task("note", () => {});
  const task = app.task("t", () => {
    fails = true;
    return "done";
  });
  app.worker().start();
  const result = await task.enqueue({ link: note });
  await clock.runUntil(app.idle());
  expect([await result.state(), told]).toEqual(["SUCCESS", ["link"]]);
});
