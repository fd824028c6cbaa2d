import {
  difficultyText,
  efficiencyJPerTh,
  type MinerModel,
  type MinerWarning,
  type MiningExplanation,
  type NetworkHistory,
  type NetworkStretch,
  periodCount,
  type SettlementDate,
  type SettlementPeriod,
} from "@windhash/core";
import type { Json } from "../result.ts";
import { formulaShown, formulaWithNumbers } from "./formula.ts";
import { type Look, styled } from "./look.ts";
import { minerDocument } from "./miners.ts";
import { historyDocument, historyShown, shareOf, stretchesDocument, subsidyShown } from "./network.ts";
import { btcShown, countText, decimalShown, grouped, mwhShown } from "./numbers.ts";
import { pairs } from "./table.ts";
import { londonClock, londonZone, utcShown } from "./time.ts";

/** A one-off calculation with all that it stands on. */
export type Potential = {
  readonly date: SettlementDate;
  /** Null: the whole day. */
  readonly period: SettlementPeriod | null;
  readonly miner: MinerModel;
  readonly network: readonly NetworkStretch[];
  readonly history: NetworkHistory;
  readonly explanation: MiningExplanation;
  readonly warnings: readonly MinerWarning[];
};

/** A one-off calculation for people. */
export function potentialText(look: Look, potential: Potential): string[] {
  const { explanation, miner, history, warnings } = potential;
  const result = `${btcShown(explanation.bitcoinMsat)} BTC`;
  return [
    styled(look, "bold", `${mwhShown(explanation.energyWh)} MWh ${whenShown(potential)} could have mined ${result}`),
    "",
    ...pairs([
      ["energy E", `${countText(explanation.energyWh)} Wh`],
      ["miner H, W", minerShown(miner)],
      ...networkShown(potential),
      ...basisShown(explanation),
      ["history", historyShown(history)],
    ]),
    "",
    `  BTC = ${formulaShown(explanation)}`,
    ...formulaWithNumbers(explanation).map((line, at) => `      ${at === 0 ? "=" : " "} ${line}`),
    `      = ${grouped(explanation.bitcoin)}`,
    ...warnings.flatMap(({ message }) => ["", styled(look, "yellow", `Note: ${message}`)]),
  ];
}

/** A one-off calculation as JSON. */
export function potentialDocument(potential: Potential): { readonly [key: string]: Json } {
  const { date, period, explanation, miner, network, history, warnings } = potential;
  const { energyWh, bitcoinMsat, bitcoin, inputs, machines } = explanation;
  const fees = inputs.stretches[0]?.feesMsat ?? 0n;
  return {
    settlementDate: date,
    settlementPeriod: period,
    energyWh,
    bitcoinMsat: String(bitcoinMsat),
    bitcoin,
    miner: minerDocument(miner),
    network: stretchesDocument(network),
    history: historyDocument(history),
    basis: { ...inputs.basis, feesMsat: String(fees), machineCount: machines === null ? null : String(machines.count) },
    formula: `BTC = ${formulaShown(explanation)}`,
    formulaWithNumbers: `BTC = ${formulaWithNumbers(explanation).join(" ")} = ${bitcoin}`,
    warnings: warnings.map(({ code, message, releaseMonth }) => ({ code, message, releaseMonth })),
  };
}

function whenShown({ date, period, network }: Potential): string {
  if (period === null) return `spread evenly over the ${periodCount(date)} settlement periods of ${date}`;
  const [startsAt, endsAt] = [network[0]?.startsAt ?? 0, network.at(-1)?.endsAt ?? 0];
  return `in settlement period ${period} of ${date} (${londonClock(startsAt)} to ${londonClock(endsAt)} ${londonZone(startsAt)})`;
}

function minerShown(miner: MinerModel): string {
  const delivered = miner.releaseMonth === null ? "" : `, first delivered ${miner.releaseMonth}`;
  const figures = `${grouped(miner.hashrateThs)} TH/s, ${grouped(miner.powerW)} W`;
  return `${miner.name} (${miner.id}): ${figures}, ${decimalShown(efficiencyJPerTh(miner), 2)} J/TH${delivered}`;
}

function networkShown({ network }: Potential): (readonly [string, string])[] {
  return network.map((stretch, at) => {
    const figures = `difficulty ${grouped(difficultyText(stretch.bits, 2))}, subsidy ${subsidyShown(stretch.subsidyMsat)} BTC`;
    const share = `${(shareOf(stretch, network) * 100).toFixed(3)} % of the time, from ${utcShown(stretch.startsAt, "seconds")} UTC`;
    return [at === 0 ? "network D, R" : "", network.length === 1 ? figures : `${figures}; ${share}`];
  });
}

function basisShown({
  inputs: { basis, stretches },
  machines,
  usedWh,
}: MiningExplanation): (readonly [string, string])[] {
  const used =
    machines === null
      ? "machines run continuously on all of the energy"
      : `${countText(machines.count)} whole machines, which use ${grouped(decimalShown(usedWh, 3))} Wh`;
  const fees = `fees ${subsidyShown(stretches[0]?.feesMsat ?? 0n)} BTC`;
  return [
    ["basis", `${used}; ${basis.hashesPerDifficulty} hashes per difficulty`],
    ["", `${fees}, uptime ${basis.uptime}, pool fee ${basis.poolFee}, stale rate ${basis.staleRate}, PUE ${basis.pue}`],
  ];
}
