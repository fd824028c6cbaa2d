import { type MiningBasis, type MiningBasisInput, parseBasis } from "@windhash/core";
import { asTyped } from "../usageError.ts";

/** The parts of a basis that a one-off calculation may choose. */
export type BasisOptions = {
  readonly machines?: string;
  readonly hashesPerDifficulty?: string;
  readonly uptime?: string;
  readonly poolFee?: string;
  readonly staleRate?: string;
  readonly pue?: string;
};

const FIELDS = ["machines", "hashesPerDifficulty", "uptime", "poolFee", "staleRate", "pue"] as const;

/** The basis that was typed; what was left out is as by default. @throws {UsageError} for a value that cannot be */
export function typedBasis(options: BasisOptions): MiningBasis {
  const chosen: Partial<Record<keyof MiningBasis, string>> = {};
  for (const field of FIELDS) {
    const value = options[field];
    if (value !== undefined) chosen[field] = value;
  }
  return asTyped(() => parseBasis(chosen satisfies MiningBasisInput));
}
