/**
 * Writes the bundled day, data/day-2022-01-01.txt, from an extract of raw rows (pn, boalf and bod as compressed NDJSON):
 *
 *     node --conditions=windhash-source --import tsx packages/elexon/scripts/bundleDay.ts <folder of the extract>
 */
import { writeFile } from "node:fs/promises";
import {
  type BalancingSource,
  type BmUnit,
  type BmUnitId,
  bmUnitIdOf,
  parseSettlementDate,
  settlementDay,
} from "@windhash/core";
import type { BundledDay } from "../src/bundle/format.ts";
import { bundledDayUrl } from "../src/bundledDayUrl.ts";
import { ndjsonSource } from "../src/extract/ndjsonSource.ts";
import { registerSnapshot } from "../src/register/registerSnapshot.ts";
import { encodeDay } from "./encodeDay.ts";

const REMARKS = [
  "Contains BMRS data © Elexon Limited copyright and database right.",
  "Levels (PN), acceptances (BOALF) and bid-offer pairs (BOD) of the wind units that were accepted on 2022-01-01, as figures;",
  "source: Elexon Insights API, datasets PN, BOALF and BOD. Units as /reference/bmunits/all stated them in November 2025.",
  "Whole: every row of the extract for the units named; the extract's publisher states it complete for every wind BM unit of 2022-01-01.",
  "The day begins at 00:00: acceptances that began on the evening before are absent. Acceptances that begin on it are whole.",
  "The format is described in src/bundle/format.ts.",
];

/** The accepted wind units of one day. */
async function dayOf(source: BalancingSource, date: string): Promise<BundledDay> {
  const settlementDate = parseSettlementDate(date);
  const covers = settlementDay(settlementDate);
  const { rows: acceptances } = await source.acceptances(covers);
  const { rows: notifications } = await source.notifications(covers);
  const bidOffers = (await source.bidOffers(covers))?.rows ?? [];
  const ids = new Set(acceptances.map(({ bmUnitId }) => bmUnitId));
  const isAccepted = ({ bmUnitId }: { readonly bmUnitId: BmUnitId }) => ids.has(bmUnitId);
  return {
    settlementDate,
    covers,
    units: [...ids].toSorted(byCodeUnit).map(registered),
    notifications: notifications.filter(isAccepted),
    acceptances,
    bidOffers: bidOffers.filter(isAccepted),
  };
}

/** The text of the bundled day, from a source that holds it. */
export async function bundleText(source: BalancingSource): Promise<string> {
  return encodeDay(await dayOf(source, "2022-01-01"), REMARKS);
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function registered(id: string): BmUnit {
  const unit = registerSnapshot.units.find((row) => bmUnitIdOf(row) === id);
  if (unit === undefined) throw new Error(`A unit must be in the register, got ${id}.`);
  return unit;
}

if (process.argv[1]?.endsWith("bundleDay.ts")) {
  const [, , directory] = process.argv;
  if (directory === undefined) throw new Error("Usage: bundleDay.ts <folder of the extract>");
  await writeFile(bundledDayUrl(), await bundleText(ndjsonSource({ directory })));
}
