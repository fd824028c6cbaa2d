import { createHash } from "node:crypto";
import { Decimal } from "decimal.js";
import { describe, expect, it } from "vitest";
import type { BmUnitId, CurtailmentRecord } from "../curtailment/types.ts";
import { parseMinerModelId } from "../miners/ids.ts";
import type { BitcoinCalculation } from "../mining/types.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { canonicalCalculation, canonicalRecord } from "./canonical.ts";
import { calculationTally, inputsChecksum, recordTally } from "./tally.ts";

const settlementDate = parseSettlementDate("2022-01-01");
const key = {
  settlementDate,
  settlementPeriod: parseSettlementPeriod(37, settlementDate),
  bmUnitId: "2__PSTAT001" as BmUnitId,
};

/** Cairnmore's first period of 2022-01-01: 4.625 MWh bid at -75 GBP/MWh. */
const record: CurtailmentRecord = {
  ...key,
  grossWh: 4_625_000,
  undoWh: 0,
  netWh: 4_625_000,
  soGrossWh: 4_625_000,
  soNetWh: 4_625_000,
  bidPaymentGbp: new Decimal("346.875"),
  undoPaymentGbp: new Decimal("-0"),
  paymentGbp: new Decimal("346.875"),
  unpricedWh: 0,
  acceptances: 1,
};
const RECORD_LINE = "2022-01-01|37|2__PSTAT001|4625000|0|4625000|4625000|4625000|346.875000|0.000000|346.875000|0|1";

describe("canonical lines", () => {
  it("never change, for checksums of earlier versions stand on them", () => {
    expect(canonicalRecord(record)).toBe(RECORD_LINE);
    const minerModelId = parseMinerModelId("S9");
    const calculation: BitcoinCalculation = {
      ...key,
      minerModelId,
      energyWh: 4_625_000,
      inputsId: "ab",
      bitcoinMsat: 12n,
    };
    expect(canonicalCalculation(calculation)).toBe("2022-01-01|37|2__PSTAT001|S9|4625000|ab|12");
  });

  it("write unknown as nothing and zero as zero", () => {
    const unknown = { ...record, soGrossWh: null, soNetWh: null, bidPaymentGbp: null, paymentGbp: null };
    expect(canonicalRecord(unknown)).toBe("2022-01-01|37|2__PSTAT001|4625000|0|4625000||||0.000000||0|1");
  });
});

describe("tallies", () => {
  it("carry the sha256 of the lines, each ended by a line feed", () => {
    const checksum = createHash("sha256").update(`${RECORD_LINE}\n`).digest("hex");
    expect(recordTally(settlementDate, [record])).toEqual({
      settlementDate,
      records: 1,
      grossWh: 4_625_000,
      undoWh: 0,
      checksum,
    });
    expect(inputsChecksum(["ab", "cd"])).toBe(createHash("sha256").update("ab\ncd\n").digest("hex"));
  });

  it("change with any field of any row", () => {
    const before = recordTally(settlementDate, [record]).checksum;
    for (const field of Object.keys(record) as (keyof CurtailmentRecord)[]) {
      const value = record[field];
      const other =
        value instanceof Decimal ? value.plus("0.000001") : typeof value === "number" ? value + 1 : `${value}x`;
      const changed = recordTally(settlementDate, [{ ...record, [field]: other }]).checksum;
      expect({ field, changed: changed !== before }).toEqual({ field, changed: true });
    }
  });

  it("add calculations up exactly, beyond 2^53 msat too", () => {
    const minerModelId = parseMinerModelId("S9");
    const one: BitcoinCalculation = { ...key, minerModelId, energyWh: 3, inputsId: "ab", bitcoinMsat: 2n ** 53n };
    const calculations = [one, { ...one, bmUnitId: "T_X-1" as BmUnitId, bitcoinMsat: 1n }];
    const tally = calculationTally({
      settlementDate,
      minerModelId,
      calculations,
      recordsChecksum: "r",
      inputsChecksum: "i",
    });
    expect(tally).toMatchObject({ calculations: 2, energyWh: 6, bitcoinMsat: 2n ** 53n + 1n, recordsChecksum: "r" });
  });
});
