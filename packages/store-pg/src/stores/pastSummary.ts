import {
  addBitcoinTotals,
  addTotals,
  type BitcoinTotal,
  type CalculationTally,
  type GroupSums,
  NO_RECORDS,
  type PastStores,
  rowGrouping,
  type SettlementDate,
  type SettlementDateRange,
  type SummaryGroup,
  type SummaryGrouping,
  totalsOf,
} from "@windhash/core";

/** What summaries of the past are made from. */
type PastRows = Omit<PastStores, "total" | "groups">;

/** Totals of the days that were held, a day at a time; bitcoin is what the tallies told. */
export async function pastTotal(past: PastRows, range: SettlementDateRange): Promise<SummaryGroup> {
  let totals = NO_RECORDS;
  for (const { settlementDate } of await past.days(range))
    totals = addTotals(totals, totalsOf(await past.recordsOfDay(settlementDate)));
  const group = range.from === range.to ? range.from : `${range.from}/${range.to}`;
  return { group, name: null, totals, bitcoin: addBitcoinTotals((await past.calculationTallies(range)).map(told)) };
}

/** The breakdown by core's own functions, a day at a time. */
export async function pastGroups(
  past: PastRows,
  range: SettlementDateRange,
  by: SummaryGrouping,
): Promise<readonly SummaryGroup[]> {
  const tallies = await talliesByDate(past, range);
  const held = (await past.days(range)).map(({ settlementDate }) => settlementDate);
  const dates = [...new Set([...held, ...tallies.keys()])].toSorted();
  if (by === "day") return groupsByDay(past, dates, tallies);
  const grouping = rowGrouping({ units: await past.bmUnits(), by });
  let sums: GroupSums = new Map();
  for (const date of dates) {
    const records = await past.recordsOfDay(date);
    const calculations = tallies.has(date) ? await past.calculationsOfDay(date) : [];
    sums = grouping.add(sums, { records, calculations });
  }
  return grouping.groups(sums);
}

type DayTallies = ReadonlyMap<SettlementDate, readonly CalculationTally[]>;

async function talliesByDate(past: PastRows, range: SettlementDateRange): Promise<DayTallies> {
  const byDate = new Map<SettlementDate, CalculationTally[]>();
  for (const tally of await past.calculationTallies(range))
    byDate.set(tally.settlementDate, [...(byDate.get(tally.settlementDate) ?? []), tally]);
  return byDate;
}

/** Of days alone the tallies say all that there is to say of bitcoin. */
async function groupsByDay(
  past: PastRows,
  dates: readonly SettlementDate[],
  tallies: DayTallies,
): Promise<readonly SummaryGroup[]> {
  const groups: SummaryGroup[] = [];
  for (const date of dates) {
    const totals = totalsOf(await past.recordsOfDay(date));
    const bitcoin = addBitcoinTotals((tallies.get(date) ?? []).map(told));
    if (totals.records > 0 || bitcoin.length > 0) groups.push({ group: date, name: null, totals, bitcoin });
  }
  return groups;
}

function told({ minerModelId, calculations, bitcoinMsat }: CalculationTally): BitcoinTotal {
  return { minerModelId, calculations, bitcoinMsat };
}
