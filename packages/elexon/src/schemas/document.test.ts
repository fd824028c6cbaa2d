import { readFileSync } from "node:fs";
import { describeWithData } from "@windhash/testkit";
import { expect, it } from "vitest";
import { z } from "zod";
import * as rows from "../../test/rows.ts";
import { acceptanceVolumesRow } from "./acceptanceVolumes.ts";
import { bidOfferRow } from "./bidOffers.ts";
import { bmUnitRow } from "./bmUnits.ts";
import { acceptanceRow, notificationRow } from "./levels.ts";
import { rowCountRow } from "./rowCounts.ts";
import { stackRow } from "./stack.ts";

type Property = {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly $ref?: string;
};
type Document = {
  readonly paths: Readonly<Record<string, { readonly get: { readonly responses: Readonly<Record<string, unknown>> } }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly properties: Readonly<Record<string, Property>> }>>;
  };
};

const STACK = "/balancing/settlement/stack/all/{bidOffer}/{settlementDate}/{settlementPeriod}";
const VOLUMES = "/balancing/settlement/acceptance/volumes/all/{bidOffer}/{settlementDate}";

const SCHEMAS: readonly (readonly [path: string, schema: z.ZodObject, row: object])[] = [
  [STACK, stackRow, rows.STACK_ROW],
  [VOLUMES, acceptanceVolumesRow, rows.ACCEPTANCE_VOLUMES_ROW],
  ["/datasets/PN/stream", notificationRow, rows.NOTIFICATION_ROW],
  ["/datasets/BOALF/stream", acceptanceRow, rows.ACCEPTANCE_ROW],
  ["/datasets/BOD/stream", bidOfferRow, rows.BID_OFFER_ROW],
  ["/reference/bmunits/all", bmUnitRow, rows.BM_UNIT_ROW],
  ...["ISPSTACK", "BOAV", "BOALF", "PN", "BOD"].map(
    (dataset) => [`/data-status/${dataset}`, rowCountRow, rows.ROW_COUNT_ROW] as const,
  ),
];

/** The row type that a 200 of the path gives, whichever its wrapper. */
function rowProperties(document: Document, path: string): Readonly<Record<string, Property>> {
  const answer = JSON.stringify(document.paths[path]?.get.responses["200"]);
  const wrapper = /"#\/components\/schemas\/([^"]+)"/.exec(answer)?.[1] ?? "";
  const name = wrapper.includes("_") ? wrapper.slice(wrapper.indexOf("_") + 1) : wrapper;
  return document.components.schemas[name]!.properties;
}

/** A value that the document's type does not allow. */
function wrongValue({ type, $ref }: Property): unknown {
  return type === "string" ? 12 : type === "boolean" || $ref !== undefined ? "no" : "12";
}

function takes(schema: z.ZodObject, row: object, field: string, value: unknown): boolean {
  return schema.safeParse({ ...row, [field]: value }).success;
}

describeWithData("row schemas against the Insights API document", "elexon/openapi/insights-openapi.json", (file) => {
  const document = (file === "" ? null : JSON.parse(readFileSync(file, "utf8"))) as Document;

  it.each(SCHEMAS)("%s has the document's fields, no more and no fewer", (path, schema) => {
    expect(Object.keys(schema.shape).toSorted()).toEqual(Object.keys(rowProperties(document, path)).toSorted());
  });

  it.each(SCHEMAS)("%s takes null exactly where the document does", (path, schema, row) => {
    for (const [field, { nullable }] of Object.entries(rowProperties(document, path))) {
      expect([field, takes(schema, row, field, null)]).toEqual([field, nullable === true]);
    }
  });

  it.each(SCHEMAS)("%s refuses a value of another type than the document's", (path, schema, row) => {
    expect(schema.safeParse(row).success).toBe(true);
    for (const [field, property] of Object.entries(rowProperties(document, path))) {
      expect([field, takes(schema, row, field, wrongValue(property))]).toEqual([field, false]);
    }
  });

  it.each(SCHEMAS)("%s takes fractions exactly where the document does", (path, schema, row) => {
    const numbers = Object.entries(rowProperties(document, path)).filter(
      ([, { type }]) => type === "integer" || type === "number",
    );
    for (const [field, { type }] of numbers) {
      expect([field, takes(schema, row, field, 1.5)]).toEqual([field, type === "number"]);
    }
  });

  it("pairs of accepted volumes are those of the document, all nullable", () => {
    const pairs =
      document.components.schemas["Insights.Api.Models.Responses.Balancing.Settlement.DerivedDataBidOfferPairs"]!;
    expect(Object.keys(acceptanceVolumesRow.shape.pairVolumes.shape).toSorted()).toEqual(
      Object.keys(pairs.properties).toSorted(),
    );
    expect(Object.values(pairs.properties).every(({ nullable, type }) => nullable === true && type === "number")).toBe(
      true,
    );
  });
});

describeWithData("row schemas against real bodies", "elexon/samples", (folder) => {
  const read = (name: string): unknown => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));

  it("take the stream of acceptances of 2024-05-01, 1,000 rows", () => {
    expect(z.array(acceptanceRow).parse(read("datasets_BOALF_stream_2024-05-01.json"))).toHaveLength(1000);
  });

  it("take the latest acceptances of 2024-06-03, 100 rows, whose form has no dataset", () => {
    const { data: latest } = z
      .object({ data: z.array(acceptanceRow) })
      .parse(read("balancing_acceptances_all_latest.json"));
    expect(latest).toHaveLength(100);
    expect(latest[0]).toMatchObject({
      bmUnit: "T_SGRWO-4",
      acceptanceNumber: 8055,
      timeFrom: 1_717_444_440,
      levelTo: 104,
    });
  });

  it("take the levels of 2024-05-01, 1,000 rows, which have the fields of physical notifications", () => {
    const { data: levels } = z
      .object({ data: z.array(notificationRow) })
      .parse(read("datasets_MILS_2024-05-01T10-11Z.json"));
    expect(levels).toHaveLength(1000);
  });
});

describeWithData(
  "row schema of the register against a real body",
  "elexon/reference/bmunits_all_2025-11.json",
  (file) => {
    it("takes all 2,733 units of November 2025", () => {
      expect(z.array(bmUnitRow).parse(JSON.parse(readFileSync(file, "utf8")))).toHaveLength(2733);
    });
  },
);

it("a field that is read must be there: renamed, it is an error and not a null", () => {
  const { originalPrice: _, ...renamed } = { ...rows.STACK_ROW, price: 90.25 };
  expect(stackRow.safeParse(renamed).success).toBe(false);
});

it("a nullable field that is not read may be left out", () => {
  const { tlmAdjustedCost: _, ...shorter } = rows.STACK_ROW;
  expect(stackRow.safeParse(shorter).success).toBe(true);
});
