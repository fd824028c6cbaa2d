import { NO_RECORDS, parseSettlementDate, SourceError } from "@windhash/core";
import { expect, it } from "vitest";
import { ingestDocument, type Ingested, ingestText } from "./ingest.ts";

const LOOK = { isColoured: false, columns: null };
const [FIRST, SECOND, THIRD] = ["2025-03-11", "2025-03-12", "2025-03-13"].map(parseSettlementDate) as [
  ReturnType<typeof parseSettlementDate>,
  ReturnType<typeof parseSettlementDate>,
  ReturnType<typeof parseSettlementDate>,
];

/** Three days of which the first was stored and the second failed, after which the source was taken for down. */
const STOPPED: Ingested = {
  asked: { from: FIRST, to: THIRD },
  method: "boav",
  source: "Elexon",
  plan: {
    days: [FIRST, SECOND, THIRD].map((settlementDate) => ({
      settlementDate,
      method: "boav",
      reason: "not-held",
      run: null,
    })),
    skipped: [],
  },
  isDryRun: false,
  outcomes: [
    {
      settlementDate: FIRST,
      outcome: "stored",
      change: { changed: true, revision: 1, added: 0, updated: 0, removed: 0 },
      periods: [],
      totals: NO_RECORDS,
      negativeNets: 0,
    },
    { settlementDate: SECOND, outcome: "failed", error: new SourceError("No connection.") },
  ],
  interrupted: false,
  sourceIsDown: true,
  resume: "windhash ingest 2025-03-12 --to 2025-03-13 --method boav",
  answers: { requests: 1234, retries: 12, bytes: 5_678_901 },
  durationS: 321,
};

it("ends with what the days add up to, what it took, and how to go on", () => {
  expect(ingestText(LOOK, STOPPED).slice(-6)).toEqual([
    "3 days: 1 stored, 1 failed, 1 not begun",
    "Read: 0 records, 0.00 MWh net, 0.00 GBP",
    "Asked: 1,234 requests (12 of them again), 5.7 MB, 321 s",
    "Stopped. Go on with: windhash ingest 2025-03-12 --to 2025-03-13 --method boav",
    "Next: windhash calculate",
    "Contains BMRS data © Elexon Limited copyright and database right",
  ]);
});

it("tells a program that the source is down, which is no interruption", () => {
  expect(ingestDocument(STOPPED)).toMatchObject({
    interrupted: false,
    sourceIsDown: true,
    summary: { days: { stored: 1, failed: 1, notBegun: 1 }, requests: 1234, retries: 12, bytes: 5_678_901 },
  });
});

it("does not print hundreds of remarks", () => {
  const failed = (day: number): Ingested["outcomes"][number] => {
    const settlementDate = parseSettlementDate(`2025-03-${String(day).padStart(2, "0")}`);
    return { settlementDate, outcome: "failed", error: new SourceError("No connection.") };
  };
  const text = ingestText(LOOK, { ...STOPPED, outcomes: Array.from({ length: 31 }, (_, index) => failed(index + 1)) });
  expect(text.filter((line) => line.endsWith("nothing was changed"))).toHaveLength(20);
  expect(text).toContain("  and 11 remarks more; --json has them all");
});
