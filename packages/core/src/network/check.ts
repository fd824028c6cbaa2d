import { NetworkError } from "../errors.ts";
import { isoFromInstant } from "../settlement/instants.ts";
import { networkAt } from "./at.ts";
import { bitsText } from "./bits.ts";
import { snapDifficulty } from "./snap.ts";
import type { NetworkHistory } from "./types.ts";

/**
 * The bits of a decimal difficulty that a source states for an instant, checked against what is known.
 *
 * A true difficulty on a wrong date is refused like a false one. Past the end of the history the difficulty is only snapped.
 *
 * @param input.difficulty see `snapDifficulty`
 * @param input.instant Unix seconds
 * @throws {NetworkError} when it is no difficulty, or not the one in force then
 */
export function checkedBits(history: NetworkHistory, { difficulty, instant }: StatedDifficulty): number {
  const bits = snapDifficulty(difficulty);
  if (instant >= history.knownUntil) return bits;
  const inForce = networkAt(history, instant);
  if (inForce.bits === bits) return bits;
  throw new NetworkError(
    `The difficulty at ${isoFromInstant(instant)} must be that of bits ${bitsText(inForce.bits)} ` +
      `(epoch of height ${inForce.epochHeight}), got ${difficulty} (bits ${bitsText(bits)}).`,
    { instant, difficulty, bits: bitsText(bits), expectedBits: bitsText(inForce.bits) },
  );
}

/** A decimal difficulty and the instant, Unix seconds, for which a source states it. */
export type StatedDifficulty = { readonly difficulty: string | number; readonly instant: number };
