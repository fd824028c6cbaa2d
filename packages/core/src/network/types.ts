import type { Interval } from "../settlement/types.ts";

/**
 * 2016 blocks of one difficulty.
 *
 * `bits` is the compact target of the header, an unsigned 32-bit integer such as 0x1703d869: the exact form of the difficulty.
 */
export type Epoch = {
  /** Height of its first block; a multiple of 2016. */
  readonly height: number;
  /** Header time of that block, Unix seconds. */
  readonly startsAt: number;
  readonly bits: number;
};

/** The first block of a new subsidy. */
export type Halving = {
  /** A multiple of 210000. */
  readonly height: number;
  /** Header time of that block, Unix seconds. */
  readonly startsAt: number;
};

/**
 * What is known of the network, immutable.
 *
 * In force at `t` is the last epoch (or halving) whose first header time is at or before `t`. Nothing is known at or after
 * `knownUntil`; asking there is an error.
 */
export type NetworkHistory = {
  /** In order of height, from height 0. */
  readonly epochs: readonly Epoch[];
  /** In order of height. */
  readonly halvings: readonly Halving[];
  /** Unix seconds; the first instant that the history cannot speak for. */
  readonly knownUntil: number;
  /** sha256, lower-case hexadecimal, of the canonical text of the above. */
  readonly digest: string;
};

/** The network at one instant. */
export type NetworkState = {
  /** Height of the first block of the epoch in force. */
  readonly epochHeight: number;
  readonly bits: number;
  /** New coins of one block, millisatoshis. */
  readonly subsidyMsat: bigint;
};

/** A part of a time span in which bits and subsidy stay the same. */
export type NetworkStretch = NetworkState &
  Interval & {
    /** Length, whole seconds, more than 0. The seconds of all stretches add up to the span. */
    readonly durationS: number;
  };
