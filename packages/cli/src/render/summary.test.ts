import {
  type CurtailmentMethod,
  DEFAULT_BASIS,
  minerModel,
  parseSettlementDate,
  type SummaryGroup,
  totalsOf,
  UNREGISTERED,
} from "@windhash/core";
import { describe, expect, it } from "vitest";
import { rowWriter } from "./export.ts";
import { attributionLines, type HeldSummary, summaryDocument, summaryText } from "./summary.ts";
import { wrapped } from "./wrapped.ts";

const look = { isColoured: false, columns: null };
const settlementDate = parseSettlementDate("2025-04-01");
const BMRS = "Contains BMRS data © Elexon Limited copyright and database right";
const IMPORTED = "Imported volumes: see the source of the file";
const UNDO_NOTE = "imported volumes name no undone energy: their net is their gross.";

const total: SummaryGroup = {
  group: "total",
  name: null,
  totals: totalsOf([]),
  bitcoin: [{ minerModelId: minerModel("S9").id, bitcoinMsat: 100_000_000_000n, calculations: 0 }],
};

/** A day of which every period is unconfirmed for a reason of many words. */
function summaryOf(methods: readonly CurtailmentMethod[], more: Partial<HeldSummary> = {}): HeldSummary {
  const reason = "1 acceptance of T_BHLAW-1 between 34000 and 34002 absent; ".repeat(4).trim();
  return {
    range: { from: settlementDate, to: settlementDate },
    total,
    groups: null,
    periods: { expected: 48, present: 48, byState: { complete: 0, empty: 0, provisional: 0, unconfirmed: 48 } },
    days: { complete: 0, empty: 0, provisional: 0, unconfirmed: 1, unknown: 0 },
    methods,
    reasons: [{ reason, periods: [{ settlementDate, settlementPeriod: 1 as never }] }],
    outdatedDays: [],
    settings: { models: [minerModel("S9")], basis: DEFAULT_BASIS },
    ...more,
  };
}

describe("whose figures they are", () => {
  it.each<[readonly CurtailmentMethod[], readonly string[]]>([
    [["stack", "pn"], [BMRS]],
    [["import"], [IMPORTED]],
    [
      ["import", "stack"],
      [BMRS, IMPORTED],
    ],
  ])("is said by the methods of the days: %j", (methods, lines) => {
    const text = summaryText(look, summaryOf(methods), undefined);
    expect(text.filter((line) => [BMRS, IMPORTED].includes(line))).toEqual(lines);
    const { attribution, notes } = summaryDocument(summaryOf(methods), undefined);
    expect(attribution).toBe(lines.join("; "));
    expect((notes as readonly string[]).includes(UNDO_NOTE)).toBe(methods.includes("import"));
    const writer = rowWriter({ kind: "records", format: "csv", models: [], attribution: attributionLines(methods) });
    expect(writer.head().split("\n").slice(0, -2)).toEqual(lines.map((line) => `# ${line}`));
  });

  it("is Elexon's where nothing is held", () => {
    expect(attributionLines([])).toEqual([BMRS]);
  });
});

describe("bitcoin of other records than those held", () => {
  it("is marked right below its table, and as JSON beside it", () => {
    const outdated = summaryOf(["stack"], { outdatedDays: [settlementDate] });
    const text = summaryText(look, outdated, undefined);
    const at = text.findIndex((line) => /^ {2}S9 /.test(line));
    expect(text[at + 1]).toBe("  outdated: worked out from other records of 1 day; windhash calculate");
    expect(summaryDocument(outdated, undefined)).toMatchObject({ bitcoinIsOutdated: true });
    expect(summaryText(look, summaryOf(["stack"]), undefined).join("\n")).not.toContain("outdated");
    expect(summaryDocument(summaryOf(["stack"]), undefined)).toMatchObject({ bitcoinIsOutdated: false });
  });

  it("is marked in the line of its day", () => {
    const line = (group: string, isOutdated: boolean) => ({ ...total, group, state: "complete" as const, isOutdated });
    const groups = [line("2025-04-01", true), line("2025-04-02", false)];
    const text = summaryText(look, summaryOf(["stack"], { groups }), "day");
    expect(text.filter((each) => each.startsWith("  2025-04-01")).join("")).toMatch(/ outdated$/);
    expect(text.filter((each) => each.startsWith("  2025-04-02")).join("")).toMatch(/1\.00000000$/);
    expect(summaryDocument(summaryOf(["stack"], { groups }), "day")["groups"]).toMatchObject([
      { bitcoinIsOutdated: true },
      { bitcoinIsOutdated: false },
    ]);
  });
});

it("notes the energy of units that the register does not place", () => {
  const totals = { ...total.totals, grossWh: 12_500_000 };
  const groups = [{ ...total, totals, group: UNREGISTERED, state: null, isOutdated: null }];
  const { notes } = summaryDocument(summaryOf(["stack"], { groups }), "farm");
  expect(notes).toContainEqual(expect.stringMatching(/^12\.50 MWh \(gross\) is of units .* windhash update-units$/));
});

it("keeps reasons, notes and the basis within 80 columns, without losing a word", () => {
  const text = summaryText(look, summaryOf(["import", "stack"]), undefined);
  expect(text.filter((line) => line.length > 80)).toEqual([]);
  const sentence = "a ".repeat(100).trim();
  expect(
    wrapped(sentence, 2)
      .map((line) => line.trim())
      .join(" "),
  ).toBe(sentence);
});
