import { grouped } from "../curtailment/grouped.ts";
import { compareText } from "../curtailment/order.ts";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { CurtailmentRecord, UnitPeriodKey } from "../curtailment/types.ts";
import { windUnits } from "../curtailment/windUnits.ts";
import type { BitcoinCalculation } from "../mining/types.ts";
import { addTotals, totalsOf } from "./totals.ts";
import type { BitcoinTotal, SummaryGroup, SummaryGrouping } from "./types.ts";

/** The group of rows whose BM unit the register does not know. */
export const UNREGISTERED = "unregistered";

/** Rows that are broken down; all that a range has, or a part of it such as a day. */
export type RowsToGroup = {
  readonly records: readonly CurtailmentRecord[];
  readonly calculations: readonly BitcoinCalculation[];
};

/** Groups of the rows so far, by group. */
export type GroupSums = ReadonlyMap<string, GroupSum>;

/** A group so far, and the row that it has its name from. */
export type GroupSum = { readonly group: SummaryGroup; readonly namedBy: UnitPeriodKey };

/** A breakdown of rows that come in parts, so that not all of them need to be there at once. */
export type RowGrouping = {
  /** The groups so far together with those of more rows, in any order of the parts. Begin with an empty map. */
  readonly add: (sums: GroupSums, rows: RowsToGroup) => GroupSums;
  /** The groups in their order. */
  readonly groups: (sums: GroupSums) => readonly SummaryGroup[];
};

/**
 * Breaks records and calculations down; the groups add up to the whole exactly. Calculations without a record are no less in
 * it: a group of such alone has the totals of no records.
 *
 * A row is of the lead party that its unit had on the settlement date; site and unit are as the register's latest row has them.
 *
 * @param input.units the register; needed for `farm`, `party` and for names
 * @returns by `day` and `period` in their own order, else by net energy, most first, then by group; a group has the name that
 * the register states for the first of its units by id, on the last date of that unit in the group
 */
export function groupRows({
  units,
  by,
  ...rows
}: RowsToGroup & { readonly units: readonly BmUnit[]; readonly by: SummaryGrouping }): readonly SummaryGroup[] {
  const grouping = rowGrouping({ units, by });
  return grouping.groups(grouping.add(new Map(), rows));
}

/** The same for rows that come in parts: adding them one after the other gives what `groupRows` gives of all. */
export function rowGrouping({
  units,
  by,
}: {
  readonly units: readonly BmUnit[];
  readonly by: SummaryGrouping;
}): RowGrouping {
  const label = labeller(by, units);
  const inOrder = by === "period" || by === "day" ? inTheirOrder : mostFirst;
  return {
    add: (sums, rows) => {
      const parts = groupSums(rows, label).map((part) => [part.group.group, part] as const);
      return new Map([...sums, ...parts.map(([group, part]) => [group, addGroup(sums.get(group), part)] as const)]);
    },
    groups: (sums) => [...sums.values()].map(({ group }) => group).toSorted(inOrder),
  };
}

/** What calculations add up to by model, in order of model id. */
export function bitcoinTotals(calculations: readonly BitcoinCalculation[]): readonly BitcoinTotal[] {
  return addBitcoinTotals(
    calculations.map(({ minerModelId, bitcoinMsat }) => ({ minerModelId, calculations: 1, bitcoinMsat })),
  );
}

/** The bitcoin of disjoint sets of calculations together, such as of the tallies of days; in order of model id. */
export function addBitcoinTotals(totals: Iterable<BitcoinTotal>): readonly BitcoinTotal[] {
  const models = grouped(totals, ({ minerModelId }) => minerModelId);
  return [...models]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([minerModelId, parts]) => ({
      minerModelId,
      calculations: parts.reduce((sum, part) => sum + part.calculations, 0),
      bitcoinMsat: parts.reduce((sum, part) => sum + part.bitcoinMsat, 0n),
    }));
}

function groupSums({ records, calculations }: RowsToGroup, label: Labeller): readonly GroupSum[] {
  const all = grouped<string, UnitPeriodKey>([...records, ...calculations], (row) => label(row).group);
  const recordsOf = grouped(records, (record) => label(record).group);
  const calculationsOf = grouped(calculations, (calculation) => label(calculation).group);
  return [...all].map(([group, rows]) => {
    const namedBy = rows.reduce((first, row) => (namesBefore(row, first) ? row : first));
    const totals = totalsOf(recordsOf.get(group) ?? []);
    const bitcoin = bitcoinTotals(calculationsOf.get(group) ?? []);
    return { group: { ...label(namedBy), totals, bitcoin }, namedBy };
  });
}

function addGroup(held: GroupSum | undefined, part: GroupSum): GroupSum {
  if (held === undefined) return part;
  const { namedBy, group: named } = namesBefore(part.namedBy, held.namedBy) ? part : held;
  const totals = addTotals(held.group.totals, part.group.totals);
  const bitcoin = addBitcoinTotals([...held.group.bitcoin, ...part.group.bitcoin]);
  return { group: { group: named.group, name: named.name, totals, bitcoin }, namedBy };
}

/** The first unit by id; of one unit the last date, as its party may have another name by then. */
function namesBefore(a: UnitPeriodKey, b: UnitPeriodKey): boolean {
  return (compareText(a.bmUnitId, b.bmUnitId) || compareText(b.settlementDate, a.settlementDate)) < 0;
}

type Labeller = (row: UnitPeriodKey) => Pick<SummaryGroup, "group" | "name">;

function labeller(by: SummaryGrouping, units: readonly BmUnit[]): Labeller {
  if (by === "day") return (row) => ({ group: row.settlementDate, name: null });
  if (by === "period") return (row) => ({ group: String(row.settlementPeriod), name: null });
  const register = windUnits(units);
  if (by === "unit") return (row) => ({ group: row.bmUnitId, name: register.unit(row.bmUnitId)?.name ?? null });
  if (by === "farm") return (row) => ({ group: register.unit(row.bmUnitId)?.farmId ?? UNREGISTERED, name: null });
  return ({ bmUnitId, settlementDate }) => {
    const unit = register.unit(bmUnitId, settlementDate);
    return { group: unit?.leadPartyId ?? UNREGISTERED, name: unit?.leadPartyName ?? null };
  };
}

function inTheirOrder(a: SummaryGroup, b: SummaryGroup): number {
  return a.group.length - b.group.length || compareText(a.group, b.group);
}

function mostFirst(a: SummaryGroup, b: SummaryGroup): number {
  return b.totals.netWh - a.totals.netWh || compareText(a.group, b.group);
}
