import {
  type AcceptedVolume,
  bmUnitIdOf,
  type ComparedMethod,
  compareVolumes,
  type CurtailmentMethod,
  type CurtailmentStore,
  type HeldPeriod,
  heldPeriod,
  publishedStepMwh,
  type SettlementDate,
  type SourceMethod,
  type WindUnits,
} from "@windhash/core";
import { readAcceptanceVolumes } from "../ingest/readAcceptanceVolumes.ts";
import type { DayQuery, DayReading } from "../ingest/reading.ts";
import { readStack } from "../ingest/readStack.ts";
import { readPlanned } from "./readPlanned.ts";

/** What can be compared: a method that reads the source, or what the database holds. */
export type ComparedName = SourceMethod | "stored";

/** A day as one of the two tells it. */
export type MethodDay = {
  readonly compared: ComparedMethod;
  /** Every period, with whether it is complete. */
  readonly periods: readonly HeldPeriod[];
  /** Of what the database holds, the method that it was read by; null for what was read now. */
  readonly storedMethod: CurtailmentMethod | null;
};

/** What reading takes. The store is asked for `stored` alone. */
export type MethodQuery = DayQuery & { readonly store: Pick<CurtailmentStore, "days" | "volumesOfDay"> | null };

/**
 * Reads a day by one method, its units under the ids that the register gives them now.
 *
 * @returns null when the day is to be taken from the store, which does not hold it
 * @throws {SourceError} and its kin, as the readers do
 */
export async function readMethod(name: ComparedName, query: MethodQuery): Promise<MethodDay | null> {
  const { wind } = query;
  if (name === "stored") return readStored(query);
  if (name === "pn") {
    const { reading, names, isPlanned } = await readPlanned(query);
    return methodDay(query, reading, { knows: (id) => wind.isWind(id) && names(id), isPlanned });
  }
  const reading = await (name === "stack" ? readStack(query) : readAcceptanceVolumes(query));
  return methodDay(query, reading, { knows: wind.isWind, isPlanned: () => true });
}

function methodDay(
  { settlementDate, wind }: MethodQuery,
  { evidence, fetchedAt, volumes }: DayReading,
  given: Pick<ComparedMethod, "knows" | "isPlanned">,
): MethodDay {
  const periods = evidence.map((period) => heldPeriod({ settlementDate, ...period, fetchedAt, curtailed: true }));
  const compared = { ...given, volumes: underRegisterIds(volumes, wind, settlementDate), stepMwh: null };
  return { compared, periods, storedMethod: null };
}

async function readStored({ settlementDate, store, wind }: MethodQuery): Promise<MethodDay | null> {
  const [held] = (await store?.days({ from: settlementDate, to: settlementDate })) ?? [];
  if (store === null || held === undefined) return null;
  const volumes = await store.volumesOfDay(settlementDate);
  const compared = {
    volumes: underRegisterIds(volumes, wind, settlementDate),
    knows: (id: string) => wind.unit(id) !== null,
    isPlanned: () => true,
    stepMwh: held.method === "import" ? publishedStepMwh(volumes) : null,
  };
  return { compared, periods: held.periods, storedMethod: held.method };
}

/** Two sources may name a unit by either of its ids. Where volumes of one unit come together so, they are numbered anew. */
function underRegisterIds(
  volumes: readonly AcceptedVolume[],
  wind: WindUnits,
  on: SettlementDate,
): readonly AcceptedVolume[] {
  const counts = new Map<string, number>();
  const renamed = volumes.map((volume) => {
    const unit = wind.unit(volume.bmUnitId, on);
    return unit === null ? volume : { ...volume, bmUnitId: bmUnitIdOf(unit) };
  });
  return renamed.toSorted(compareVolumes).map((volume) => {
    const { settlementPeriod, bmUnitId, side, acceptanceId, bidOfferPairId } = volume;
    const identity = `${settlementPeriod} ${bmUnitId} ${side} ${acceptanceId} ${bidOfferPairId}`;
    const ordinal = counts.get(identity) ?? 0;
    counts.set(identity, ordinal + 1);
    return { ...volume, ordinal };
  });
}
