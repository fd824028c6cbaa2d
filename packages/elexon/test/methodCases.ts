import { parseSettlementDate, parseSettlementPeriod } from "@windhash/core";
import type { ElexonClient } from "../src/client/client.ts";
import type { Answer } from "../src/client/reading.ts";
import * as rows from "./rows.ts";

const JULY_10 = parseSettlementDate("2026-07-10");
const PERIOD_20 = { settlementDate: JULY_10, settlementPeriod: parseSettlementPeriod(20, JULY_10) };
const MARCH_1 = { settlementDate: parseSettlementDate("2023-03-01") };
const MAY_1 = parseSettlementDate("2024-05-01");

/** 2022-07-01T00:00Z to 01:00Z: settlement periods 3 and 4 of that day. */
export const HOUR = { startsAt: 1_656_633_600, endsAt: 1_656_637_200 };

const OF_HOUR = "from=2022-07-01T00:00:00Z&to=2022-07-01T00:59:59Z";
const UNIT = { ...HOUR, bmUnitId: "T_ABRBO-1" };

/** A call of a method, with what it asks for and a row that it takes. */
export type MethodCase = {
  readonly row: Readonly<Record<string, unknown>>;
  readonly run: (client: ElexonClient) => Promise<Answer<unknown>>;
  /** Path with query, below the base url. */
  readonly asked: string;
  /** The same path as the API document writes it. */
  readonly documented: string;
};

const BY_DAY = "all/{bidOffer}/{settlementDate}";
const SETTLEMENT = "/balancing/settlement";

