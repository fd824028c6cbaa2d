import { type BmUnit, isGone, type RegisteredFarm, type SettlementDate } from "@windhash/core";
import type { Json } from "../result.ts";
import { type Look, styled } from "./look.ts";
import { countText, grouped, plural, UNKNOWN, withoutZeros } from "./numbers.ts";
import { ATTRIBUTION } from "./summary.ts";
import { table } from "./table.ts";

/** Units of a register on a date. */
export type ShownUnits = {
  /** Of the units that were asked for. */
  readonly farms: readonly RegisteredFarm[];
  readonly on: SettlementDate;
  readonly isWind: (id: string) => boolean;
};

const COLUMNS = [
  { heading: "farm", align: "left" },
  { heading: "unit", align: "left" },
  { heading: "Elexon id", align: "left" },
  { heading: "MW", align: "right" },
  { heading: "name", align: "left" },
] as const;

/** So that a line fits into 80 columns. */
const NAME_WIDTH = 34;

/** Units for people: a line for each farm, one for each of its units. */
export function unitsText(look: Look, shown: ShownUnits): string[] {
  const { farms, on } = shown;
  if (farms.length === 0) return ["No unit of the register is so. windhash units --all lists what is not wind, too."];
  const units = farms.flatMap((farm) => farm.units);
  return [
    styled(look, "bold", `${plural(units.length, "unit")} of ${plural(farms.length, "farm")} on ${on}`),
    "",
    ...table(
      look,
      COLUMNS,
      farms.flatMap((farm) => farmRows(farm, shown)),
    ),
    "",
    "MW: declared generation capacity, which is not the nameplate's.",
    ATTRIBUTION,
  ];
}

/** Units as JSON. */
export function unitsDocument({ farms, on, isWind }: ShownUnits): { readonly [key: string]: Json } {
  return {
    on,
    farms: farms.map(({ farmId, capacityMw, unstated, units }) => ({
      farmId,
      generationCapacityMw: capacityMw,
      unitsWithoutCapacity: unstated,
      units: units.map((unit) => ({ ...unit, isWind: isWind(unit.nationalGridId) })),
    })),
    attribution: ATTRIBUTION,
  };
}

/** A text of at most so many characters. */
export function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 3).trimEnd()}...`;
}

/** A farm of one unit is one line. */
function farmRows(farm: RegisteredFarm, { on, isWind }: ShownUnits): readonly (readonly string[])[] {
  const rows = farm.units.map((unit) => unitRow(unit, on, isWind(unit.nationalGridId)));
  const [only] = rows;
  if (only !== undefined && rows.length === 1) return [[farm.farmId, ...only]];
  const parties = [...new Set(farm.units.map(({ leadPartyName }) => leadPartyName ?? ""))].filter(
    (name) => name !== "",
  );
  const capacity = `${capacityShown(farm.capacityMw)}${farm.unstated > 0 && farm.capacityMw !== null ? "+" : ""}`;
  const sum = [farm.farmId, `${countText(rows.length)} units`, "", capacity, shortened(parties.join(", "), NAME_WIDTH)];
  return [sum, ...rows.map((row) => ["", ...row])];
}

function unitRow(unit: BmUnit, on: SettlementDate, isWind: boolean): readonly string[] {
  const { nationalGridId, elexonId, generationCapacityMw, name, fuelType } = unit;
  const marks = [...(isWind ? [] : [fuelType ?? "no fuel type"]), ...(isGone(unit, on) ? ["not listed"] : [])];
  const mark = marks.length === 0 ? "" : ` (${marks.join(", ")})`;
  const shown = `${shortened(name ?? "", NAME_WIDTH - mark.length)}${mark}`.trimStart();
  return [nationalGridId, elexonId ?? "", capacityShown(generationCapacityMw), shown];
}

function capacityShown(capacityMw: string | null): string {
  return capacityMw === null ? UNKNOWN : grouped(withoutZeros(capacityMw));
}
