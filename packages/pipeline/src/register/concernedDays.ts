import {
  type BmUnit,
  type CurtailmentStore,
  type HeldDay,
  type LedgerStore,
  registerHash,
  type SettlementDate,
  type SummaryStore,
  windIds,
  windUnits,
} from "@windhash/core";

/** A held day that a register makes other than it is. */
export type ConcernedDay = {
  readonly day: HeldDay;
  /** Ids that count as wind now and did not when it was stored: they were bid down in it, or it is not known whether they were. */
  readonly begins: readonly string[];
  /** Ids that do not, and are in some. */
  readonly ceases: readonly string[];
};

/** What is read of the stores. */
export type ConcernedStores = Pick<CurtailmentStore, "days" | "unmappedBids" | "records"> &
  Pick<SummaryStore, "groups"> &
  Pick<LedgerStore, "asOf">;

/**
 * The held days in which other rows are wind by the register than when they were stored. Found from what is stored each time, so
 * that it comes to nothing once every such day is derived again, and goes on where that was interrupted. An imported day is what
 * its file says, whatever the register does.
 *
 * Of a unit that has become wind, the bids are kept while no fuel type was stated for it. Where another one was (OTHER corrected to
 * WIND), they are not: then every day that was stored with a register that said so is concerned, and deriving it again finds out.
 *
 * What cannot be known: the bids of a day that was read from wind units alone, or whose other rows could not be worked out; and, of
 * days that were stored while another command replaced their register, which fuel types it stated. Such days have to be ingested
 * again.
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
  const seen = (await store.unmappedBids(null)).filter(({ bmUnitId }) => isWind(bmUnitId));
  const begins = idsByDate([...seen, ...(await correctedIds(store, held, units))]);
  const ceases = await recordsOfOthers(store, held, isWind);
  return held
    .map((day) => ({ day, begins: idsOf(begins, day), ceases: idsOf(ceases, day) }))
    .filter((concerned) => concerned.begins.length + concerned.ceases.length > 0);
}

type IdOnDate = { readonly settlementDate: SettlementDate; readonly bmUnitId: string };
type IdsByDate = ReadonlyMap<SettlementDate, ReadonlySet<string>>;

/** Of each day the ids that count as wind and had another fuel type in the register that it was stored with. */
async function correctedIds(
  store: ConcernedStores,
  held: readonly HeldDay[],
  units: readonly BmUnit[],
): Promise<readonly IdOnDate[]> {
  const [now, wind] = [registerHash(units), [...windIds(units)]];
  const others = held.filter((day) => day.registerHash !== now).toSorted((a, b) => b.ledgerNo - a.ledgerNo);
  const found: IdOnDate[] = [];
  for (const hash of new Set(others.map((day) => day.registerHash))) {
    const days = others.filter((day) => day.registerHash === hash);
    const then = windUnits(await registerOf(store, hash, [days[0], days.at(-1)]));
    const ids = wind.filter((id) => !then.isWind(id) && !then.isUnmapped(id));
    found.push(...days.flatMap(({ settlementDate }) => ids.map((bmUnitId) => ({ settlementDate, bmUnitId }))));
  }
  return found;
}

/**
 * The register of a hash that days were stored with, as it was at the first of them where it was held. Empty where it was another
 * by the time that they were committed.
 *
 * @param days the latest commit first: a fuel type that was stated once stays stated
 */
async function registerOf(
  store: ConcernedStores,
  hash: string,
  days: readonly (HeldDay | undefined)[],
): Promise<readonly BmUnit[]> {
  for (const day of days) {
    const units = day === undefined ? [] : await store.asOf(day.ledgerNo).bmUnits();
    if (registerHash(units) === hash) return units;
  }
  return [];
}

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
  const others: IdOnDate[] = [];
  for await (const { settlementDate, bmUnitId } of store.records(range))
    if (!isWind(bmUnitId)) others.push({ settlementDate, bmUnitId });
  return idsByDate(others);
}

function idsByDate(rows: readonly IdOnDate[]): IdsByDate {
  const ids = new Map<SettlementDate, Set<string>>();
  for (const { settlementDate, bmUnitId } of rows)
    ids.set(settlementDate, (ids.get(settlementDate) ?? new Set()).add(bmUnitId));
  return ids;
}

function idsOf(ids: IdsByDate, { settlementDate }: HeldDay): readonly string[] {
  return [...(ids.get(settlementDate) ?? [])].toSorted();
}
