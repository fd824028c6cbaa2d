import { NetworkError } from "../errors.ts";
import { sha256Hex } from "../quantity/sha256.ts";
import { isoFromInstant } from "../settlement/instants.ts";
import { bitsFromTarget, bitsText, MAX_TARGET, targetFromBits } from "./bits.ts";
import { HALVING_INTERVAL } from "./subsidy.ts";
import type { Epoch, Halving, NetworkHistory } from "./types.ts";

/** Blocks of one difficulty (Bitcoin Core, `DifficultyAdjustmentInterval` of the main network). */
export const EPOCH_BLOCKS = 2016;

/**
 * Seconds a block that the retarget rule counts at the least: a quarter of two weeks for an epoch. Since 2011 none has been as
 * fast.
 */
const FASTEST_BLOCK_S = 150;

/** What a history is made from. */
export type NetworkFacts = Omit<NetworkHistory, "digest">;

/**
 * A checked, frozen history with its digest.
 *
 * Epochs begin at height 0 and follow each other without a gap, later ones later in time, each target within the factor of 4
 * that consensus allows. Every halving that the epochs pass is there, between the first blocks around it; one that the last
 * epoch would come to is there too, unless the history ends before blocks can have come so far (150 s each).
 *
 * @throws {NetworkError} for the first fact that breaks a rule, naming its height
 */
export function makeNetworkHistory({ epochs, halvings, knownUntil }: NetworkFacts): NetworkHistory {
  if (epochs.length === 0)
    throw new NetworkError("A network history must have the epoch of height 0 at least, got none.");
  for (const [index, epoch] of epochs.entries()) checkEpoch(epoch, index, epochs[index - 1]);
  checkHalvings(halvings, epochs);
  checkEnd({ epochs, halvings, knownUntil });
  const facts: NetworkFacts = {
    epochs: Object.freeze(epochs.map(({ height, startsAt, bits }) => Object.freeze({ height, startsAt, bits }))),
    halvings: Object.freeze(halvings.map(({ height, startsAt }) => Object.freeze({ height, startsAt }))),
    knownUntil,
  };
  return Object.freeze({ ...facts, digest: sha256Hex(networkHistoryText(facts)) });
}

/**
 * The history with later epochs and halvings added and its end moved.
 *
 * @throws {NetworkError} when the additions do not follow on, or would move the end back
 */
export function extendNetworkHistory(history: NetworkHistory, additions: NetworkFacts): NetworkHistory {
  if (!(additions.knownUntil >= history.knownUntil))
    throw broken("end", `not before ${isoFromInstant(history.knownUntil)}`, additions.knownUntil);
  return makeNetworkHistory({
    epochs: [...history.epochs, ...additions.epochs],
    halvings: [...history.halvings, ...additions.halvings],
    knownUntil: additions.knownUntil,
  });
}

/**
 * The canonical text that the digest is taken over: one fact a line, in order of height, each line ended by a line feed.
 *
 * `windhash-network-history 1`, then `epoch <height> <Unix seconds> <bits>`, `halving <height> <Unix seconds>`,
 * `known-until <Unix seconds>`.
 */
export function networkHistoryText({ epochs, halvings, knownUntil }: NetworkFacts): string {
  const lines = [
    "windhash-network-history 1",
    ...epochs.map(({ height, startsAt, bits }) => `epoch ${height} ${startsAt} ${bitsText(bits)}`),
    ...halvings.map(({ height, startsAt }) => `halving ${height} ${startsAt}`),
    `known-until ${knownUntil}`,
  ];
  return `${lines.join("\n")}\n`;
}

function checkEpoch({ height, startsAt, bits }: Epoch, index: number, previous: Epoch | undefined): void {
  if (height !== index * EPOCH_BLOCKS) throw broken(`epoch ${index}`, `at height ${index * EPOCH_BLOCKS}`, height);
  if (!Number.isSafeInteger(startsAt)) throw broken(`epoch of height ${height}`, "at whole Unix seconds", startsAt);
  const target = targetFromBits(bits);
  if (target > MAX_TARGET) throw broken(`epoch of height ${height}`, "of difficulty 1 or more", bitsText(bits));
  if (previous === undefined) return;
  if (startsAt <= previous.startsAt)
    throw broken(`epoch of height ${height}`, `later than ${previous.startsAt}`, startsAt);
  const before = targetFromBits(previous.bits);
  const hardest = targetFromBits(bitsFromTarget(before / 4n));
  if (target > before * 4n || target < hardest) {
    throw broken(
      `epoch of height ${height}`,
      `within a factor of 4 of bits ${bitsText(previous.bits)}`,
      bitsText(bits),
    );
  }
}

function checkHalvings(halvings: readonly Halving[], epochs: readonly Epoch[]): void {
  const passed = Math.floor(((epochs.length - 1) * EPOCH_BLOCKS) / HALVING_INTERVAL);
  if (halvings.length < passed)
    throw broken("history", `given all ${passed} halvings that its epochs pass`, halvings.length);
  for (const [index, { height, startsAt }] of halvings.entries()) {
    const expected = (index + 1) * HALVING_INTERVAL;
    if (height !== expected) throw broken(`halving ${index + 1}`, `at height ${expected}`, height);
    const epoch = epochs[Math.floor(height / EPOCH_BLOCKS)];
    if (epoch === undefined) throw broken(`halving of height ${height}`, "in an epoch of the history", height);
    const next = epochs[epoch.height / EPOCH_BLOCKS + 1];
    const isInside =
      Number.isSafeInteger(startsAt) && startsAt >= epoch.startsAt && startsAt < (next?.startsAt ?? Infinity);
    if (!isInside) throw broken(`halving of height ${height}`, `within the epoch of height ${epoch.height}`, startsAt);
  }
}

function checkEnd({ epochs, halvings, knownUntil }: NetworkFacts): void {
  const last = Math.max(epochs.at(-1)?.startsAt ?? 0, halvings.at(-1)?.startsAt ?? 0);
  if (!Number.isSafeInteger(knownUntil) || knownUntil <= last)
    throw broken("end", `whole Unix seconds later than ${last}`, knownUntil);
  const hidden = (halvings.length + 1) * HALVING_INTERVAL;
  const { height, startsAt } = epochs.at(-1) as Epoch;
  if (hidden >= height + EPOCH_BLOCKS) return;
  const certainUntil = startsAt + (hidden - height) * FASTEST_BLOCK_S;
  if (knownUntil > certainUntil)
    throw broken("end", `at most ${certainUntil}, or the halving of height ${hidden} be given`, knownUntil);
}

function broken(what: string, rule: string, got: number | string): NetworkError {
  return new NetworkError(`The ${what} of a network history must be ${rule}, got ${got}.`, { what, got });
}
