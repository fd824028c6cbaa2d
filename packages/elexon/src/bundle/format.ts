import type { AcceptanceSegment, BidOfferPair, BmUnit, Interval, LevelSegment, SettlementDate } from "@windhash/core";

/**
 * What a bundled day holds: the levels, acceptances and bid-offer pairs of the wind units that were accepted on one settlement
 * day, as figures, and their rows of the register.
 *
 * Its text has one line per fact: a word and what belongs to it. `#` begins a line for people. Times are minutes after the
 * day's beginning.
 *
 *     windhash-day 2                        the format and its version; the first line
 *     date 2022-01-01                       the settlement date; the second
 *     whole 80 4949 3720 7680               the third: how many units it holds, and how many rows of notifications, acceptances
 *                                           and pairs; these are every row of the extract for the units named
 *     sha256 9f86d081...                    the fourth: over all other lines, joined as they stand
 *     unit T_X-1|X-1|name|ID|party|WIND|99  a BM unit: Elexon id, National Grid id, name, lead party id and name, fuel type,
 *                                           generation capacity in MW; empty is null. The lines up to the next unit are its own
 *     pn 106*3 106,29:106>105               its notifications by period: a level (from>to where it moves), then pieces that begin
 *                                           at a minute of the period; `*3` is three equal periods
 *     bod -1 1:-99/-70/9999 30:-98/-71/0    a bid-offer pair: from period 1 on its width in MW, bid and offer in GBP/MWh, from
 *                                           period 30 on others; `30:-` where there is none
 *     57@18+2 106>0:2 0:40 >106:2           acceptance 57, made at minute 18, beginning 2 minutes later: levels and how many
 *                                           minutes each lasts. A level that begins where the last one ended leaves that out, as
 *                                           does a number that follows the last one; `n` after the time means not SO-flagged
 */
export const FIRST_LINE = "windhash-day 2";

/** A day as its text states it. */
export type BundledDay = {
  readonly settlementDate: SettlementDate;
  /** The day itself: acceptances that begin before it are absent. */
  readonly covers: Interval;
  readonly units: readonly BmUnit[];
  /** By unit, in order of time. */
  readonly notifications: readonly LevelSegment[];
  /** By unit, in order of number, then of time. */
  readonly acceptances: readonly AcceptanceSegment[];
  /** By unit and pair, a row per period. */
  readonly bidOffers: readonly BidOfferPair[];
};

/** Levels of the day change on whole minutes. */
export const MINUTE_S = 60;
/** Minutes of a settlement period. */
export const PERIOD_MINUTES = 30;
