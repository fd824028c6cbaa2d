import { bitcoinText, type ExplainedStretch, type MiningExplanation } from "@windhash/core";
import { difficultyShown } from "./network.ts";
import { decimalShown, withoutZeros } from "./numbers.ts";

/**
 * The formula in its symbols: energy E in Wh (3600 J), hash rate H in TH/s, power W in watts, reward R in BTC, difficulty D.
 *
 * Factors that are 1 are left out. With several stretches, R / D is their mean by time.
 */
export function formulaShown({ inputs: { basis, stretches } }: MiningExplanation): string {
  const factors = factorsOf(
    { basis },
    { uptime: "uptime", poolFee: "(1 - pool fee)", staleRate: "(1 - stale rate)", pue: "PUE" },
  );
  if (stretches.length === 1) return `E x 3600 x 10^12 x H x R / (W x D x ${hashes(basis)})${factors}`;
  return `E x 3600 x 10^12 x H / (W x ${hashes(basis)}) x sum of (share x R / D)${factors}`;
}

/** The same with the numbers in it, in as many lines as it has stretches, and one more for several of them. */
export function formulaWithNumbers({
  inputs: { basis, stretches, miner },
  usedWh,
  ...rest
}: MiningExplanation): string[] {
  const energy = decimalShown(usedWh, 6);
  const factors = factorsOf(
    { basis },
    {
      uptime: basis.uptime,
      poolFee: `(1 - ${basis.poolFee})`,
      staleRate: `(1 - ${basis.staleRate})`,
      pue: basis.pue,
    },
  );
  const { hashrateThs, powerW } = miner;
  const [only, ...more] = rest.stretches;
  if (only !== undefined && more.length === 0) {
    const [reward, difficulty] = [rewardShown(only), difficultyShown(only.bits)];
    return [
      `${energy} x 3600 x 10^12 x ${hashrateThs} x ${reward} / (${powerW} x ${difficulty} x ${hashes(basis)})${factors}`,
    ];
  }
  const terms = rest.stretches.map(
    (stretch) => `${shareShown(stretch, stretches)} x ${rewardShown(stretch)} / ${difficultyShown(stretch.bits)}`,
  );
  const sum = terms.map(
    (term, at) => `${at === 0 ? "x (" : "  +"} ${term}${at === terms.length - 1 ? ` )${factors}` : ""}`,
  );
  return [`${energy} x 3600 x 10^12 x ${hashrateThs} / (${powerW} x ${hashes(basis)})`, ...sum];
}

type Basis = MiningExplanation["inputs"]["basis"];
type Factor = "uptime" | "poolFee" | "staleRate" | "pue";

function factorsOf({ basis }: { readonly basis: Basis }, shown: Readonly<Record<Factor, string>>): string {
  const times = (
    [
      ["uptime", "1"],
      ["poolFee", "0"],
      ["staleRate", "0"],
    ] as const
  )
    .filter(([factor, neutral]) => basis[factor] !== neutral)
    .map(([factor]) => ` x ${shown[factor]}`);
  return times.join("") + (basis.pue === "1" ? "" : ` / ${shown.pue}`);
}

function hashes({ hashesPerDifficulty }: Basis): string {
  return hashesPerDifficulty === "2^32" ? hashesPerDifficulty : `(${hashesPerDifficulty})`;
}

function rewardShown({ rewardMsat }: ExplainedStretch): string {
  return withoutZeros(bitcoinText(rewardMsat));
}

function shareShown({ durationS }: ExplainedStretch, stretches: MiningExplanation["inputs"]["stretches"]): string {
  return `${durationS}/${stretches.reduce((sum, stretch) => sum + stretch.durationS, 0)}`;
}
