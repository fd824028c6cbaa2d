import type { MiningBasis } from "@windhash/core";

/** The choices behind figures, for people. */
export function basisShown(basis: MiningBasis): string {
  const { measure, flags, machines, hashesPerDifficulty, uptime, poolFee, staleRate, pue } = basis;
  const energy = `${measure} energy${flags === "so" ? ", SO-flagged" : ""}`;
  const running = machines === "whole" ? "whole machines" : "machines run on all of it";
  const factors = `uptime ${uptime}, pool fee ${poolFee}, stale rate ${staleRate}, PUE ${pue}`;
  return `${energy}; ${running}; ${hashesPerDifficulty} hashes per difficulty; no fees; ${factors}`;
}
