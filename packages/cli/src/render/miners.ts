import { decimalFromRational, efficiencyJPerTh, type MinerModel } from "@windhash/core";
import type { Json } from "../result.ts";
import type { Look } from "./look.ts";
import { decimalShown, grouped, plural } from "./numbers.ts";
import { table } from "./table.ts";

/** The catalogue for people. */
export function minersText(look: Look, models: readonly MinerModel[]): string[] {
  const rows = models.map((model) => [
    model.id,
    model.name,
    grouped(model.hashrateThs),
    grouped(model.powerW),
    decimalFromRational(efficiencyJPerTh(model), 1),
    model.releaseMonth ?? "",
  ]);
  const lines = table(
    look,
    [
      { heading: "model", align: "left" },
      { heading: "name", align: "left" },
      { heading: "TH/s", align: "right" },
      { heading: "W", align: "right" },
      { heading: "J/TH", align: "right" },
      { heading: "first delivered", align: "left" },
    ],
    rows,
  );
  return [...lines, "", `${plural(models.length, "machine")}. The sources of the figures: windhash miners --json`];
}

/** A machine as JSON. */
export function minerDocument(model: MinerModel): { readonly [key: string]: Json } {
  const { id, name, hashrateThs, powerW, releaseMonth, source } = model;
  return {
    id,
    name,
    hashrateThs,
    powerW,
    efficiencyJPerTh: decimalShown(efficiencyJPerTh(model), 6),
    releaseMonth,
    source,
  };
}
