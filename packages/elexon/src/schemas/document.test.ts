import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describeWithData } from "@windhash/testkit";
import { expect, it } from "vitest";
import { z } from "zod";
import { documentOf, exampleOf, propertiesOf, type Property, wrapped } from "../../test/apiDocument.ts";
import * as rows from "../../test/rows.ts";
import { type SchemaCase, SCHEMAS } from "../../test/schemaCases.ts";
import { unwrapRows } from "../client/rows.ts";
import { acceptanceRow } from "./acceptances.ts";
import { bidOfferFields } from "./bidOffers.ts";
import { bmUnitRow } from "./bmUnits.ts";
import { limitRow, notificationFields } from "./levels.ts";
import { nonBmActionsRow } from "./nonBmActions.ts";
import { pairFields } from "./pairs.ts";
import { stackRow } from "./stack.ts";

/** What a field's name may end in beside Elexon's. */
const UNITS = ["", "Mwh", "Mw", "Gbp", "GbpPerMwh"];

const CASES = SCHEMAS.map((found) => [found.path, found] as const);

/** A value that the document's type does not allow. */
function wrongValue({ type, $ref }: Property): unknown {
  return type === "string" ? 12 : type === "boolean" || $ref !== undefined ? "no" : "12";
}

function takes({ schema, row }: SchemaCase, field: string, value: unknown): boolean {
  return schema.safeParse({ ...row, [field]: value }).success;
}

describeWithData("row schemas against the Insights API document", "elexon/openapi/insights-openapi.json", (file) => {
  const document = documentOf(file);

  it.each(CASES)("%s has the document's fields, no more and no fewer", (path, { fields, absent = [] }) => {
    const known = Object.keys(fields.shape).filter((field) => !absent.includes(field));
    expect(known.toSorted()).toEqual(Object.keys(propertiesOf(document, path)).toSorted());
  });

  it.each(CASES)("%s takes null exactly where the document does", (path, found) => {
    for (const [field, { nullable }] of Object.entries(propertiesOf(document, path))) {
      expect([field, takes(found, field, null)]).toEqual([field, nullable === true]);
    }
  });

  it.each(CASES)("%s refuses a value of another type than the document's", (path, found) => {
    expect(found.schema.safeParse(found.row).success).toBe(true);
    for (const [field, property] of Object.entries(propertiesOf(document, path))) {
      expect([field, takes(found, field, wrongValue(property))]).toEqual([field, false]);
    }
  });

  it.each(CASES)("%s takes fractions exactly where the document does", (path, found) => {
    const numbers = Object.entries(propertiesOf(document, path)).filter(
      ([, { type }]) => type === "integer" || type === "number",
    );
    for (const [field, { type }] of numbers) {
      expect([field, takes(found, field, 1.5)]).toEqual([field, type === "number"]);
    }
  });

  it.each(CASES)("%s takes the document's own example, in the document's wrapper", (path, { schema }) => {
    const example = exampleOf(document, propertiesOf(document, path));
    const unwrapped = unwrapRows(wrapped(document, path, [example]), { name: path, place: "the document" });
    expect(z.array(schema).safeParse(unwrapped)).toMatchObject({ success: true });
  });

  it("pairs are those of the document, all nullable numbers", () => {
    const pairs =
      document.components.schemas["Insights.Api.Models.Responses.Balancing.Settlement.DerivedDataBidOfferPairs"]!;
    expect(Object.keys(pairFields.shape).toSorted()).toEqual(Object.keys(pairs.properties).toSorted());
    expect(Object.values(pairs.properties).every(({ nullable, type }) => nullable === true && type === "number")).toBe(
      true,
    );
  });
});

it.each(CASES)("%s: a row has every field under its own name with the unit as the last word", (_, found) => {
  const { fields, schema, row, leftOut = [], renamed = {} } = found;
  const given = Object.keys(schema.parse(row) as object);
  const kept = Object.keys(fields.shape).filter((field) => !leftOut.includes(field));
  const left = kept.map((field) => {
    const name = renamed[field] ?? field;
    return given.find((candidate) => UNITS.some((unit) => candidate === `${name}${unit}`)) ?? `no ${field}`;
  });
  expect(left.toSorted()).toEqual(given.toSorted());
});