/** Every method that gives rows. */
export const METHOD_CASES: Readonly<Record<Exclude<keyof ElexonClient, "health" | "stream">, MethodCase>> = {
  settlementStack: {
    row: rows.STACK_ROW,
    run: (client) => client.settlementStack({ ...PERIOD_20, side: "bid" }),
    asked: `${SETTLEMENT}/stack/all/bid/2026-07-10/20`,
    documented: `${SETTLEMENT}/stack/${BY_DAY}/{settlementPeriod}`,
  },
  acceptanceVolumes: {
    row: rows.ACCEPTANCE_VOLUMES_ROW,
    run: (client) => client.acceptanceVolumes({ ...MARCH_1, side: "offer" }),
    asked: `${SETTLEMENT}/acceptance/volumes/all/offer/2023-03-01`,
    documented: `${SETTLEMENT}/acceptance/volumes/${BY_DAY}`,
  },
  acceptancePrices: {
    row: rows.ACCEPTANCE_PRICES_ROW,
    run: (client) => client.acceptancePrices(PERIOD_20),
    asked: `${SETTLEMENT}/acceptances/all/2026-07-10/20`,
    documented: `${SETTLEMENT}/acceptances/all/{settlementDate}/{settlementPeriod}`,
  },
  indicativeVolumes: {
    row: rows.INDICATIVE_VOLUMES_ROW,
    run: (client) =>
      client.indicativeVolumes({
        ...MARCH_1,
        settlementPeriod: parseSettlementPeriod(2, MARCH_1.settlementDate),
        side: "bid",
        dataType: "Original",
      }),
    asked: `${SETTLEMENT}/indicative/volumes/all/bid/2023-03-01/2`,
    documented: `${SETTLEMENT}/indicative/volumes/${BY_DAY}/{settlementPeriod}`,
  },
  indicativeCashflows: {
    row: rows.INDICATIVE_CASHFLOWS_ROW,
    run: (client) => client.indicativeCashflows({ ...MARCH_1, side: "bid", bmUnitIds: ["T_ABRBO-1", "2__A&B"] }),
    asked: `${SETTLEMENT}/indicative/cashflows/all/bid/2023-03-01?bmUnit=T_ABRBO-1&bmUnit=2__A%26B`,
    documented: `${SETTLEMENT}/indicative/cashflows/${BY_DAY}`,
  },
  systemPrices: {
    row: rows.SYSTEM_PRICES_ROW,
    run: (client) => client.systemPrices({ settlementDate: JULY_10 }),
    asked: `${SETTLEMENT}/system-prices/2026-07-10`,
    documented: `${SETTLEMENT}/system-prices/{settlementDate}`,
  },
  nonBmActions: {
    row: rows.NON_BM_ACTIONS_ROW,
    run: (client) => client.nonBmActions({ settlementDate: MAY_1, settlementPeriod: parseSettlementPeriod(40, MAY_1) }),
    asked: "/balancing/nonbm/disbsad/details?settlementDate=2024-05-01&settlementPeriod=40",
    documented: "/balancing/nonbm/disbsad/details",
  },
  notifications: {
    row: rows.NOTIFICATION_ROW,
    run: (client) => client.notifications({ ...HOUR, bmUnitIds: ["ABRBO-1"] }),
    asked: `/datasets/PN/stream?${OF_HOUR}&bmUnit=ABRBO-1`,
    documented: "/datasets/PN/stream",
  },
  quiescentNotifications: {
    row: rows.NOTIFICATION_ROW,
    run: (client) => client.quiescentNotifications(HOUR),
    asked: `/datasets/QPN/stream?${OF_HOUR}`,
    documented: "/datasets/QPN/stream",
  },
  maximumExportLimits: {
    row: rows.LIMIT_ROW,
    run: (client) => client.maximumExportLimits(HOUR),
    asked: `/datasets/MELS/stream?${OF_HOUR}`,
    documented: "/datasets/MELS/stream",
  },
  maximumImportLimits: {
    row: rows.LIMIT_ROW,
    run: (client) => client.maximumImportLimits(HOUR),
    asked: `/datasets/MILS/stream?${OF_HOUR}`,
    documented: "/datasets/MILS/stream",
  },
  acceptances: {
    row: rows.ACCEPTANCE_ROW,
    run: (client) => client.acceptances(HOUR),
    asked: `/datasets/BOALF/stream?${OF_HOUR}`,
    documented: "/datasets/BOALF/stream",
  },
  latestAcceptances: {
    row: rows.ACCEPTANCE_ROW,
    run: (client) => client.latestAcceptances(),
    asked: "/balancing/acceptances/all/latest",
    documented: "/balancing/acceptances/all/latest",
  },
  bidOffers: {
    row: rows.BID_OFFER_ROW,
    run: (client) => client.bidOffers(HOUR),
    asked: `/datasets/BOD/stream?${OF_HOUR}`,
    documented: "/datasets/BOD/stream",
  },
  unitLevels: {
    row: rows.NOTIFICATION_ROW,
    run: (client) => client.unitLevels({ ...UNIT, dataset: "PN" }),
    asked: `/balancing/physical?bmUnit=T_ABRBO-1&${OF_HOUR}&dataset=PN`,
    documented: "/balancing/physical",
  },
  unitAcceptances: {
    row: rows.ACCEPTANCE_ROW,
    run: (client) => client.unitAcceptances(UNIT),
    asked: `/balancing/acceptances?bmUnit=T_ABRBO-1&${OF_HOUR}`,
    documented: "/balancing/acceptances",
  },
  unitBidOffers: {
    row: rows.BID_OFFER_ROW,
    run: (client) => client.unitBidOffers(UNIT),
    asked: `/balancing/bid-offer?bmUnit=T_ABRBO-1&${OF_HOUR}`,
    documented: "/balancing/bid-offer",
  },
  meteredVolumes: {
    row: rows.METERED_VOLUMES_ROW,
    run: (client) => client.meteredVolumes({ settlementDate: parseSettlementDate("2022-08-12") }),
    asked:
      "/datasets/B1610/stream?from=2022-08-12T00:00Z&to=2022-08-12T00:00Z&settlementPeriodFrom=1&settlementPeriodTo=48",
    documented: "/datasets/B1610/stream",
  },
  generationPerType: {
    row: rows.GENERATION_PER_TYPE_ROW,
    run: (client) => client.generationPerType(HOUR),
    asked: "/datasets/AGPT?publishDateTimeFrom=2022-07-01T00:00:00Z&publishDateTimeTo=2022-07-01T00:59:59Z",
    documented: "/datasets/AGPT",
  },
  bmUnits: {
    row: rows.BM_UNIT_ROW,
    run: (client) => client.bmUnits(),
    asked: "/reference/bmunits/all",
    documented: "/reference/bmunits/all",
  },
  rowCounts: {
    row: rows.ROW_COUNT_ROW,
    run: (client) => client.rowCounts({ from: parseSettlementDate("2026-07-08"), to: JULY_10, dataset: "EBOCF" }),
    asked: "/data-status/EBOCF?settlementDateFrom=2026-07-08&settlementDateTo=2026-07-10",
    documented: "/data-status/EBOCF",
  },
  datasetUpdates: {
    row: rows.DATASET_UPDATE_ROW,
    run: (client) => client.datasetUpdates(),
    asked: "/datasets/metadata/latest",
    documented: "/datasets/metadata/latest",
  },
};
