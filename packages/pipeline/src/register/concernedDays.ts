import {
  type BmUnit,
  type CurtailmentStore,
  type HeldDay,
  type SettlementDate,
  type SummaryStore,
  windUnits,
} from "@windhash/core";

/** A held day that a register makes other than it is. */
export type ConcernedDay = {
  readonly day: HeldDay;
  /** Ids that count as wind now and are in none of its records. */
  readonly begins: readonly string[];
  /** Ids that do not, and are in some. */
  readonly ceases: readonly string[];
};

/** What is read of the stores. */
export type ConcernedStores = Pick<CurtailmentStore, "days" | "unmappedBids" | "records"> &
  Pick<SummaryStore, "groups">;

/**
 * The held days in which other rows are wind by the register than when they were stored. Found from what is stored each time, so
 * that it comes to nothing once every such day is derived again. An imported day is what its file says, whatever the register does.
 *
 * @param units the whole register
 * @returns in order of date
 */
export async function concernedDays(
  store: ConcernedStores,
  units: readonly BmUnit[],
): Promise<readonly ConcernedDay[]> {
  const { isWind } = windUnits(units);
  const held = (await store.days(null)).filter(({ method }) => method !== "import");
  const begins = idsByDate((await store.unmappedBids(null)).filter(({ bmUnitId }) => isWind(bmUnitId)));
  const ceases = await recordsOfOthers(store, held, isWind);
  return held
    .map((day) => ({ day, begins: idsOf(begins, day), ceases: idsOf(ceases, day) }))
    .filter((concerned) => concerned.begins.length + concerned.ceases.length > 0);
}

type IdsByDate = ReadonlyMap<SettlementDate, ReadonlySet<string>>;

/** The sums by unit tell at once, as a rule, that there are none: only then is every record read. */
async function recordsOfOthers(
  store: ConcernedStores,
  held: readonly HeldDay[],
  isWind: (id: string) => boolean,
): Promise<IdsByDate> {
  const [first, last] = [held[0], held.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const range = { from: first.settlementDate, to: last.settlementDate };
  const groups = await store.groups(range, "unit");
  if (groups.every(({ group }) => isWind(group))) return new Map();
  const others: { readonly settlementDate: SettlementDate; readonly bmUnitId: string }[] = [];
  for await (const { settlementDate, bmUnitId } of store.records(range))
    if (!isWind(bmUnitId)) others.push({ settlementDate, bmUnitId });
  return idsByDate(others);
}

function idsByDate(rows: readonly { readonly settlementDate: SettlementDate; readonly bmUnitId: string }[]): IdsByDate {
  const ids = new Map<SettlementDate, Set<string>>();
  for (const { settlementDate, bmUnitId } of rows)
    ids.set(settlementDate, (ids.get(settlementDate) ?? new Set()).add(bmUnitId));
  return ids;
}

function idsOf(ids: IdsByDate, { settlementDate }: HeldDay): readonly string[] {
  return [...(ids.get(settlementDate) ?? [])].toSorted();
}