it.each(CASES)("%s: a row keeps every value", (_, { schema, row, leftOut = [], renamed = {} }) => {
  const given = schema.parse(row) as Readonly<Record<string, unknown>>;
  for (const [field, value] of Object.entries(row).filter(([name]) => !leftOut.includes(name))) {
    const name = renamed[field] ?? field;
    const key = Object.keys(given).find((candidate) => UNITS.some((unit) => candidate === `${name}${unit}`))!;
    const isTime = typeof value === "string" && value.includes("T") && value.includes(":");
    expect([key, given[key]]).toEqual([key, isTime ? Math.floor(Date.parse(value) / 1000) : value]);
  }
});

describeWithData("row schemas against real bodies", "elexon/samples", (folder) => {
  const read = (name: string): readonly unknown[] =>
    unwrapRows(JSON.parse(readFileSync(`${folder}/${name}`, "utf8")), { name, place: folder });

  it("take the stream of acceptances of 2024-05-01, 1,000 rows", () => {
    expect(z.array(acceptanceRow).parse(read("datasets_BOALF_stream_2024-05-01.json"))).toHaveLength(1000);
  });

  it("take the latest acceptances of 2024-06-03, 100 rows, whose form has no dataset", () => {
    const latest = z.array(acceptanceRow).parse(read("balancing_acceptances_all_latest.json"));
    expect(latest).toHaveLength(100);
    expect(latest[0]).toMatchObject({
      bmUnit: "T_SGRWO-4",
      acceptanceNumber: 8055,
      timeFrom: 1_717_444_440,
      levelToMw: 104,
      amendmentFlag: null,
    });
  });

  it("take the import limits of 2024-05-01, 1,000 rows, of which five end within their half-hour", () => {
    const limits = z.array(limitRow).parse(read("datasets_MILS_2024-05-01T10-11Z.json"));
    expect(limits).toHaveLength(1000);
    expect(limits.filter(({ timeFrom, timeTo }) => timeTo - timeFrom < 1800)).toHaveLength(5);
  });

  it("take the adjustment actions of 2024-05-01, period 40", () => {
    const actions = z.array(nonBmActionsRow).parse(read("balancing_nonbm_disbsad_details_2024-05-01_SP40.json"));
    expect(actions.map(({ costGbp, volumeMwh, priceGbpPerMwh }) => [costGbp, volumeMwh, priceGbpPerMwh])).toEqual([
      [2501.33, 27.842, 89.84],
      [2475, 24.75, 100],
    ]);
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

describeWithData(
  "row schemas against a real day, whose lines have Elexon's names",
  "elexon/day-2022-01-01",
  (folder) => {
    const lines = (name: string): unknown[] =>
      gunzipSync(readFileSync(`${folder}/${name}`))
        .toString()
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown);

    it("take all 18,220 physical notifications", () => {
      expect(z.array(notificationFields).parse(lines("pn.ndjson.gz"))).toHaveLength(18_220);
    });

    it("take all 6,301 acceptance segments, which state but the first of their periods", () => {
      const whole = lines("boalf.ndjson.gz").map((line) => ({
        ...(line as object),
        settlementPeriodTo: (line as { settlementPeriodFrom: number }).settlementPeriodFrom,
      }));
      expect(z.array(acceptanceRow).parse(whole)).toHaveLength(6301);
    });

    it("take all 14,964 bid-offer pairs", () => {
      expect(z.array(bidOfferFields).parse(lines("bod_2022-01-01_only.ndjson.gz"))).toHaveLength(14_964);
    });
  },
);

it("a field that is read must be there: renamed, it is an error and not a null", () => {
  const { originalPrice: _, ...renamed } = { ...rows.STACK_ROW, price: 90.25 };
  expect(stackRow.safeParse(renamed).success).toBe(false);
});

it("a nullable field that is not read may be left out, and is null then", () => {
  const { tlmAdjustedCost: _, ...shorter } = rows.STACK_ROW;
  expect(stackRow.parse(shorter)).toMatchObject({ tlmAdjustedCostGbp: null });
});
