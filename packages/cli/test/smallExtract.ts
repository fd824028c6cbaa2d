import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const UNITS = ["MOWEO-1", "MOWEO-2", "BEATO-1", "BEATO-2", "WLNYO-3", "WLNYO-4"];
const DATES = ["2022-01-01", "2022-01-02"];

/**
 * A day folder of two days and a few wind units in the form of the raw extracts: flat plans, and an acceptance down every other
 * half-hour of which some are undone. The levels are made up.
 */
export function writeSmallExtract(directory: string): string {
  const [notifications, acceptances, bidOffers]: [object[], object[], object[]] = [[], [], []];
  for (const settlementDate of DATES)
    for (const nationalGridBmUnit of UNITS)
      for (let settlementPeriod = 1; settlementPeriod <= 48; settlementPeriod += 1) {
        const names = { nationalGridBmUnit, bmUnit: `T_${nationalGridBmUnit}` };
        const at = { settlementDate, ...names };
        const span = spanOf(settlementDate, settlementPeriod);
        notifications.push({ dataset: "PN", settlementPeriod, ...at, ...span, levelFrom: 200, levelTo: 200 });
        const pair = { pairId: -1, levelFrom: -200, levelTo: -200, bid: -61.5, offer: 9999 };
        bidOffers.push({ dataset: "BOD", settlementPeriod, ...at, ...span, ...pair });
        if (settlementPeriod % 2 === 0) acceptances.push(acceptance(at, settlementPeriod, span));
      }
  mkdirSync(directory, { recursive: true });
  for (const [file, rows] of Object.entries({ pn: notifications, boalf: acceptances, bod: bidOffers }))
    writeFileSync(
      join(directory, `${file}.ndjson.gz`),
      gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join("")),
    );
  return directory;
}

type Span = { readonly timeFrom: string; readonly timeTo: string };

function acceptance(at: { readonly settlementDate: string }, settlementPeriod: number, span: Span): object {
  return {
    dataset: "BOALF",
    ...at,
    settlementPeriodFrom: settlementPeriod,
    settlementPeriodTo: settlementPeriod,
    ...span,
    levelFrom: 37,
    levelTo: settlementPeriod,
    acceptanceNumber: (DATES.indexOf(at.settlementDate) * 48 + settlementPeriod) / 2,
    acceptanceTime: span.timeFrom,
    deemedBoFlag: false,
    soFlag: settlementPeriod % 4 === 0,
    storFlag: false,
    rrFlag: false,
  };
}

/** Winter days: settlement time is UTC. */
function spanOf(settlementDate: string, settlementPeriod: number): Span {
  const startsAt = Date.parse(`${settlementDate}T00:00:00Z`) + (settlementPeriod - 1) * 1_800_000;
  const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return { timeFrom: iso(startsAt), timeTo: iso(startsAt + 1_800_000) };
}
