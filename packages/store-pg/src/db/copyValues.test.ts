import { StoreError } from "@windhash/core";
import { openTestPostgres, type OpenedDatabase } from "../../test/openStores.ts";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type BulkColumn, type BulkTable, column } from "./bulkTable.ts";
import { numeric } from "./copyNumeric.ts";
import * as values from "./copyValues.ts";

describe("values in the binary format of COPY", () => {
  let opened: OpenedDatabase;
  beforeAll(async () => {
    opened = await openTestPostgres();
    await opened.database.query(
      `CREATE TABLE every_type (place integer, flag boolean, small smallint, whole integer, big bigint, exact bigint, label text,
         blob bytea, day date, moment timestamptz, amount numeric)`,
    );
  }, 60_000);
  beforeEach(() => opened.database.query("TRUNCATE every_type"));
  afterAll(() => opened.close());

  const table = <Row>(...columns: readonly BulkColumn<Row>[]): BulkTable<Row> => ({ name: "every_type", columns });
  const copy = <Row>(rows: readonly Row[], ...columns: readonly BulkColumn<Row>[]) =>
    opened.database.transaction([], (transaction) => transaction.copy(table(...columns), rows));
  const read = (sql: string) =>
    opened.database.query<Record<string, unknown>>(`SELECT ${sql} FROM every_type ORDER BY place`);

  it("are read by a server as they were meant", async () => {
    const decimal = fc
      .tuple(fc.boolean(), fc.stringMatching(/^\d{1,22}$/), fc.option(fc.stringMatching(/^\d{1,14}$/)))
      .map(
        ([isNegative, whole, fraction]) => `${isNegative ? "-" : ""}${whole}${fraction === null ? "" : `.${fraction}`}`,
      );
    const row = fc.record({
      flag: fc.option(fc.boolean()),
      small: fc.integer({ min: -32_768, max: 32_767 }),
      whole: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      big: fc.maxSafeInteger(),
      exact: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      label: fc
        .oneof(fc.string({ unit: "grapheme", maxLength: 60 }), fc.string())
        .map((text) => text.replaceAll("\0", "")),
      blob: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("hex")),
      day: fc
        .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
        .map((day) => day.toISOString().slice(0, 10)),
      moment: fc.integer({ min: -8_000_000_000, max: 8_000_000_000 }),
      amount: decimal,
    });
    const rows = fc.sample(row, { seed: 5, numRuns: 1500 }).map((each, place) => ({ place, ...each }));
    type Row = (typeof rows)[number];
    await copy<Row>(
      rows,
      column("place", values.int4, (each) => each.place),
      column("flag", values.boolean, (each) => each.flag),
      column("small", values.int2, (each) => each.small),
      column("whole", values.int4, (each) => each.whole),
      column("big", values.int8, (each) => each.big),
      column("exact", values.bigint, (each) => each.exact),
      column("label", values.text, (each) => each.label),
      column("blob", values.hex, (each) => each.blob),
      column("day", values.date, (each) => each.day),
      column("moment", values.instant, (each) => each.moment),
      column("amount", numeric, (each) => each.amount),
    );
    const held = await read(
      "place, flag, small, whole, big, exact, label, encode(blob, 'hex') AS blob, to_char(day, 'YYYY-MM-DD') AS day, " +
        "extract(epoch FROM moment)::bigint AS moment, amount",
    );
    const expected = rows.map((each) => ({
      ...each,
      big: BigInt(each.big),
      moment: BigInt(each.moment),
      amount: numeral(each.amount),
    }));
    expect(held).toEqual(expected);
  });

  it("keep the zeros of a decimal and drop those that mean nothing", async () => {
    const amounts = [
      "0",
      "-0",
      "0.00",
      "-0.00",
      "100.00",
      "0010.5",
      "0.00001",
      "-12345678.90",
      "10000",
      "0.0001",
      "99999999",
    ];
    await copy(
      amounts.map((amount, place) => ({ amount, place })),
      column("place", values.int4, (row) => row.place),
      column("amount", numeric, (row) => row.amount),
    );
    const shown = [
      "0",
      "0",
      "0.00",
      "0.00",
      "100.00",
      "10.5",
      "0.00001",
      "-12345678.90",
      "10000",
      "0.0001",
      "99999999",
    ];
    expect((await read("amount")).map(({ amount }) => amount)).toEqual(shown);
  });

  it.each<[string, BulkColumn<unknown>]>([
    ["a decimal with an exponent", column("amount", numeric, () => "1e3")],
    ["a decimal that is none", column("amount", numeric, () => "NaN")],
    ["a decimal that begins with its point", column("amount", numeric, () => ".5")],
    ["an integer that is not safe", column("big", values.int8, () => 2 ** 53)],
    ["a fraction as an integer", column("whole", values.int4, () => 1.5)],
    ["an integer above two bytes", column("small", values.int2, () => 32_768)],
    ["an integer above four bytes", column("whole", values.int4, () => 2 ** 31)],
    ["an integer above eight bytes", column("exact", values.bigint, () => 2n ** 63n)],
    ["digits that are not hexadecimal", column("blob", values.hex, () => "xy")],
    ["half a byte", column("blob", values.hex, () => "abc")],
    ["a day that does not exist", column("day", values.date, () => "2022-02-30")],
  ])("refuse %s, and nothing is written", async (_, bad) => {
    const rows = Array.from({ length: 3 }, (__, place) => place);
    await expect(
      copy(
        rows,
        column("place", values.int4, (place) => place),
        bad,
      ),
    ).rejects.toThrow(StoreError);
    expect(await read("place")).toEqual([]);
  });

  it("go through in many pieces", async () => {
    const rows = Array.from({ length: 20_000 }, (_, place) => place);
    const label = "x".repeat(50);
    await copy(
      rows,
      column("place", values.int4, (place) => place),
      column("label", values.text, () => label),
    );
    const [sums] = await opened.database.query(
      "SELECT count(*) AS rows, sum(place)::bigint AS sum, max(label) AS label FROM every_type",
    );
    expect(sums).toEqual({ rows: 20_000n, sum: 199_990_000n, label });
  });
});

/** As PostgreSQL prints it: no zeros before, no minus before zero. */
function numeral(text: string): string {
  const [, sign, digits] = /^(-?)0*(\d.*)$/.exec(text) as unknown as [string, string, string];
  return /[1-9]/.test(digits) ? sign + digits : digits;
}
