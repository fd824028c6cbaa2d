import { rational } from "@windhash/core";
import { describe, expect, it } from "vitest";
import { NESO_BOA, type VolumeFileFormat } from "./format.ts";
import { quarantineText } from "./quarantine.ts";
import { readVolumeFile } from "./readVolumeFile.ts";

const FORMAT: VolumeFileFormat = {
  columns: { date: "day", period: "period", id: "unit", volume: "mwh" },
  unit: "mwh",
  sign: "negative",
};
/** 2026-06-30T23:30:00Z, which is 2026-07-01 00:30 in London. */
const NOW = 1_782_862_200;
const HEADER = "day,period,unit,note,mwh";

function read(rows: readonly string[], format = FORMAT, header = HEADER) {
  return readText([header, ...rows].join("\n"), format);
}

function readText(text: string, format = FORMAT) {
  return readVolumeFile({ bytes: new TextEncoder().encode(text), name: "/some/where/volumes.csv", format, now: NOW });
}

describe("readVolumeFile", () => {
  it("reads rows exactly, wherever the columns are, and keeps the name without its folder", () => {
    const file = read(['2025-04-01,17,T_SGRWO-2,"Seagreen, 2",-62.2', "2025-04-01,18,SGRWO-1,,-0.1"]);
    expect(file).toMatchObject({ name: "volumes.csv", rows: 2, refused: [] });
    expect(file.volumes).toEqual([
      { line: 2, settlementDate: "2025-04-01", settlementPeriod: 17, id: "T_SGRWO-2", volumeMwh: rational(-311n, 5n) },
      { line: 3, settlementDate: "2025-04-01", settlementPeriod: 18, id: "SGRWO-1", volumeMwh: rational(-1n, 10n) },
    ]);
  });

  it.each([
    ["mwh", "negative", "-62.2", rational(-311n, 5n)],
    ["mean-mw", "negative", "-62.2", rational(-311n, 10n)],
    ["mwh", "positive", "62.2", rational(-311n, 5n)],
    ["mean-mw", "positive", "62.2", rational(-311n, 10n)],
    ["mwh", "negative", "-5e-05", rational(-1n, 20_000n)],
    ["mwh", "positive", "0", rational(0n)],
    ["mwh", "negative", "0.0", rational(0n)],
    [
      "mwh",
      "positive",
      "0.123456789012345678901234567890",
      rational(-12_345_678_901_234_567_890_123_456_789n, 10n ** 29n),
    ],
  ] as const)("takes %s, %s: %s", (unit, sign, text, volumeMwh) => {
    const { volumes } = read([`2025-04-01,17,A-1,,${text}`], { ...FORMAT, unit, sign });
    expect(volumes.map((volume) => volume.volumeMwh)).toEqual([volumeMwh]);
  });

  it.each([
    ["a day that does not exist", "2025-02-29,1,A-1,,-1", "day", /calendar day/, "2025-02-29"],
    ["a date of another form", "01/04/2025,1,A-1,,-1", "day", /YYYY-MM-DD/, "01/04/2025"],
    ["period 47 where the clock goes forward", "2025-03-30,47,A-1,,-1", "period", /1 to 46 on 2025-03-30/, "47"],
    ["period 49 of a common day", "2025-03-31,49,A-1,,-1", "period", /1 to 48/, "49"],
    ["period 51 where the clock goes back", "2025-10-26,51,A-1,,-1", "period", /1 to 50/, "51"],
    ["a period that is no whole number", "2025-03-31,1.0,A-1,,-1", "period", /whole number/, "1.0"],
    ["no unit", "2025-03-31,1,,,-1", "unit", /BM unit id/, ""],
    ["a bare number for a unit", "2025-03-31,1,12,,-1", "unit", /more than a number/, "12"],
    ["no volume", "2025-03-31,1,A-1,,", "mwh", /decimal number/, ""],
    ["words for a volume", "2025-03-31,1,A-1,,NaN", "mwh", /decimal number/, "NaN"],
    ["a decimal comma", '2025-03-31,1,A-1,,"-1,5"', "mwh", /decimal number/, "-1,5"],
    ["an exponent beyond all measure", "2025-03-31,1,A-1,,-1e999", "mwh", /decimal number/, "-1e999"],
    ["an increase", "2025-03-31,1,A-1,,1", "mwh", /0 or less, as reductions are written negative/, "1"],
    ["more than the country takes", "2025-03-31,1,A-1,,-30000.1", "mwh", /at most 30,000 MWh/, "-30000.1"],
    ["a field too few", "2025-03-31,1,A-1,-1", "row", /have 5 fields/, "4"],
    ["a field too many", "2025-03-31,1,A-1,,-1,", "row", /have 5 fields/, "6"],
    ["an open quote", '2025-03-31,1,A-1,"x,-1', "row", /closed on the same line/, '2025-03-31,1,A-1,"x,-1'],
  ] as const)("refuses %s", (_, row, field, rule, value) => {
    const { volumes, refused } = read([row]);
    expect(volumes).toEqual([]);
    expect(refused).toMatchObject([
      { line: 2, raw: row, refusals: [{ field, rule: expect.stringMatching(rule), value }] },
    ]);
  });

  it("takes the last period of the days on which the clock changes", () => {
    expect(read(["2025-03-30,46,A-1,,-1", "2025-10-26,50,A-1,,-1"])).toMatchObject({ rows: 2, refused: [] });
  });

  it("refuses rows of a day that has not ended in London, where it is tomorrow already", () => {
    const { volumes, refused } = read(["2026-06-30,48,A-1,,-1", "2026-07-01,1,A-1,,-1", "2099-01-01,1,A-1,,-1"]);
    expect(volumes.map(({ line }) => line)).toEqual([2]);
    const rule = "be a day that has ended in London, where it is 2026-07-01";
    expect(refused.map(({ line, refusals }) => [line, refusals])).toEqual([
      [3, [{ field: "day", rule, value: "2026-07-01" }]],
      [4, [{ field: "day", rule, value: "2099-01-01" }]],
    ]);
  });

  it("tells every rule that a row breaks", () => {
    const [row] = read(["2025-13-01,1,7,,x"]).refused;
    expect(row?.refusals.map(({ field }) => field)).toEqual(["day", "unit", "mwh"]);
  });

  it("loses no row to a quote that was never closed", () => {
    const file = read(['2025-04-01,1,A-1,"open,-1', "2025-04-01,1,A-1,,-2", '2025-04-01,1,A-1,"shut",-3']);
    expect([file.refused.map(({ line }) => line), file.volumes.map(({ line }) => line)]).toEqual([[2], [3, 4]]);
  });

  it("counts a period's volumes together, so that the row that goes too far is refused", () => {
    const file = read(["2025-04-01,1,A-1,,-20000", "2025-04-01,2,A-1,,-20000", "2025-04-01,1,B-1,,-10000.5"]);
    expect(file.refused.map(({ line }) => line)).toEqual([4]);
  });

  it("reads whatever ends a line, and a byte order mark, and blank lines, and blanks around fields", () => {
    const text = `\uFEFF${HEADER}\r\n2025-04-01, 1 ,A-1,,-1\r\n\r\n2025-04-01,2,A-1,,-1\r2025-04-01,3,A-1,, -1\n`;
    expect(readText(text).volumes.map(({ line, settlementPeriod }) => [line, settlementPeriod])).toEqual([
      [2, 1],
      [4, 2],
      [5, 3],
    ]);
  });

  it.each([
    ["", /begin with a header, got an empty file/],
    ["\n\n", /begin with a header/],
    ["day,period,unit\n", /have one column "mwh" \(the volume\), got none among day, period, unit/],
    ["day,period,unit,mwh,mwh\n", /have one column "mwh" \(the volume\), got 2 among/],
    ["day,period,unit,mwh\n", /have rows below its header, got none/],
    ["day;period;unit;mwh\n2025-04-01;1;A-1;-1\n", /must be separated by commas, got semicolons/],
    ["PK\u0003\u0004\u0014\u0000\u0006", /must be text in UTF-8, with commas, got a file that is no such text/],
    ["%PDF-1.7\n\u0001\u0002", /must be text in UTF-8/],
    ['day,"period,unit,mwh\n', /header whose quotes are closed/],
  ])("refuses the file %j as a whole", (text, message) => {
    expect(() => readText(text)).toThrow(message);
  });

  it("refuses one column for two things", () => {
    const columns = { ...FORMAT.columns, id: "day" };
    expect(() => read(["2025-04-01,1,A-1,,-1"], { ...FORMAT, columns })).toThrow(/one column for two of them/);
  });

  it("knows NESO's file", () => {
    const file = read(
      ["2025-04-01,17,SGRWO-2,Seagreen 2,-62.2"],
      NESO_BOA,
      "Date,Settlement_Period,Generator_Name,Generator_Full_Name,BOA_Volume",
    );
    expect(file.volumes).toMatchObject([{ id: "SGRWO-2", volumeMwh: rational(-311n, 10n) }]);
  });
});

describe("quarantineText", () => {
  it("has row, field, rule, value and the row as it stands", () => {
    const { refused } = read(['2025-03-30,47,A-1,"a ""note""",-1', "2025-03-30,1,A-1,,+1"]);
    expect(quarantineText(refused)).toBe(
      [
        "row,field,rule,value,raw",
        '2,period,"must be a whole number from 1 to 46 on 2025-03-30, where the clock goes forward",47,"2025-03-30,47,A-1,""a """"note"""""",-1"',
        '3,mwh,"must be 0 or less, as reductions are written negative",+1,"2025-03-30,1,A-1,,+1"',
        "",
      ].join("\n"),
    );
  });
});
