import {
  calculationInputs,
  curtailmentRecords,
  parseSettlementDate,
  parseSettlementPeriod,
  rational,
} from "@windhash/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeBetween, UNIT_IDS } from "@windhash/testkit";
import { type OpenedDatabase, openTestPglite } from "./openStores.ts";

const DAYS = ["2024-04-20", "2024-04-21", "2024-05-01"].map(parseSettlementDate);
const HASH = "a".repeat(64);

describe("what people read with SQL", () => {
  let opened: OpenedDatabase;
  beforeAll(async () => {
    opened = await openTestPglite();
    const { stores } = opened;
    for (const settlementDate of DAYS) {
      const settlementPeriod = parseSettlementPeriod(1, settlementDate);
      const volume = {
        settlementDate,
        settlementPeriod,
        bmUnitId: UNIT_IDS[1]!,
        side: "bid" as const,
        acceptanceId: 1,
      };
      const rest = { bidOfferPairId: -1, ordinal: 0, sequenceNumber: null, soFlag: null, priceGbpPerMwh: "-70.5" };
      const volumes = [{ ...volume, ...rest, volumeMwh: rational(-3n, 2n) }];
      const records = curtailmentRecords(volumes);
      const day = {
        settlementDate,
        method: "boav" as const,
        payloadHash: HASH,
        registerHash: HASH,
        periods: [],
        volumes,
        records,
      };
      await stores.replaceDay(day, { committedAt: 0 });
    }
    const [settlementDate] = DAYS as [(typeof DAYS)[0]];
    // Block 840000 was found at 2024-04-20T00:09:27Z; the difficulty around it is 86388558925171.0117, bits 0x17034219.
    const stretch = { bits: 0x17034219, durationS: 567, subsidyMsat: 625_000_000_000n };
    const inputs = calculationInputs({
      stretches: [stretch, { ...stretch, durationS: 1233, subsidyMsat: 312_500_000_000n }],
      miner: { hashrateThs: "100", powerW: "3050" },
      basis: {},
    });
    const models = [
      {
        id: "S19J_PRO" as never,
        name: "Antminer S19j Pro",
        hashrateThs: "100",
        powerW: "3050",
        releaseMonth: null,
        source: "x",
      },
    ];
    await stores.saveSettings({ models, basis: inputs.basis }, { committedAt: 0 });
    const key = { settlementDate, settlementPeriod: parseSettlementPeriod(1, settlementDate), bmUnitId: UNIT_IDS[1]! };
    const after = [
      { ...key, minerModelId: models[0]!.id, energyWh: 1_500_000, inputsId: inputs.id, bitcoinMsat: 198_765_432n },
    ];
    await stores.applyChange(changeBetween({ settlementDate, revision: 1, before: [], after }), [inputs], {
      committedAt: 0,
    });
  }, 120_000);
  afterAll(() => opened.close());

  it("explains a calculation in MWh and BTC, with machine, difficulties, subsidies and basis", async () => {
    const [row] = await opened.database.query("SELECT * FROM explained_bitcoin_calculations");
    expect(row).toMatchObject({
      bm_unit_id: UNIT_IDS[1],
      miner_name: "Antminer S19j Pro",
      bitcoin: "0.00198765432",
      hashrate_ths: "100",
      power_w: "3050",
      difficulties: "86388558925171.01, 86388558925171.01",
      subsidies: "6.25000000, 3.12500000",
      durations_s: "567, 1233",
      measure: "net",
    });
    expect(Number(row?.energy_mwh)).toBe(1.5);
  });

  it("adds months and years up from the days, and says how many days those are", async () => {
    const months = await opened.database.query("SELECT * FROM monthly_summaries ORDER BY year_month");
    expect(months).toMatchObject([
      {
        year_month: "2024-04",
        days: 2n,
        records: 2n,
        gross_wh: 3_000_000n,
        payment_gbp: "211.500000",
        so_gross_wh: null,
      },
      {
        year_month: "2024-05",
        days: 1n,
        records: 1n,
        gross_wh: 1_500_000n,
        payment_gbp: "105.750000",
        so_gross_wh: null,
      },
    ]);
    const years = await opened.database.query("SELECT * FROM yearly_summaries");
    expect(years).toMatchObject([{ year: 2024, days: 3n, gross_wh: 4_500_000n, payment_gbp: "317.250000" }]);
  });

  it("counts each unit of a farm once, in its latest row", async () => {
    const unit = (nationalGridId: string, validFrom: (typeof DAYS)[0] | null, generationCapacityMw: string) => ({
      nationalGridId,
      elexonId: null,
      name: null,
      farmId: "A",
      leadPartyId: `P${nationalGridId}`,
      leadPartyName: `Party of ${nationalGridId}`,
      fuelType: "WIND",
      generationCapacityMw,
      validFrom,
      goneSince: null,
      countsAsWind: null,
    });
    const units = [unit("A-2", null, "7"), unit("A-1", null, "5"), unit("A-1", DAYS[0]!, "6.5")];
    await opened.stores.putBmUnits(units, { source: "test", statedAt: 0, committedAt: 0 });
    expect(await opened.database.query("SELECT * FROM farms")).toEqual([
      {
        farm_id: "A",
        lead_party_id: "PA-1",
        lead_party_name: "Party of A-1",
        bm_units: 2n,
        generation_capacity_mw: "13.5",
      },
    ]);
  });

  it("tells what every table is, and the unit of every quantity", async () => {
    const silent = await opened.database.query<{ readonly name: string }>(
      `SELECT relname::text AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND obj_description(oid, 'pg_class') IS NULL`,
    );
    expect(silent.map(({ name }) => name)).toEqual(["schema_migrations"]);
  });

  it("gives difficulties of compact targets", async () => {
    // Block 0, and the retarget at height 840672 (2024-04-24): 88104191118793.1517, bits 0x170331db.
    const [row] = await opened.database.query(
      "SELECT difficulty_from_bits(486604799)::float8 AS first, round(difficulty_from_bits(x'170331db'::bigint), 2) AS later",
    );
    expect(row).toEqual({ first: 1, later: "88104191118793.15" });
  });
});
