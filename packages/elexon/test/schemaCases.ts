import type { z } from "zod";
import { acceptancePricesFields, acceptancePricesRow } from "../src/schemas/acceptancePrices.ts";
import { acceptanceFields, acceptanceRow } from "../src/schemas/acceptances.ts";
import { acceptanceVolumesFields, acceptanceVolumesRow } from "../src/schemas/acceptanceVolumes.ts";
import { bidOfferFields, bidOfferRow } from "../src/schemas/bidOffers.ts";
import { bmUnitFields, bmUnitRow } from "../src/schemas/bmUnits.ts";
import { datasetUpdateFields, datasetUpdateRow } from "../src/schemas/datasetUpdates.ts";
import { generationPerTypeFields, generationPerTypeRow } from "../src/schemas/generationPerType.ts";
import { indicativeCashflowsFields, indicativeCashflowsRow } from "../src/schemas/indicativeCashflows.ts";
import { indicativeVolumesFields, indicativeVolumesRow } from "../src/schemas/indicativeVolumes.ts";
import { limitFields, limitRow, notificationFields, notificationRow, physicalRow } from "../src/schemas/levels.ts";
import { meteredVolumesFields, meteredVolumesRow } from "../src/schemas/meteredVolumes.ts";
import { nonBmActionsFields, nonBmActionsRow } from "../src/schemas/nonBmActions.ts";
import { rowCountRow } from "../src/schemas/rowCounts.ts";
import { stackFields, stackRow } from "../src/schemas/stack.ts";
import { systemPricesFields, systemPricesRow } from "../src/schemas/systemPrices.ts";
import * as rows from "./rows.ts";

/** A row schema with the endpoint that gives such rows. */
export type SchemaCase = {
  /** As the API document writes it. */
  readonly path: string;
  /** Elexon's fields. */
  readonly fields: z.ZodObject;
  /** From Elexon's fields to the client's row. */
  readonly schema: z.ZodType;
  /** A row that it takes. */
  readonly row: Readonly<Record<string, unknown>>;
  /** Fields that the client's row does not have: it says nothing that the method does not say. */
  readonly leftOut?: readonly string[];
  /** Fields that have another name in the client's row, beside the unit. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Optional fields of this schema that the endpoint's rows do not have. */
  readonly absent?: readonly string[];
};

const SETTLEMENT = "/balancing/settlement";
const BY_SIDE_AND_DAY = "all/{bidOffer}/{settlementDate}";

/** `dataset` repeats what was asked for. */
const leftOut = ["dataset"];

/** Every schema, under every path that the client reads with it. */
export const SCHEMAS: readonly SchemaCase[] = [
  {
    path: `${SETTLEMENT}/stack/${BY_SIDE_AND_DAY}/{settlementPeriod}`,
    fields: stackFields,
    schema: stackRow,
    row: rows.STACK_ROW,
  },
  ...["", "/{settlementPeriod}"].flatMap((period) => [
    {
      path: `${SETTLEMENT}/acceptance/volumes/${BY_SIDE_AND_DAY}${period}`,
      fields: acceptanceVolumesFields,
      schema: acceptanceVolumesRow,
      row: rows.ACCEPTANCE_VOLUMES_ROW,
    },
    {
      path: `${SETTLEMENT}/indicative/volumes/${BY_SIDE_AND_DAY}${period}`,
      fields: indicativeVolumesFields,
      schema: indicativeVolumesRow,
      row: rows.INDICATIVE_VOLUMES_ROW,
    },
    {
      path: `${SETTLEMENT}/indicative/cashflows/${BY_SIDE_AND_DAY}${period}`,
      fields: indicativeCashflowsFields,
      schema: indicativeCashflowsRow,
      row: rows.INDICATIVE_CASHFLOWS_ROW,
    },
    {
      path: `${SETTLEMENT}/system-prices/{settlementDate}${period}`,
      fields: systemPricesFields,
      schema: systemPricesRow,
      row: rows.SYSTEM_PRICES_ROW,
    },
  ]),
  {
    path: `${SETTLEMENT}/acceptances/all/{settlementDate}/{settlementPeriod}`,
    fields: acceptancePricesFields,
    schema: acceptancePricesRow,
    row: rows.ACCEPTANCE_PRICES_ROW,
  },
  {
    path: "/balancing/nonbm/disbsad/details",
    fields: nonBmActionsFields,
    schema: nonBmActionsRow,
    row: rows.NON_BM_ACTIONS_ROW,
  },
  ...["PN", "QPN"].map((dataset) => ({
    path: `/datasets/${dataset}/stream`,
    fields: notificationFields,
    schema: notificationRow,
    row: rows.NOTIFICATION_ROW,
    leftOut,
  })),
  ...["MELS", "MILS"].map((dataset) => ({
    path: `/datasets/${dataset}/stream`,
    fields: limitFields,
    schema: limitRow,
    row: rows.LIMIT_ROW,
    leftOut,
  })),
  { path: "/balancing/physical", fields: notificationFields, schema: physicalRow, row: rows.NOTIFICATION_ROW },
  {
    path: "/datasets/BOALF/stream",
    fields: acceptanceFields,
    schema: acceptanceRow,
    row: rows.ACCEPTANCE_ROW,
    leftOut,
  },
  ...["/balancing/acceptances", "/balancing/acceptances/all/latest"].map((path) => ({
    path,
    fields: acceptanceFields,
    schema: acceptanceRow,
    row: rows.ACCEPTANCE_ROW,
    leftOut,
    absent: ["dataset", "amendmentFlag"],
  })),
  { path: "/datasets/BOD/stream", fields: bidOfferFields, schema: bidOfferRow, row: rows.BID_OFFER_ROW, leftOut },
  {
    path: "/balancing/bid-offer",
    fields: bidOfferFields,
    schema: bidOfferRow,
    row: rows.BID_OFFER_ROW,
    leftOut,
    absent: ["dataset"],
  },
  {
    path: "/datasets/B1610/stream",
    fields: meteredVolumesFields,
    schema: meteredVolumesRow,
    row: rows.METERED_VOLUMES_ROW,
    leftOut,
    renamed: { nationalGridBmUnitId: "nationalGridBmUnit" },
  },
  {
    path: "/datasets/AGPT",
    fields: generationPerTypeFields,
    schema: generationPerTypeRow,
    row: rows.GENERATION_PER_TYPE_ROW,
    leftOut,
  },
  { path: "/reference/bmunits/all", fields: bmUnitFields, schema: bmUnitRow, row: rows.BM_UNIT_ROW },
  {
    path: "/datasets/metadata/latest",
    fields: datasetUpdateFields,
    schema: datasetUpdateRow,
    row: rows.DATASET_UPDATE_ROW,
  },
  ...["BOALF", "BOAV", "BOD", "DISBSAD", "DISEBSP", "DISPTAV", "EBOCF", "FREQ", "ISPSTACK", "NETBSAD", "PN"].map(
    (dataset) => ({
      path: `/data-status/${dataset}`,
      fields: rowCountRow,
      schema: rowCountRow,
      row: rows.ROW_COUNT_ROW,
    }),
  ),
];
