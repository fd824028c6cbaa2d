import {
  type AcceptanceSegment,
  type BidOfferPair,
  type BmUnit,
  bmUnitIdOf,
  type LevelSegment,
  parseSettlementDate,
  periodCount,
  settlementDay,
} from "@windhash/core";
import { type BundledDay, FIRST_LINE } from "./format.ts";
import { requireSealed, requireWhole } from "./seal.ts";
import { badLine, type Line, splitOnce } from "./tokens.ts";
import { acceptanceOf, notificationsOf, pairsOf, type Place, unitOf } from "./unitLines.ts";

/**
 * The day that a bundle's text states; its format is described at `FIRST_LINE`. What it gives is whole: a text of which anything
 * was lost or altered is refused.
 *
 * @throws {SourceError} for a text of another format or version, for one that does not have the checksum or the counts that it
 * states, and for a line that breaks the format; names the line
 * @throws {SettlementError} for a date that does not exist
 */
export function bundledDay(text: string): BundledDay {
  const lines = text.split("\n").map((line, index) => ({ number: index + 1, text: line }));
  const [format = lineless(1), date = lineless(2), whole = lineless(3), , ...rest] = lines;
  if (format.text !== FIRST_LINE) throw badLine(format, `be "${FIRST_LINE}"`);
  requireSealed(lines);
  const [word, day] = splitOnce(date.text, " ");
  if (word !== "date" || day === undefined) throw badLine(date, "state the date");
  const settlementDate = parseSettlementDate(day);
  const covers = settlementDay(settlementDate);
  const blocks = unitBlocks(rest.filter((line) => line.text !== "" && !line.text.startsWith("#")));
  const units = blocks.map((block) =>
    unitDay(block, { startsAt: covers.startsAt, periods: periodCount(settlementDate) }),
  );
  const rows = {
    units: units.map(({ unit }) => unit),
    notifications: units.flatMap(({ notifications }) => notifications),
    acceptances: units.flatMap(({ acceptances }) => acceptances),
    bidOffers: units.flatMap(({ bidOffers }) => bidOffers),
  };
  requireWhole(whole, rows);
  return { settlementDate, covers, ...rows };
}

function lineless(number: number): Line {
  return { number, text: "" };
}

/** The line of a unit, and those up to the next unit. */
type UnitBlock = { readonly head: Line; readonly lines: Line[] };

type UnitRows = {
  readonly unit: BmUnit;
  readonly notifications: LevelSegment[];
  readonly acceptances: AcceptanceSegment[];
  readonly bidOffers: BidOfferPair[];
};

function unitBlocks(lines: readonly Line[]): UnitBlock[] {
  const blocks: UnitBlock[] = [];
  for (const line of lines) {
    const block = blocks.at(-1);
    if (line.text.startsWith("unit ")) blocks.push({ head: line, lines: [] });
    else if (block === undefined) throw badLine(line, "come after a unit");
    else block.lines.push(line);
  }
  return blocks;
}

function unitDay({ head, lines }: UnitBlock, day: Omit<Place, "bmUnitId">): UnitRows {
  const unit = unitOf(head.text.slice("unit ".length), head);
  const rows: UnitRows = { unit, notifications: [], acceptances: [], bidOffers: [] };
  const place = { bmUnitId: bmUnitIdOf(unit), ...day };
  for (const line of lines) {
    const [word, rest = ""] = splitOnce(line.text, " ");
    if (word === "pn") rows.notifications.push(...notificationsOf(rest, line, place));
    else if (word === "bod") rows.bidOffers.push(...pairsOf(rest, line, place));
    else rows.acceptances.push(...acceptanceOf(line, place, rows.acceptances.at(-1)?.acceptanceId ?? null));
  }
  return rows;
}
