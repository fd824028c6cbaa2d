import { StoreError } from "@windhash/core";
import { expect, it } from "vitest";
import { withStoreErrors } from "./postgresErrors.ts";

it.each<[string, unknown, RegExp]>([
  ["an error", new Error("no room"), /^db could not do what it was asked: no room\.$/],
  ["what is thrown without being one", { name: "ErrnoError", message: "no room" }, /asked: no room\.$/],
  ["a text", "no room", /asked: no room\.$/],
])("tells the message of %s", async (_, thrown, message) => {
  const failed = withStoreErrors("db", () => {
    throw thrown;
  });
  await expect(failed).rejects.toThrow(StoreError);
  await expect(failed).rejects.toThrow(message);
});
