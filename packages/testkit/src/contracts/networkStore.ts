import { makeNetworkHistory, type NetworkStore, StoreError } from "@windhash/core";
import { describe, expect, it } from "vitest";
import type { Subject } from "./plain.ts";

/** Heights, times and bits that consensus could have given; the genesis block's are the real ones (2009-01-03T18:15:05Z). */
const GENESIS = { height: 0, startsAt: 1_231_006_505, bits: 0x1d00ffff };
const SECOND = { height: 2016, startsAt: 1_233_061_996, bits: 0x1d00ffff };
const THIRD = { height: 4032, startsAt: 1_234_466_190, bits: 0x1d00d86a };
const history = (knownUntil: number, ...epochs: readonly (typeof GENESIS)[]) =>
  makeNetworkHistory({ epochs, halvings: [], knownUntil });

/** The contract of `NetworkStore`. */
export function networkStoreContract({ stores }: Subject<NetworkStore>): void {
  describe("NetworkStore", () => {
    const short = history(1_234_000_000, GENESIS, SECOND);
    const long = history(1_235_000_000, GENESIS, SECOND, THIRD);

    it("holds no history at first", async () => {
      expect(await stores().loadHistory()).toBeNull();
    });

    it("gives a history back with its digest, also after it was saved twice", async () => {
      await stores().saveHistory(short, "test");
      await stores().saveHistory(short, "test");
      expect(await stores().loadHistory()).toEqual(short);
    });

    it("takes a longer history that begins with the stored one", async () => {
      await stores().saveHistory(short, "test");
      await stores().saveHistory(history(1_234_100_000, GENESIS, SECOND), "test");
      await stores().saveHistory(long, "test");
      expect(await stores().loadHistory()).toEqual(long);
    });

    it.each([
      ["a shorter one", history(1_235_000_000, GENESIS, SECOND)],
      ["one that ends earlier", history(1_234_900_000, GENESIS, SECOND, THIRD)],
      ["one with another time", history(1_235_000_000, GENESIS, { ...SECOND, startsAt: 1_233_061_997 }, THIRD)],
      ["one with another difficulty", history(1_235_000_000, GENESIS, SECOND, { ...THIRD, bits: 0x1d00d86b })],
    ])("refuses %s, and keeps what it has", async (_, other) => {
      await stores().saveHistory(long, "test");
      await expect(stores().saveHistory(other, "test")).rejects.toThrow(StoreError);
      expect(await stores().loadHistory()).toEqual(long);
    });
  });
}
