import {
  type BalancingSource,
  type BmUnitSource,
  type Interval,
  isoFromInstant,
  sha256Hex,
  SourceError,
} from "@windhash/core";
import { bundledDay } from "./bundledDay.ts";
import type { BundledDay } from "./format.ts";

/**
 * A bundled day as a source: good for the method `pn` on its date, and for its units. It states neither fetch times nor
 * counts by period, but that it is whole, which `bundledDay` has checked.
 *
 * @param text of a bundled day
 * @throws {SourceError} as `bundledDay` does; the source itself when it is asked for what it does not hold
 */
export function bundledSource(text: string): BalancingSource & BmUnitSource {
  const day = bundledDay(text);
  const stamp = { payloadHash: sha256Hex(text), fetchedAt: null };
  return {
    stack: async () => refuse("settlement stack", day),
    acceptanceVolumes: async () => refuse("accepted volumes", day),
    rowCounts: async () => null,
    bmUnits: async () => ({ ...stamp, rows: day.units }),
    notifications: async (query) => ({
      ...stamp,
      covers: covered(query, day),
      isWhole: true,
      rows: day.notifications.filter((row) => touches(row, query)),
    }),
    acceptances: async (query) => ({
      ...stamp,
      covers: covered(query, day),
      isWhole: true,
      rows: day.acceptances.filter(({ startsAt }) => startsAt >= query.startsAt && startsAt < query.endsAt),
    }),
    async bidOffers(query) {
      const rows = day.bidOffers.filter((row) => touches(row, query));
      return rows.length === 0 ? null : { ...stamp, rows };
    },
  };
}

function touches(row: Interval, span: Interval): boolean {
  return row.startsAt < span.endsAt && row.endsAt > span.startsAt;
}

/** The part of the query that the day speaks for. @throws {SourceError} when there is none: that is not the same as nothing */
function covered(query: Interval, { covers }: BundledDay): Interval {
  if (touches(covers, query)) {
    return { startsAt: Math.max(covers.startsAt, query.startsAt), endsAt: Math.min(covers.endsAt, query.endsAt) };
  }
  const [from, to] = [isoFromInstant(covers.startsAt), isoFromInstant(covers.endsAt)];
  const asked = `${isoFromInstant(query.startsAt)} to ${isoFromInstant(query.endsAt)}`;
  throw new SourceError(`What is read from the bundled day must lie in ${from} to ${to}, got ${asked}.`, { from, to });
}

function refuse(what: string, { settlementDate }: BundledDay): never {
  throw new SourceError(
    `The bundled day has no ${what}, only physical notifications, acceptances and bid-offer pairs. Use the method pn.`,
    { settlementDate },
  );
}
