import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { AcceptanceSegment, BidOfferPair, LevelSegment } from "../src/curtailment/sourceRows.ts";
import type { BmUnitId } from "../src/curtailment/types.ts";

/** Where the raw rows of 2022-01-01 and 02 lie below the test data. */
export const REAL_DAY = "elexon/day-2022-01-01";

/** A raw row, as the Insights API names its fields. */
type RawRow = Readonly<Record<string, string | number | boolean>> & {
  readonly bmUnit: BmUnitId;
  readonly timeFrom: string;
  readonly timeTo: string;
  readonly levelFrom: number;
  readonly levelTo: number;
};

/** The physical notifications of every wind unit on 2022-01-01 and 02. */
export function realNotifications(folder: string): LevelSegment[] {
  return rawRows(folder, "pn").map(levelSegment);
}

/** The acceptances of every wind unit that begin on 2022-01-01 or 02; those of the evening before are not in the extract. */
export function realAcceptances(folder: string): AcceptanceSegment[] {
  return rawRows(folder, "boalf").map((row) => ({
    ...levelSegment(row),
    acceptanceId: Number(row["acceptanceNumber"]),
    acceptedAt: instant(String(row["acceptanceTime"])),
    soFlag: row["soFlag"] === true,
  }));
}

/** The bid-offer pairs of every wind unit on 2022-01-01; there are none of the day after. */
export function realBidOffers(folder: string): BidOfferPair[] {
  return rawRows(folder, "bod_2022-01-01_only").map((row) => ({
    ...levelSegment(row),
    pairId: Number(row["pairId"]),
    bidGbpPerMwh: String(row["bid"]),
    offerGbpPerMwh: String(row["offer"]),
  }));
}

/** What was worked out for 2022-01-01 independently of this project, a row per unit and period, by column. */
export function expectedRows(folder: string): Record<string, string>[] {
  const [header = [], ...rows] = readFileSync(join(folder, "expected_2022-01-01_by_bmu_period.csv"), "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ""])));
}

function rawRows(folder: string, name: string): RawRow[] {
  const text = gunzipSync(readFileSync(join(folder, `${name}.ndjson.gz`))).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as RawRow);
}

function levelSegment({ bmUnit, timeFrom, timeTo, levelFrom, levelTo }: RawRow): LevelSegment {
  return {
    bmUnitId: bmUnit,
    startsAt: instant(timeFrom),
    endsAt: instant(timeTo),
    levelFromMw: levelFrom,
    levelToMw: levelTo,
  };
}

function instant(text: string): number {
  return Date.parse(text) / 1000;
}
