import { addDays, parseSettlementDate, type SettlementDate, settlementPeriods, type Stores } from "@windhash/core";
import { memoryStores } from "@windhash/testkit";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { units } from "../../test/scriptedSource.ts";
import type { VolumeFileFormat } from "./format.ts";
import { importDays } from "./importDays.ts";
import { planImport } from "./planImport.ts";
import { quarantineText } from "./quarantine.ts";
import { readVolumeFile } from "./readVolumeFile.ts";

/** `WINDHASH_LONG=1` makes 1,000,000 rows; without it, 50,000 of the same kinds. */
const ROWS = process.env["WINDHASH_LONG"] === "1" ? 1_000_000 : 50_000;
const ROWS_PER_FILE = 50_000;

vi.setConfig({ testTimeout: ROWS > 50_000 ? 1_200_000 : 120_000 });

const FORMAT: VolumeFileFormat = {
  columns: { date: "date", period: "period", id: "unit", volume: "mwh" },
  unit: "mwh",
  sign: "negative",
};
const HEADER = "date,period,unit,note,mwh";

/** Every break of a rule, made of a sound row, with the column that must be told of. */
const BREAKS: readonly (readonly [field: string, (row: Row, random: Random) => string])[] = [
  [
    "date",
    (row, random) =>
      text({
        ...row,
        date: pick(random, [
          "",
          "2025-02-29",
          "2025-4-1",
          "31/03/2025",
          "1999-01-01",
          "2025-04-01T00:00",
          "２０２５-04-01",
        ]) as SettlementDate,
      }),
  ],
  [
    "period",
    (row, random) =>
      text({ ...row, period: pick(random, ["", "0", "51", "-1", "1.5", "1e1", "0x1", "49", "NaN", "७"]) }),
  ],
  [
    "unit",
    (row, random) =>
      text({ ...row, id: pick(random, ["", "7", "0042", "\u0000", "MÖWE-1", "x".repeat(33), "\u200B"]) }),
  ],
  [
    "mwh",
    (row, random) =>
      text({
        ...row,
        mwh: pick(random, [
          "",
          "1",
          "+0.001",
          "-",
          "--1",
          "-1.2.3",
          "NaN",
          "-Infinity",
          "-1e400",
          "-1 000",
          "0x10",
          "1_0",
          "-30001",
          "null",
        ]),
      }),
  ],
  [
    "row",
    (row, random) =>
      pick(random, [
        `${text(row)},`,
        text(row).replace(",", ""),
        text(row).replace(/^/, '"'),
        row.date,
        '"',
        ",,,,,,,",
      ]),
  ],
];

type Row = {
  readonly date: SettlementDate;
  readonly period: string;
  readonly id: string;
  readonly mwh: string;
  readonly billionths: bigint;
};
type Random = () => number;

