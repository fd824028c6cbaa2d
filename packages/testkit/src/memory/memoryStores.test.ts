import type { Stores } from "@windhash/core";
import { storesContract } from "../contracts/subject.ts";
import { memoryStores } from "./memoryStores.ts";

storesContract("stores in memory", async () => {
  let current = memoryStores();
  const stores = new Proxy({} as Stores, { get: (_, name: keyof Stores) => current[name] });
  return {
    stores,
    async clear() {
      current = memoryStores();
    },
    async close() {},
  };
});
