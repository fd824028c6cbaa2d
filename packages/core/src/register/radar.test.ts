import { describeWithData } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { REAL_DAY, realAcceptances, realBidOffers, realNotifications } from "../../test/realDay.ts";
import { volumesFromLevels } from "../curtailment/levels.ts";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { AcceptedVolume, BmUnitId, UnmappedBids } from "../curtailment/types.ts";
import { unmappedBids } from "../curtailment/unmappedBids.ts";
import { windUnits } from "../curtailment/windUnits.ts";
import { rationalFromDecimal } from "../quantity/rational.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { registerRadar } from "./radar.ts";

/** A day of real rows is read and worked out. */
const SLOW = { timeout: 30_000 };

const settlementDate = parseSettlementDate("2022-01-01");

function bids(change: Partial<UnmappedBids> = {}): UnmappedBids {
  return {
    settlementDate,
    bmUnitId: "T_X-2" as BmUnitId,
    grossWh: 10_000_000,
    undoWh: 1_000_000,
    soGrossWh: 0,
    paidGrossWh: 10_000_000,
    periods: 5,
    ...change,
  };
}

/** As the register of November 2025 states it, but for its Elexon id. */
const hagshaw: BmUnit = {
  nationalGridId: "HAGHW-2",
  elexonId: "T_X-2",
  name: "Hagshaw Repower 2",
  farmId: "HAGHW",
  leadPartyId: null,
  leadPartyName: null,
  fuelType: null,
  generationCapacityMw: "51.300",
  validFrom: null,
  goneSince: null,
  countsAsWind: null,
};

const likenessOf = (days: readonly UnmappedBids[], units: readonly BmUnit[] = []) =>
  registerRadar(days, windUnits(units)).map(({ likeness }) => likeness);

describe("registerRadar", () => {
  it("adds a unit up over its days, beside its row", () => {
    const next = bids({
      settlementDate: parseSettlementDate("2022-01-03"),
      paidGrossWh: 4_000_000,
      soGrossWh: 10_000_000,
    });
    expect(registerRadar([next, bids()], windUnits([hagshaw]))).toEqual([
      {
        bmUnitId: "T_X-2",
        unit: hagshaw,
        grossWh: 20_000_000,
        undoWh: 2_000_000,
        paidShare: 0.7,
        soShare: 0.5,
        periods: 10,
        days: 2,
        first: "2022-01-01",
        last: "2022-01-03",
        signs: ["id"],
        likeness: "likely",
      },
    ]);
  });

  it("finds a unit likely that was paid to go down and is SO-flagged, named like wind, or seen for days", () => {
    expect(likenessOf([bids()])).toEqual(["possible"]);
    expect(likenessOf([bids({ soGrossWh: 5_000_000 })])).toEqual(["likely"]);
    expect(likenessOf([bids()], [hagshaw])).toEqual(["likely"]);
    const dates = ["2022-01-01", "2022-01-02", "2022-01-03"].map(parseSettlementDate);
    expect(likenessOf(dates.map((date) => bids({ settlementDate: date })))).toEqual(["likely"]);
  });

  it("finds a unit unlikely that mostly paid, or was seen in one half-hour, unless its row says otherwise", () => {
    expect(likenessOf([bids({ paidGrossWh: 4_999_999, soGrossWh: 10_000_000 })])).toEqual(["unlikely"]);
    expect(likenessOf([bids({ periods: 1 })])).toEqual(["unlikely"]);
    expect(likenessOf([bids({ paidGrossWh: 0 })], [hagshaw])).toEqual(["possible"]);
  });

  it("looks at the id alone where no register has the unit", () => {
    const [unlisted] = registerRadar([bids({ bmUnitId: "T_NEWSW-1" as BmUnitId, periods: 1 })], windUnits([]));
    expect(unlisted).toMatchObject({ unit: null, signs: ["id"], likeness: "possible" });
  });

  it("does not judge by prices or flags that it does not know", () => {
    const [unknown] = registerRadar([bids({ paidGrossWh: null, soGrossWh: null })], windUnits([]));
    expect(unknown).toMatchObject({ paidShare: null, soShare: null, likeness: "unlikely" });
    const [half] = registerRadar([bids({ paidGrossWh: null }), bids()], windUnits([]));
    expect(half).toMatchObject({ paidShare: 1, soShare: 0 });
    const [undone] = registerRadar([bids({ grossWh: 0, soGrossWh: 0, paidGrossWh: null })], windUnits([]));
    expect(undone).toMatchObject({ paidShare: null, soShare: null });
  });

  it("leaves out what the register maps by now, and puts the likeliest first, then the most energy", () => {
    const ids = ["T_A-1", "T_B-1", "T_C-1", "T_D-1"] as BmUnitId[];
    const seen = [
      bids({ bmUnitId: ids[0]!, paidGrossWh: 0, grossWh: 99_000_000 }),
      bids({ bmUnitId: ids[1]! }),
      bids({ bmUnitId: ids[2]!, grossWh: 12_000_000 }),
      bids({ bmUnitId: ids[3]!, soGrossWh: 10_000_000 }),
      bids(),
    ];
    const found = registerRadar(seen, windUnits([{ ...hagshaw, countsAsWind: false }]));
    expect(found.map(({ bmUnitId }) => bmUnitId)).toEqual(["T_D-1", "T_C-1", "T_B-1", "T_A-1"]);
  });
});

