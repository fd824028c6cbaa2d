import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type BalancingSource,
  type Interval,
  isoFromInstant,
  type SettlementDate,
  settlementDay,
  SourceError,
} from "@windhash/core";
import type { z } from "zod";
import { objectName } from "../archive/objects.ts";
import { beginsIn, touches } from "../client/belonging.ts";
import { acceptanceSegments, bidOfferPairs, levelSegments } from "../sources/levelRows.ts";
import { type NdjsonFile, readNdjson } from "./readNdjson.ts";
import { acceptanceLines, bidOfferLines, notificationLines } from "./schemas.ts";

/** The files of an extract. Bid-offer data may be absent or lie in several files, `bod*.ndjson.gz`. */
export const NOTIFICATIONS_FILE = "pn.ndjson.gz";
/** Acceptance segments (BOALF), a JSON row a line, gzip. */
export const ACCEPTANCES_FILE = "boalf.ndjson.gz";
const BID_OFFERS_FILE = /^bod.*\.ndjson\.gz$/;

/**
 * Whole settlement days in a directory of compressed NDJSON files with the Insights field names: physical notifications,
 * acceptances, and bid-offer data where there is any. It states neither fetch times nor counts,
 * and cannot tell whether it is whole.
 *
 * Each file is read once and kept.
 */
export function ndjsonSource({ directory }: { readonly directory: string }): BalancingSource {
  const notifications = once(() => readNdjson(join(directory, NOTIFICATIONS_FILE), notificationLines));
  const acceptances = once(() => readNdjson(join(directory, ACCEPTANCES_FILE), acceptanceLines));
  const bidOffers = once(() => readBidOffers(directory));
  return {
    stack: async () => refuse("settlement stack", directory),
    acceptanceVolumes: async () => refuse("accepted volumes", directory),
    rowCounts: async () => null,
    async notifications(query) {
      const { rows, covers, stamp, origin } = within(await notifications(), query, touches);
      return { ...stamp, covers, isWhole: false, rows: levelSegments(rows, origin) };
    },
    async acceptances(query) {
      const { rows, covers, stamp, origin } = within(await acceptances(), query, beginsIn);
      return { ...stamp, covers, isWhole: false, rows: acceptanceSegments(rows, origin) };
    },
    async bidOffers(query) {
      const file = await bidOffers();
      const rows = file.rows.filter((row) => touches(row, query));
      return rows.length === 0 ? null : { ...stampOf(file), rows: bidOfferPairs(rows, originOf(file)) };
    },
  };
}

type TimedRow = { readonly settlementDate: SettlementDate; readonly timeFrom: number; readonly timeTo: number };

/** The rows that the query wants, and the part of it that the file speaks for. @throws {SourceError} when that is none */
function within<Row extends TimedRow>(
  file: NdjsonFile<Row>,
  query: Interval,
  wanted: (row: Row, span: Interval) => boolean,
) {
  const extent = extentOf(file);
  const covers = { startsAt: Math.max(extent.startsAt, query.startsAt), endsAt: Math.min(extent.endsAt, query.endsAt) };
  if (covers.startsAt >= covers.endsAt) throw outside(file, extent, query);
  const rows = file.rows.filter((row) => wanted(row, query));
  return { rows, covers, stamp: stampOf(file), origin: originOf(file) };
}

/** From the first settlement day that has rows to the last one, both whole. */
function extentOf({ rows, path }: NdjsonFile<TimedRow>): Interval {
  const dates = rows.map(({ settlementDate }) => settlementDate).toSorted();
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined)
    throw new SourceError(`An extract must have rows, got none (${path}).`, { path });
  return { startsAt: settlementDay(first).startsAt, endsAt: settlementDay(last).endsAt };
}

async function readBidOffers(directory: string): Promise<NdjsonFile<z.output<typeof bidOfferLines>[number]>> {
  const names = (await readdir(directory)).filter((name) => BID_OFFERS_FILE.test(name)).toSorted();
  const files: NdjsonFile<z.output<typeof bidOfferLines>[number]>[] = [];
  for (const name of names) files.push(await readNdjson(join(directory, name), bidOfferLines));
  const [only] = files;
  if (only !== undefined && files.length === 1) return only;
  const sha256 = objectName(new TextEncoder().encode(files.map((file) => file.sha256).join("\n")));
  return { rows: files.flatMap((file) => file.rows), sha256, path: directory };
}

/** Reads at the first call and keeps the result; a failure is not kept. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return () => {
    kept ??= read().catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}

function stampOf({ sha256 }: NdjsonFile<unknown>): { readonly payloadHash: string; readonly fetchedAt: null } {
  return { payloadHash: sha256, fetchedAt: null };
}

function originOf({ path }: NdjsonFile<unknown>): { readonly name: string; readonly place: string } {
  return { name: "extract", place: path };
}

function refuse(what: string, directory: string): never {
  throw new SourceError(
    `This archive has no ${what}, only physical notifications, acceptances and bid-offer data (${directory}). Use the method pn.`,
    { directory },
  );
}

function outside({ path }: NdjsonFile<unknown>, extent: Interval, query: Interval): SourceError {
  const [from, to] = [isoFromInstant(extent.startsAt), isoFromInstant(extent.endsAt)];
  const asked = `${isoFromInstant(query.startsAt)} to ${isoFromInstant(query.endsAt)}`;
  return new SourceError(`What is read from an extract must lie in ${from} to ${to}, got ${asked} (${path}).`, {
    path,
    from,
    to,
  });
}
