import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { type BalancingSource, parseSettlementDate, parseSettlementPeriod, settlementDay } from "@windhash/core";
import { describeWithData } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { emptyFolder } from "../../test/folder.ts";
import * as rows from "../../test/rows.ts";
import { ndjsonSource } from "./ndjsonSource.ts";

const JULY_1 = settlementDay(parseSettlementDate("2022-07-01"));

/** An extract of one settlement day in summer, which begins at 23:00 UTC of the day before. */
async function summerExtract(files: Readonly<Record<string, readonly object[]>> = {}): Promise<string> {
  const directory = await emptyFolder();
  const all = {
    "pn.ndjson.gz": [rows.NOTIFICATION_ROW],
    "boalf.ndjson.gz": [rows.ACCEPTANCE_ROW],
    "bod.ndjson.gz": [rows.BID_OFFER_ROW],
    ...files,
  };
  for (const [name, lines] of Object.entries(all)) {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    await writeFile(join(directory, name), gzipSync(text));
  }
  return directory;
}

describe("ndjsonSource", () => {
  it("covers whole settlement days, from London midnight to London midnight", async () => {
    const source = ndjsonSource({ directory: await summerExtract() });
    const asked = { startsAt: JULY_1.startsAt - 7200, endsAt: JULY_1.endsAt + 7200 };
    expect(new Date(JULY_1.startsAt * 1000).toISOString()).toBe("2022-06-30T23:00:00.000Z");
    expect((await source.notifications(asked)).covers).toEqual(JULY_1);
    expect((await source.acceptances(asked)).covers).toEqual(JULY_1);
  });

  it("does not call itself whole: a file that ends early looks like one that had no more", async () => {
    const source = ndjsonSource({ directory: await summerExtract() });
    expect((await source.notifications(JULY_1)).isWhole).toBe(false);
    expect((await source.acceptances(JULY_1)).isWhole).toBe(false);
  });

  it("covers no more than was asked", async () => {
    const source = ndjsonSource({ directory: await summerExtract() });
    const hour = { startsAt: JULY_1.startsAt + 3600, endsAt: JULY_1.startsAt + 7200 };
    expect((await source.acceptances(hour)).covers).toEqual(hour);
  });

  it("gives notifications that touch the span, and acceptances that begin in it", async () => {
    const source = ndjsonSource({ directory: await summerExtract() });
    // The notification lasts from 00:00 to 00:30 UTC, the acceptance from 00:10 to 00:37.
    const span = { startsAt: 1_656_633_600 + 1500, endsAt: 1_656_633_600 + 3600 };
    expect((await source.notifications(span)).rows).toHaveLength(1);
    expect((await source.acceptances(span)).rows).toEqual([]);
  });

  it("refuses a span of which it holds nothing: it cannot say that there was nothing", async () => {
    const source = ndjsonSource({ directory: await summerExtract() });
    const other = settlementDay(parseSettlementDate("2022-07-02"));
    await expect(source.notifications(other)).rejects.toMatchObject({ code: "source" });
    await expect(source.acceptances(other)).rejects.toThrow(/2022-06-30T23:00:00Z to 2022-07-01T23:00:00Z/);
  });

  it("knows no bid-offer data where it has no file of them, and joins several files", async () => {
    const directory = await summerExtract();
    await rm(join(directory, "bod.ndjson.gz"));
    expect(await ndjsonSource({ directory }).bidOffers(JULY_1)).toBeNull();

    const later = { ...rows.BID_OFFER_ROW, timeFrom: "2022-07-01T00:30:00Z", timeTo: "2022-07-01T01:00:00Z" };
    const two = ndjsonSource({ directory: await summerExtract({ "bod_2.ndjson.gz": [later] }) });
    expect((await two.bidOffers(JULY_1))?.rows).toHaveLength(2);
  });

  it.each(["stack", "acceptanceVolumes"] as const)(
    "has no %s, and says which method it is good for",
    async (method) => {
      const source = ndjsonSource({ directory: await summerExtract() });
      const settlementDate = parseSettlementDate("2022-07-01");
      const settlementPeriod = parseSettlementPeriod(1, settlementDate);
      await expect(source[method]({ settlementDate, settlementPeriod, side: "bid" })).rejects.toThrow(
        /this archive has no .* method pn/i,
      );
    },
  );

  it("reads each file once", async () => {
    const directory = await summerExtract();
    const source = ndjsonSource({ directory });
    const first = await source.notifications(JULY_1);
    await writeFile(join(directory, "pn.ndjson.gz"), "gone");
    expect(await source.notifications(JULY_1)).toEqual(first);
    await expect(ndjsonSource({ directory }).notifications(JULY_1)).rejects.toMatchObject({ code: "source" });
  });

  it("reads a file again after it could not be read", async () => {
    const directory = await summerExtract();
    const whole = await readFile(join(directory, "pn.ndjson.gz"));
    await writeFile(join(directory, "pn.ndjson.gz"), whole.subarray(0, 20));
    const source = ndjsonSource({ directory });
    await expect(source.notifications(JULY_1)).rejects.toThrow(/must be a whole gzip file/);
    await writeFile(join(directory, "pn.ndjson.gz"), whole);
    expect((await source.notifications(JULY_1)).rows).toHaveLength(1);
  });

  it("refuses an empty file: a day without notifications is none", async () => {
    const source = ndjsonSource({ directory: await summerExtract({ "pn.ndjson.gz": [] }) });
    await expect(source.notifications(JULY_1)).rejects.toMatchObject({ code: "source" });
  });

  it("is hashed over what is in a file, not over how it is compressed", async () => {
    const directory = await summerExtract();
    const before = (await ndjsonSource({ directory }).notifications(JULY_1)).payloadHash;
    const text = gunzipSync(await readFile(join(directory, "pn.ndjson.gz")));
    await writeFile(join(directory, "pn.ndjson.gz"), gzipSync(text, { level: 1 }));
    expect((await ndjsonSource({ directory }).notifications(JULY_1)).payloadHash).toBe(before);
    expect(before).toBe(createHash("sha256").update(text).digest("hex"));
  });

  it.each([
    ["a line that is cut short", '{"settlementDate":"2022-07-01"', /got .* in line 2/],
    ["a line that lacks a field", '{"settlementDate":"2022-07-01"}', /Row 1 of the extract.*timeFrom/],
    ["a blank line", "", /in line 2/],
    ["a line that is no row", "null", /Row 1 of the extract/],
  ])("refuses a file with %s, whole", async (_, line, message) => {
    const directory = await summerExtract();
    const good = JSON.stringify(rows.NOTIFICATION_ROW);
    await writeFile(join(directory, "pn.ndjson.gz"), gzipSync(`${good}\n${line}\n${good}\n`));
    await expect(ndjsonSource({ directory }).notifications(JULY_1)).rejects.toThrow(message);
  });
});

