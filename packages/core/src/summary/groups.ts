import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { CurtailmentRecord } from "../curtailment/types.ts";
import type { BitcoinCalculation } from "../mining/types.ts";
import { totalsOf } from "./totals.ts";
import type { BitcoinTotal, SummaryGroup, SummaryGrouping } from "./types.ts";

/** The group of rows whose BM unit the register does not know. */
export const UNREGISTERED = "unregistered";

/**
 * Breaks records and their calculations down; the groups add up to the whole exactly.
 *
 * @param input.units the register; needed for `farm`, `party` and for names
 * @returns by `day` and `period` in their own order, else by net energy, most first, then by group
 */
export function groupRows(input: {
  readonly records: readonly CurtailmentRecord[];
  readonly calculations: readonly BitcoinCalculation[];
  readonly units: readonly BmUnit[];
  readonly by: SummaryGrouping;
}): readonly SummaryGroup[] {
  const label = labeller(input.by, input.units);
  const records = groupBy(input.records, (record) => label(record).group);
  const calculations = groupBy(input.calculations, (calculation) => label(calculation).group);
  const groups = [...records].map(([group, rows]) => ({
    ...label(rows[0]!),
    totals: totalsOf(rows),
    bitcoin: bitcoinTotals(calculations.get(group) ?? []),
  }));
  return groups.toSorted(input.by === "period" || input.by === "day" ? inTheirOrder : mostFirst);
}

/** What calculations add up to by model, in order of model id. */
export function bitcoinTotals(calculations: readonly BitcoinCalculation[]): readonly BitcoinTotal[] {
  const models = groupBy(calculations, ({ minerModelId }) => minerModelId);
  return [...models.keys()].toSorted().map((minerModelId) => {
    const rows = models.get(minerModelId)!;
    return {
      minerModelId,
      calculations: rows.length,
      bitcoinMsat: rows.reduce((sum, row) => sum + row.bitcoinMsat, 0n),
    };
  });
}

type Row = Pick<CurtailmentRecord, "settlementDate" | "settlementPeriod" | "bmUnitId">;
type Label = Pick<SummaryGroup, "group" | "name">;

function labeller(by: SummaryGrouping, units: readonly BmUnit[]): (row: Row) => Label {
  if (by === "day") return (row) => ({ group: row.settlementDate, name: null });
  if (by === "period") return (row) => ({ group: String(row.settlementPeriod), name: null });
  const register = new Map(units.map((unit) => [unit.elexonId ?? unit.nationalGridId, unit]));
  if (by === "unit") return (row) => ({ group: row.bmUnitId, name: register.get(row.bmUnitId)?.name ?? null });
  if (by === "farm") return (row) => ({ group: register.get(row.bmUnitId)?.farmId ?? UNREGISTERED, name: null });
  return (row) => {
    const unit = register.get(row.bmUnitId);
    return { group: unit?.leadPartyId ?? UNREGISTERED, name: unit?.leadPartyName ?? null };
  };
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function inTheirOrder(a: SummaryGroup, b: SummaryGroup): number {
  return a.group.length - b.group.length || (a.group < b.group ? -1 : 1);
}

function mostFirst(a: SummaryGroup, b: SummaryGroup): number {
  return b.totals.netWh - a.totals.netWh || (a.group < b.group ? -1 : a.group > b.group ? 1 : 0);
}
