import {
  type AcceptedVolume,
  type BmUnitId,
  curtailmentRecords,
  parseSettlementDate,
  parseSettlementPeriod,
  rationalFromDecimal,
  sha256Hex,
  settlementPeriods,
} from "@windhash/core";
import { type ChangeGrouping, reportChanges } from "@windhash/pipeline";
import { memoryStores } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { changesText } from "./changes.ts";
import { changesDocument } from "./changesDocument.ts";

const look = { isColoured: false, columns: null };
const settlementDate = parseSettlementDate("2025-03-11");

type Bid = { readonly unit: string; readonly mwh: string; readonly price: string | null };

const bid = (unit: string, mwh: string, price: string | null): Bid => ({ unit, mwh, price });

/** A day that was committed with these bids, one version after the other. */
async function changesOf(versions: readonly (readonly Bid[])[], by?: ChangeGrouping) {
  const stores = memoryStores();
  for (const [index, bids] of versions.entries()) {
    const volumes = bids.map(({ unit, mwh, price }): AcceptedVolume => ({
      settlementDate,
      settlementPeriod: parseSettlementPeriod(7, settlementDate),
      bmUnitId: unit as BmUnitId,
      side: "bid",
      acceptanceId: 1,
      bidOfferPairId: -1,
      ordinal: 0,
      sequenceNumber: null,
      soFlag: null,
      volumeMwh: rationalFromDecimal(`-${mwh}`),
      priceGbpPerMwh: price,
    }));
    const periods = settlementPeriods(settlementDate).map((settlementPeriod) => ({
      settlementPeriod,
      state: "provisional" as const,
      reason: "fetched early",
      fetchedAt: null,
      sourceRows: 1,
    }));
    const hashes = { payloadHash: sha256Hex(JSON.stringify(bids)), registerHash: sha256Hex("wind") };
    const day = { settlementDate, method: "boav" as const, ...hashes, periods, volumes };
    await stores.replaceDay({ ...day, records: curtailmentRecords(volumes) }, { committedAt: 3600 * index });
  }
  return { ...(await reportChanges(stores, { range: null, ...(by && { by }) })), since: null };
}

describe("changes for people", () => {
  it("call a payment unknown where it was or is, and never take it for 0", async () => {
    const report = await changesOf([[bid("T_A-1", "10", "-50")], [bid("T_A-1", "12", null)]]);
    const text = changesText(look, report);
    expect(text).toContain("  net, GBP               500.00  unknown     unknown");
    expect(text).toContain("  2025-03-11    2  1970-01-01 01:00  restated  ~1         +2.00  unknown");
    expect(text).toContain(
      "  Note: the difference in GBP is unknown where a changed record has no known payment, before or after.",
    );
    expect(changesDocument(report)["total"]).toMatchObject({ difference: { netWh: 2_000_000, paymentGbp: null } });
  });

  it("know the difference where the only unknown payment is of a record that did not change", async () => {
    const same = bid("T_B-1", "3", null);
    const report = await changesOf([
      [bid("T_A-1", "10", "-50"), same],
      [bid("T_A-1", "12", "-50"), same],
    ]);
    expect(changesText(look, report)).toContain("  net, GBP               500.00  600.00     +100.00");
    expect(changesDocument(report)["notes"]).toEqual([
      "1 day (2025-03-11) is not complete.",
      "payments leave out 3.00 MWh, for which the source gives no prices.",
    ]);
  });

  it("show a record that came, one that went and one that changed", async () => {
    const before = [bid("T_A-1", "10", "-50"), bid("T_B-1", "3", null)];
    const report = await changesOf([before, [bid("T_A-1", "12", "20"), bid("T_C-1", "1", "-7")]], "record");
    expect(changesText(look, report).slice(13, 17)).toEqual([
      "  date        p  BM unit  rev  net MWh    now      GBP      now",
      "  2025-03-11  7  T_A-1      2    10.00  12.00   500.00  -240.00",
      "  2025-03-11  7  T_B-1      2     3.00   gone  unknown     gone",
      "  2025-03-11  7  T_C-1      2            1.00              7.00",
    ]);
  });

  it("are told to be none where nothing changed, and unknown where nothing is held", async () => {
    const once = changesText(look, await changesOf([[bid("T_A-1", "10", "-50")]]));
    expect(once.at(-1)).toBe("  Nothing: 1 day held, 0 of them committed more than once.");
    expect(changesText(look, await changesOf([]))).toEqual(["No day is held, so nothing is known of changes."]);
  });
});