describeWithData("ndjsonSource over two real days", "elexon/day-2022-01-01", (directory) => {
  const source: BalancingSource = ndjsonSource({ directory });
  const first = settlementDay(parseSettlementDate("2022-01-01"));
  const second = settlementDay(parseSettlementDate("2022-01-02"));
  const both = { startsAt: first.startsAt, endsAt: second.endsAt };

  it("gives all 18,220 notifications, 6,301 acceptance segments and 14,964 bid-offer pairs", async () => {
    expect((await source.notifications(both)).rows).toHaveLength(18_220);
    expect((await source.acceptances(both)).rows).toHaveLength(6301);
    expect((await source.bidOffers(both))?.rows).toHaveLength(14_964);
  });

  it("splits them by day", async () => {
    expect((await source.notifications(first)).rows).toHaveLength(9027);
    expect((await source.notifications(second)).rows).toHaveLength(9193);
    expect((await source.acceptances(first)).rows).toHaveLength(3720);
    expect((await source.acceptances(second)).rows).toHaveLength(2581);
  });

  it("begins at midnight, so that the run-in to the first day is absent and that to the second is there", async () => {
    const runIn = 7200;
    const beforeFirst = await source.acceptances({ startsAt: first.startsAt - runIn, endsAt: first.endsAt });
    expect(beforeFirst.covers).toEqual(first);
    const beforeSecond = await source.acceptances({ startsAt: second.startsAt - runIn, endsAt: second.endsAt });
    expect(beforeSecond.covers.startsAt).toBe(second.startsAt - runIn);
  });

  it("has no prices for the second day, which is unknown and not zero", async () => {
    expect(await source.bidOffers(second)).toBeNull();
    expect((await source.bidOffers(first))?.rows).toHaveLength(14_964);
  });

  it("gives a segment as the file has it", async () => {
    const line = JSON.parse(
      gunzipSync(readFileSync(join(directory, "boalf.ndjson.gz")))
        .toString()
        .split("\n")[0] ?? "",
    );
    expect(line).toMatchObject({
      timeFrom: "2022-01-01T18:21:00Z",
      acceptanceTime: "2022-01-01T18:19:00Z",
      levelFrom: 42,
    });
    expect((await source.acceptances(first)).rows[0]).toEqual({
      bmUnitId: "2__PSTAT001",
      startsAt: 1_641_061_260,
      endsAt: 1_641_061_440,
      levelFromMw: 42,
      levelToMw: 5,
      acceptanceId: 34_221,
      acceptedAt: 1_641_061_140,
      soFlag: true,
    });
  });

  it("states neither fetch times nor counts", async () => {
    expect((await source.notifications(first)).fetchedAt).toBeNull();
    expect(await source.rowCounts({ settlementDate: parseSettlementDate("2022-01-01"), dataset: "PN" })).toBeNull();
  });
});
