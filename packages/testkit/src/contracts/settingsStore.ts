import { DEFAULT_BASIS, type MinerModel, parseMinerModelId, type SettingsStore } from "@windhash/core";
import { describe, expect, it } from "vitest";
import type { Subject } from "./plain.ts";

const NOON = { committedAt: 1_700_000_000 };

const model = (id: string, rest: Partial<MinerModel> = {}): MinerModel => ({
  id: parseMinerModelId(id),
  name: `Miner ${id}`,
  hashrateThs: "13.5",
  powerW: "1323",
  releaseMonth: "2017-09",
  source: "a name plate",
  ...rest,
});

/** The contract of `SettingsStore`. */
export function settingsStoreContract({ stores }: Subject<SettingsStore>): void {
  describe("SettingsStore", () => {
    const two = { models: [model("S9"), model("S19J_PRO", { releaseMonth: null })], basis: DEFAULT_BASIS };

    it("says nothing before anything was chosen", async () => {
      expect(await stores().settings()).toBeNull();
    });

    it("gives the chosen models in order of id, and the basis to the digit", async () => {
      const basis = { ...DEFAULT_BASIS, machines: "whole" as const, uptime: "0.985", pue: "1.05" };
      await stores().saveSettings({ models: two.models, basis }, NOON);
      await stores().saveSettings({ models: two.models, basis }, NOON);
      expect(await stores().settings()).toEqual({ models: [two.models[1], two.models[0]], basis });
    });

    it("replaces models and basis by what is chosen later", async () => {
      await stores().saveSettings(two, NOON);
      const later = {
        models: [model("S9", { powerW: "1350" }), model("M20S")],
        basis: { ...DEFAULT_BASIS, poolFee: "0.02" },
      };
      await stores().saveSettings(later, NOON);
      expect(await stores().settings()).toEqual({ ...later, models: [later.models[1], later.models[0]] });
      await stores().saveSettings({ ...later, models: [] }, NOON);
      expect(await stores().settings()).toEqual({ ...later, models: [] });
    });
  });
}
