import { chanceOf, wholeNumber } from "./chance.ts";

/** A BM unit of the made-up world. */
export type WorldUnit = {
  readonly nationalGridId: string;
  /** Null where Elexon has named none: rows then carry the National Grid id alone. */
  readonly elexonId: string | null;
  readonly fuelType: string | null;
  /** What is true of it, whatever the register says. */
  readonly isWind: boolean;
  readonly capacityMw: number;
  /** Depth of its first pair below the notification; null: it has one pair. */
  readonly firstBandMw: number | null;
  /** False: it submits no bid-offer data, so its prices are unknown. */
  readonly isPriced: boolean;
  /** Slots of half-hours in which it gets acceptances begin so many half-hours late. */
  readonly phase: number;
};

/** How many units there are of each sort. */
export type UnitCounts = { readonly wind: number; readonly other: number };

/**
 * Wind units and others. The first few are the odd ones that real registers hold: a wind unit that Elexon has not named, one of no
 * stated fuel type that is known to be wind, one without prices, one whose ids do not resemble each other; and one of unknown fuel.
 */
export function worldUnits(seed: number, { wind, other }: UnitCounts): readonly WorldUnit[] {
  const windUnits = Array.from({ length: wind }, (_, index) => unitOf(seed, `WND${index}`, true));
  const others = Array.from({ length: other }, (_, index) => unitOf(seed, `CCG${index}`, false));
  return [
    ...windUnits.map((unit, index) => ({ ...unit, ...ODD_WIND[index] })),
    ...others.map((unit, index) => (index === 0 ? { ...unit, fuelType: null } : unit)),
  ];
}

/** Goole Fields counts as wind though its fuel type is null (register of November 2025). */
const ODD_WIND: readonly Partial<WorldUnit>[] = [
  { elexonId: null },
  { nationalGridId: "GFLDW-1", elexonId: "T_GFLDW-1", fuelType: null },
  { isPriced: false, firstBandMw: null },
  { elexonId: "2__PWRLD001" },
];

function unitOf(seed: number, name: string, isWind: boolean): WorldUnit {
  const chance = chanceOf(seed, "unit", name);
  const capacityMw = wholeNumber(chance, 40, 400);
  return {
    nationalGridId: `${name}-1`,
    elexonId: `${chance() < 0.8 ? "T" : "E"}_${name}-1`,
    fuelType: isWind ? "WIND" : "CCGT",
    isWind,
    capacityMw,
    firstBandMw: chance() < 0.4 ? wholeNumber(chance, 5, 30) : null,
    isPriced: true,
    phase: wholeNumber(chance, 0, 11),
  };
}
