import { grouped } from "../curtailment/grouped.ts";
import { compareText } from "../curtailment/order.ts";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { CurtailmentRecord, UnitPeriodKey } from "../curtailment/types.ts";
import { windUnits } from "../curtailment/windUnits.ts";
import type { BitcoinCalculation } from "../mining/types.ts";
import { totalsOf } from "./totals.ts";
import type { BitcoinTotal, SummaryGroup, SummaryGrouping } from "./types.ts";

/** The group of rows whose BM unit the register does not know. */
export const UNREGISTERED = "unregistered";

/**
 * Breaks records and calculations down; the groups add up to the whole exactly. Calculations without a record are no less in
 * it: a group of such alone has the totals of no records.
 *
 * @param input.units the register; needed for `farm`, `party` and for names
 * @returns by `day` and `period` in their own order, else by net energy, most first, then by group; a group has the name that
 * the register states for the first of its units by id
 */
export function groupRows(input: {
  readonly records: readonly CurtailmentRecord[];
  readonly calculations: readonly BitcoinCalculation[];
  readonly units: readonly BmUnit[];
  readonly by: SummaryGrouping;
}): readonly SummaryGroup[] {
  const label = labeller(input.by, input.units);
  const rows = grouped<string, UnitPeriodKey>([...input.records, ...input.calculations], (row) => label(row).group);
  const records = grouped(input.records, (record) => label(record).group);
  const calculations = grouped(input.calculations, (calculation) => label(calculation).group);
  const groups = [...rows].map(([group, all]) => ({
    ...label(all.reduce((first, row) => (compareText(row.bmUnitId, first.bmUnitId) < 0 ? row : first))),
    totals: totalsOf(records.get(group) ?? []),
    bitcoin: bitcoinTotals(calculations.get(group) ?? []),
  }));
  return groups.toSorted(input.by === "period" || input.by === "day" ? inTheirOrder : mostFirst);
}

/** What calculations add up to by model, in order of model id. */
export function bitcoinTotals(calculations: readonly BitcoinCalculation[]): readonly BitcoinTotal[] {
  const models = grouped(calculations, ({ minerModelId }) => minerModelId);
  return [...models]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([minerModelId, rows]) => ({
      minerModelId,
      calculations: rows.length,
      bitcoinMsat: rows.reduce((sum, row) => sum + row.bitcoinMsat, 0n),
    }));
}

type Label = Pick<SummaryGroup, "group" | "name">;

function labeller(by: SummaryGrouping, units: readonly BmUnit[]): (row: UnitPeriodKey) => Label {
  if (by === "day") return (row) => ({ group: row.settlementDate, name: null });
  if (by === "period") return (row) => ({ group: String(row.settlementPeriod), name: null });
  const register = windUnits(units);
  if (by === "unit") return (row) => ({ group: row.bmUnitId, name: register.unit(row.bmUnitId)?.name ?? null });
  if (by === "farm") return (row) => ({ group: register.unit(row.bmUnitId)?.farmId ?? UNREGISTERED, name: null });
  return (row) => {
    const unit = register.unit(row.bmUnitId);
    return { group: unit?.leadPartyId ?? UNREGISTERED, name: unit?.leadPartyName ?? null };
  };
}

function inTheirOrder(a: SummaryGroup, b: SummaryGroup): number {
  return a.group.length - b.group.length || compareText(a.group, b.group);
}

function mostFirst(a: SummaryGroup, b: SummaryGroup): number {
  return b.totals.netWh - a.totals.netWh || compareText(a.group, b.group);
}
