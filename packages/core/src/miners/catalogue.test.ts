import { describe, expect, it } from "vitest";
import { hasSharedData, sharedCsv } from "../../test/sharedData.ts";
import { MinerError } from "../errors.ts";
import { decimalFromRational } from "../quantity/rational.ts";
import { minerModel, minerModels } from "./catalogue.ts";
import { efficiencyJPerTh } from "./efficiency.ts";
import { parseMinerModelId } from "./ids.ts";

describe("minerModels", () => {
  it("holds sixty machines and more, each once", () => {
    expect(minerModels.length).toBeGreaterThanOrEqual(60);
    expect(new Set(minerModels.map(({ id }) => id)).size).toBe(minerModels.length);
    expect(new Set(minerModels.map(({ name }) => name)).size).toBe(minerModels.length);
  });

  it("states figures, release month and source of every one", () => {
    for (const model of minerModels) {
      expect(parseMinerModelId(model.id)).toBe(model.id);
      expect(model.hashrateThs).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
      expect(model.powerW).toMatch(/^[1-9]\d*(\.\d*[1-9])?$/);
      expect(model.releaseMonth).toMatch(/^20(1[6-9]|2\d)-(0[1-9]|1[0-2])$/);
      // No source may have been left as its letter.
      expect(model.source.split("; ").every((name) => name.length > 3)).toBe(true);
    }
  });

  it("lies within what machines of 2017 to 2026 spend on a terahash", () => {
    for (const model of minerModels) {
      const efficiency = Number(decimalFromRational(efficiencyJPerTh(model), 4));
      expect(efficiency).toBeGreaterThan(9);
      expect(efficiency).toBeLessThan(101);
    }
  });

  it("cannot be changed", () => {
    expect(Object.isFrozen(minerModels) && minerModels.every(Object.isFrozen)).toBe(true);
  });

  it.skipIf(!hasSharedData)("agrees with the collected list in every figure (needs shared data)", () => {
    const canonical = (id: string) => ({ S9_13_5: "S9", M20S_68: "M20S", S19J_PRO_100: "S19J_PRO" })[id] ?? id;
    const listed = sharedCsv("bitcoin/miners.csv").filter(
      ({ confidence }) => confidence !== "none" && confidence !== "low",
    );
    const figures = listed.map((row) => [
      canonical(row["id"] ?? ""),
      row["hashrate_ths"],
      row["power_w"],
      row["release_month"],
    ]);
    expect(figures.length).toBe(68);
    expect(minerModels.map((model) => [model.id, model.hashrateThs, model.powerW, model.releaseMonth])).toEqual(
      figures,
    );
    for (const row of listed) {
      const efficiency = decimalFromRational(efficiencyJPerTh(minerModel(row["id"] ?? "")), 4);
      expect(Math.abs(Number(efficiency) - Number(row["efficiency_j_per_th"]))).toBeLessThan(0.0002);
    }
  });
});

describe("minerModel", () => {
  // The three machines that the predecessor calculated with.
  it.each([
    ["S19J_PRO", "S19J_PRO_100", "100", "3050", "2021-06"],
    ["S9", "S9_13_5", "13.5", "1323", "2017-09"],
    ["M20S", "M20S_68", "68", "3360", "2019-08"],
  ])("finds %s under its own id and that of its batch", (id, batchId, hashrateThs, powerW, releaseMonth) => {
    expect(minerModel(id)).toMatchObject({ id, hashrateThs, powerW, releaseMonth });
    expect(minerModel(batchId)).toBe(minerModel(id));
  });

  it("keeps batches of one name apart", () => {
    expect(["S19J_PRO_96", "S19J_PRO", "S19J_PRO_104"].map((id) => minerModel(id).powerW)).toEqual([
      "2832",
      "3050",
      "3068",
    ]);
  });

  it.each([
    ["s19j pro", "S19J_PRO"],
    ["S19J_PR0", "S19J_PRO"],
    ["m20s", "M20S"],
    ["S21 XP", "S21_XP_270"],
    ["S21-PRO", "S21_PRO_234"],
  ])("asks of %s whether %s was meant", (text, meant) => {
    expect(() => minerModel(text)).toThrow(new RegExp(`got "${text}"\\. Did you mean ${meant}\\b`));
  });

  it.each(["ENIAC", "", "toString", "__proto__", undefined, null, 9])("refuses %s without a guess", (id) => {
    expect(() => minerModel(id as string)).toThrow(MinerError);
    expect(() => minerModel(id as string)).toThrow("List the catalogue");
  });
});
