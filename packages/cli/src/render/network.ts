import {
  bitcoinText,
  bitsText,
  difficultyText,
  isoFromInstant,
  type NetworkHistory,
  type NetworkStretch,
} from "@windhash/core";
import type { Json } from "../result.ts";
import type { Look } from "./look.ts";
import { grouped, withoutZeros } from "./numbers.ts";
import { table } from "./table.ts";
import { utcShown } from "./time.ts";

/** More than a double holds, and enough to find the bits again. */
const DIFFICULTY_PLACES = 8;

/** Difficulty to as many decimals as JSON gives. */
export function difficultyShown(bits: number): string {
  return withoutZeros(difficultyText(bits, DIFFICULTY_PLACES));
}

/** A subsidy in bitcoin, without zeros at the end. */
export function subsidyShown(subsidyMsat: bigint): string {
  return withoutZeros(bitcoinText(subsidyMsat));
}

/** The part of the whole time that a stretch takes, 0 to 1. */
export function shareOf(stretch: NetworkStretch, stretches: readonly NetworkStretch[]): number {
  return stretch.durationS / stretches.reduce((sum, { durationS }) => sum + durationS, 0);
}

/** Stretches for people. */
export function stretchesText(look: Look, stretches: readonly NetworkStretch[]): string[] {
  const rows = stretches.map((stretch) => [
    utcShown(stretch.startsAt, "seconds"),
    utcShown(stretch.endsAt, "seconds"),
    `${(shareOf(stretch, stretches) * 100).toFixed(3)} %`,
    String(stretch.epochHeight),
    bitsText(stretch.bits),
    grouped(difficultyText(stretch.bits, 2)),
    subsidyShown(stretch.subsidyMsat),
  ]);
  const columns = [
    { heading: "from, UTC", align: "left" },
    { heading: "to, UTC", align: "left" },
    { heading: "share", align: "right" },
    { heading: "epoch height", align: "right" },
    { heading: "bits", align: "left" },
    { heading: "difficulty", align: "right" },
    { heading: "subsidy, BTC", align: "right" },
  ] as const;
  return table(look, columns, rows);
}

/** Stretches as JSON. */
export function stretchesDocument(stretches: readonly NetworkStretch[]): readonly Json[] {
  return stretches.map((stretch) => ({
    startsAt: isoFromInstant(stretch.startsAt),
    endsAt: isoFromInstant(stretch.endsAt),
    durationS: stretch.durationS,
    share: shareOf(stretch, stretches),
    epochHeight: stretch.epochHeight,
    bits: bitsText(stretch.bits),
    difficulty: difficultyShown(stretch.bits),
    subsidyMsat: String(stretch.subsidyMsat),
  }));
}

/** Which history a figure stands on. */
export function historyDocument({ knownUntil, digest }: NetworkHistory): { readonly [key: string]: Json } {
  return { source: "built-in", knownUntil: isoFromInstant(knownUntil), digest };
}

/** The same for people. */
export function historyShown({ knownUntil }: NetworkHistory): string {
  return `windhash's built-in network history, known until ${utcShown(knownUntil)} UTC`;
}
