import { customMiner, type MinerModel, minerModel, minerModels } from "@windhash/core";
import { asTyped, UsageError } from "../usageError.ts";

/** How a machine is named on the command line. */
export type MinerOptions = { readonly miner?: string; readonly hashrateThs?: string; readonly powerW?: string };

const UNNAMED = "CUSTOM";

/**
 * The machine that was typed: one of the catalogue, or one of one's own where its figures are given.
 *
 * @throws {UsageError} when the catalogue has no such model, or only one of the two figures is given
 */
export function typedMiner({ miner, hashrateThs, powerW }: MinerOptions): MinerModel {
  if (hashrateThs === undefined && powerW === undefined) return catalogueMiner(miner);
  if (hashrateThs === undefined || powerW === undefined) {
    const absent = powerW === undefined ? "--power-w" : "--hashrate-ths";
    throw new UsageError(`A machine of one's own must have both figures. Give ${absent} too.`);
  }
  const { id, name } = ownName(miner);
  return asTyped(() => customMiner({ id, name, hashrateThs, powerW }));
}

function catalogueMiner(miner: string | undefined): MinerModel {
  if (miner === undefined) {
    throw new UsageError(
      "A miner must be given: --miner with a model of `windhash miners`, or --hashrate-ths and --power-w.",
    );
  }
  return asTyped(() => minerModel(miner.toUpperCase()));
}

/** Figures of one's own never go under an id of the catalogue: the figures of two machines could not be told apart. */
function ownName(miner: string | undefined): { readonly id: string; readonly name: string } {
  if (miner === undefined) return { id: UNNAMED, name: UNNAMED };
  const known = minerModels.find(({ id }) => id === miner.toUpperCase());
  return known === undefined
    ? { id: idFromName(miner), name: miner }
    : { id: UNNAMED, name: `${known.id} with figures of one's own` };
}

/** `Rig in the barn` is `RIG_IN_THE_BARN`. */
function idFromName(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");
}