describe("whatever a file holds", () => {
  it(`stores the sound rows of ${ROWS}, to the digit, and tells the reason of each of the others`, async () => {
    const store = memoryStores();
    const told = { rows: 0, refused: 0, volumes: 0 };
    for (let made = 0, seed = 1; made < ROWS; made += ROWS_PER_FILE, seed += 1) {
      const fuzzed = fuzzedFile(seed);
      const { lines, broken } = fuzzed;
      const file = readVolumeFile({
        bytes: new TextEncoder().encode([HEADER, ...lines].join("\n")),
        name: "fuzz.csv",
        format: FORMAT,
        now: 1_767_225_600,
      });
      expect(file.refused.map(({ line }) => line)).toEqual([...broken.keys()]);
      expect(file.refused.filter(({ line, raw }) => raw !== lines[line - 2])).toEqual([]);
      expect(
        file.refused.filter(({ line, refusals: [reason, ...more] }) => {
          const isThatField = reason?.field === broken.get(line) && more.length === 0;
          return !isThatField || reason?.rule === "";
        }),
      ).toEqual([]);
      const plan = await planImport({ file, units, attribution: null, store });
      await importDays({ plan, choice: { acceptRest: true, replace: true }, store, clock: () => 0 });
      await expectStored(store, fuzzed);
      told.rows += file.rows;
      told.refused += file.refused.length;
      told.volumes += file.volumes.length;
    }
    expect(told.rows).toBe(ROWS);
    expect(told.refused + told.volumes).toBe(ROWS);
    expect(Math.min(told.refused, told.volumes)).toBeGreaterThan(ROWS / 10);
  });

  it("reads any bytes without a crash, and accounts for every line", () => {
    const anyLine = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.stringMatching(/^["',;0-9A-Z.\- ]{0,40}$/),
      fc.constantFrom("2025-04-01,1,A-1,,-1", '2025-04-01,1,A-1,"",-1', '"2025-04-01","1","A-1","","-1"'),
    );
    fc.assert(
      fc.property(
        fc.array(anyLine, { minLength: 1, maxLength: 30 }),
        fc.uint8Array({ maxLength: 60 }),
        (lines, tail) => {
          const head = new TextEncoder().encode(`${[HEADER, "2025-04-01,1,A-1,,-1", ...lines].join("\n")}\n`);
          const bytes = new Uint8Array([...head, ...tail]);
          const file = readVolumeFile({ bytes, name: "any.csv", format: FORMAT, now: 1_767_225_600 });
          const blank = /^\s*$/;
          const expected = new TextDecoder()
            .decode(bytes)
            .split(/\r\n|\n|\r/)
            .slice(1)
            .filter((line) => !blank.test(line));
          expect(file.rows).toBe(expected.length);
          expect(file.volumes.length + file.refused.length).toBe(file.rows);
          for (const { id, volumeMwh, settlementDate, settlementPeriod } of file.volumes) {
            expect(id).toMatch(/^[!-~][ -~]*$/);
            expect(volumeMwh.numerator <= 0n).toBe(true);
            expect(settlementPeriods(settlementDate)).toContain(settlementPeriod);
          }
          expect(quarantineText(file.refused).startsWith("row,field,rule,value,raw\n")).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

type Fuzzed = {
  readonly lines: readonly string[];
  /** What the sound rows come to by date, in billionths of a MWh. */
  readonly sums: ReadonlyMap<SettlementDate, bigint>;
  /** The line numbers of the others, with the field that is broken. */
  readonly broken: ReadonlyMap<number, string>;
};

function fuzzedFile(seed: number): Fuzzed {
  const random = mulberry32(seed);
  const lines: string[] = [];
  const [sums, broken] = [new Map<SettlementDate, bigint>(), new Map<number, string>()];
  for (let at = 0; at < ROWS_PER_FILE; at += 1) {
    const row = soundRow(random, seed);
    if (random() < 0.4) {
      const [field, broke] = pick(random, BREAKS);
      broken.set(lines.push(broke(row, random)) + 1, field);
    } else {
      lines.push(pick(random, [text(row), text(row, " "), quoted(row)]));
      sums.set(row.date, (sums.get(row.date) ?? 0n) + row.billionths);
    }
  }
  return { lines, sums, broken };
}

/** Winter days, which all have 48 periods. */
function soundRow(random: Random, seed: number): Row {
  const date = addDays(parseSettlementDate("2023-11-05"), ((seed - 1) % 10) * 10 + whole(random, 10));
  const billionths = BigInt(pick(random, [0, whole(random, 1e9), whole(random, 150e9)]));
  const id = pick(random, ["MOWEO-1", "T_MOWEO-1", "BEATO-1", "NEW 1", "LionB-1", "E_ABC-12"]);
  return { date, period: String(1 + whole(random, 48)), id, mwh: `-${decimalText(billionths)}`, billionths };
}

function decimalText(billionths: bigint): string {
  const digits = billionths.toString().padStart(10, "0");
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

function text({ date, period, id, mwh }: Row, blank = ""): string {
  return [date, period, id, "a note", mwh].map((field) => `${blank}${field}${blank}`).join(",");
}

function quoted({ date, period, id, mwh }: Row): string {
  return [date, period, id, 'a ""note"", quoted', mwh].map((field) => `"${field}"`).join(",");
}

async function expectStored(store: Pick<Stores, "volumesOfDay" | "recordsOfDay">, { sums }: Fuzzed): Promise<void> {
  for (const [settlementDate, sum] of sums) {
    const volumes = await store.volumesOfDay(settlementDate);
    const stored = volumes.map(({ volumeMwh: { numerator, denominator } }) => (-numerator * 10n ** 9n) / denominator);
    expect(stored.reduce((total, billionths) => total + billionths, 0n)).toBe(sum);
    expect(stored.every((billionths) => billionths > 0n)).toBe(true);
    const records = await store.recordsOfDay(settlementDate);
    const halfWhs = BigInt(records.length);
    const off = records.reduce((total, { netWh }) => total + BigInt(netWh) * 1000n, 0n) - sum;
    expect(off <= halfWhs * 500n && off >= -halfWhs * 500n).toBe(true);
  }
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[whole(random, items.length)]!;
}

function whole(random: Random, below: number): number {
  return Math.floor(random() * below);
}

/** The generator mulberry32 (public domain): the same numbers for the same seed. */
function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
