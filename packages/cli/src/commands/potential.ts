import {
  explainExpected,
  networkDuring,
  releaseWarning,
  settlementDay,
  settlementPeriodInterval,
} from "@windhash/core";
import { networkHistory } from "@windhash/core/network-history";
import { type Command, Option } from "commander";
import { type BasisOptions, typedBasis } from "../arguments/basis.ts";
import { typedDate, typedPeriod } from "../arguments/dates.ts";
import { typedEnergyWh, typedMsat } from "../arguments/energy.ts";
import { type MinerOptions, typedMiner } from "../arguments/miner.ts";
import { EXIT } from "../exitCodes.ts";
import { type Potential, potentialDocument, potentialText } from "../render/potential.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";

type PotentialOptions = MinerOptions &
  BasisOptions & { readonly mwh: string; readonly date: string; readonly period?: string; readonly feesBtc?: string };

/** `windhash potential`: a calculation of one's own. */
export function potentialCommand(start: Start): Command {
  const command = describedCommand({
    name: "potential",
    group: GROUPS.ask,
    summary: "the bitcoin that an amount of energy could have mined",
    description:
      "Calculates what an amount of energy could have mined, and shows the inputs, the formula with the numbers in it, and the result. Without --period the energy is spread evenly over all of the day.",
    examples: [
      ["windhash potential --mwh 100 --date 2025-03-11 --miner S19J_PRO", ""],
      ["windhash potential --mwh 12.5 --date 2024-04-20 --period 3 --miner S21_200", "the half-hour of a halving"],
      ["windhash potential --mwh 1 --date 2025-03-11 --hashrate-ths 104 --power-w 3068", "a machine of one's own"],
    ],
  });
  for (const option of QUESTION) command.addOption(option());
  command.optionsGroup("Basis of the calculation:");
  for (const option of BASIS) command.addOption(option());
  return command.action((options: PotentialOptions) =>
    start(({ look }) => {
      const potential = potentialOf(options);
      return { exitCode: EXIT.clean, text: potentialText(look, potential), document: potentialDocument(potential) };
    }),
  );
}

const QUESTION: readonly (() => Option)[] = [
  () => new Option("--mwh <number>", "energy in MWh, up to six decimals").makeOptionMandatory(),
  () => new Option("--date <date>", "settlement date, YYYY-MM-DD").makeOptionMandatory(),
  () => new Option("--period <number>", "settlement period, 1 to 46, 48 or 50 (default: all of the day, evenly)"),
  () => new Option("--miner <model>", "a model of `windhash miners`; with figures of one's own, its name"),
  () => new Option("--hashrate-ths <number>", "hash rate of a machine of one's own, TH/s"),
  () => new Option("--power-w <number>", "its power at the wall, W"),
];

const BASIS: readonly (() => Option)[] = [
  () =>
    new Option(
      "--machines <how>",
      "continuous: all energy is used; whole: as many machines as run all the time (default: continuous)",
    ),
  () =>
    new Option(
      "--hashes-per-difficulty <number>",
      "2^32, the industry's convention, or the exact 2^48/65535 (default: 2^32)",
    ),
  () => new Option("--fees-btc <number>", "mean fees of a block on top of the subsidy, BTC (default: 0)"),
  () => new Option("--uptime <share>", "share of the time that machines run (default: 1)"),
  () => new Option("--pool-fee <share>", "share that the pool keeps (default: 0)"),
  () => new Option("--stale-rate <share>", "share of the work that comes too late (default: 0)"),
  () => new Option("--pue <number>", "energy at the site over energy at the machines (default: 1)"),
];

function potentialOf(options: PotentialOptions): Potential {
  const date = typedDate(options.date);
  const period = options.period === undefined ? null : typedPeriod(options.period, date);
  const question = {
    energyWh: typedEnergyWh(options.mwh),
    miner: typedMiner(options),
    basis: typedBasis(options),
    feesMsat: options.feesBtc === undefined ? 0n : typedMsat(options.feesBtc),
  };
  const network = networkDuring(
    networkHistory,
    period === null ? settlementDay(date) : settlementPeriodInterval(date, period),
  );
  const warning = releaseWarning(question.miner, date);
  return {
    date,
    period,
    miner: question.miner,
    network,
    history: networkHistory,
    explanation: explainExpected({ ...question, network }),
    warnings: warning === null ? [] : [warning],
  };
}