describeWithData(
  "the radar over 2022-01-01, with a fifth of the wind units hidden among others",
  REAL_DAY,
  (folder) => {
    const wind = () => {
      const levels = {
        notifications: realNotifications(folder),
        acceptances: realAcceptances(folder),
        bidOffers: realBidOffers(folder),
      };
      const volumes = volumesFromLevels({ settlementDate, ...levels, isWind: () => true });
      return unmappedBids(volumes, settlementDate);
    };
    const found = (days: readonly UnmappedBids[]) =>
      registerRadar(days, windUnits([])).filter(({ likeness }) => likeness !== "unlikely");

    it(
      "finds at least 95 % of the hidden, and at least 90 % of what it finds is wind, whichever fifth it is",
      SLOW,
      () => {
        const units = wind();
        expect(units.length).toBeGreaterThan(70);
        for (let fifth = 0; fifth < 5; fifth += 1) {
          const hidden = units.filter((_, at) => at % 5 === fifth);
          const ids = new Set(hidden.map(({ bmUnitId }) => bmUnitId));
          const shown = found([...hidden, ...otherUnits(fifth)]);
          const right = shown.filter(({ bmUnitId }) => ids.has(bmUnitId)).length;
          expect({ fifth, recall: right / ids.size >= 0.95, precision: right / shown.length >= 0.9 }).toEqual({
            fifth,
            recall: true,
            precision: true,
          });
        }
      },
    );

    it("finds none that pays to go down, and cannot tell one that is paid all day for another reason", () => {
      const others = found(otherUnits(0)).map(({ bmUnitId }) => bmUnitId);
      expect(others).toEqual(["T_SUN-1"]);
    });
  },
);

/**
 * Units that are not wind; the figures are made up. 60 gas plants save fuel and pay 20 to 69 GBP per MWh, flagged or not; 60
 * batteries pay up to 79, but are paid for a third of their half-hours, as prices are below zero; ten of them were met in one such
 * half-hour alone. One solar farm is paid as wind is.
 */
function otherUnits(seed: number): UnmappedBids[] {
  const random = draws(seed);
  const gas = Array.from({ length: 60 }, (_, at) =>
    bidsOf(`T_GAS-${at}`, 1 + random(40), () => ({ price: 20 + random(50), soFlag: at % 2 === 0 })),
  );
  const batteries = Array.from({ length: 50 }, (_, at) =>
    bidsOf(`E_BAT-${at}`, 3 + random(40), (period) => ({
      price: period % 3 === 0 ? -1 - random(20) : random(80),
      soFlag: random(4) === 0,
    })),
  );
  const met = Array.from({ length: 10 }, (_, at) => bidsOf(`E_ONCE-${at}`, 1, () => ({ price: -15, soFlag: false })));
  const sun = bidsOf("T_SUN-1", 12, () => ({ price: -50, soFlag: true }));
  return unmappedBids([...gas, ...batteries, ...met, sun].flat(), settlementDate);
}

function bidsOf(
  id: string,
  periods: number,
  bid: (period: number) => { readonly price: number; readonly soFlag: boolean },
): AcceptedVolume[] {
  return Array.from({ length: periods }, (_, at) => {
    const { price, soFlag } = bid(at + 1);
    return {
      settlementDate,
      settlementPeriod: parseSettlementPeriod(at + 1, settlementDate),
      bmUnitId: id as BmUnitId,
      side: "bid",
      acceptanceId: at + 1,
      bidOfferPairId: -1,
      ordinal: 0,
      sequenceNumber: null,
      soFlag,
      volumeMwh: rationalFromDecimal("-10"),
      priceGbpPerMwh: String(price),
    };
  });
}

/** Whole numbers below a limit, the same for the same seed (a linear congruential generator). */
function draws(seed: number): (below: number) => number {
  let state = seed + 1;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
