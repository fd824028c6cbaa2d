import { MinerError } from "../errors.ts";
import { ANTMINERS } from "./antminers.ts";
import { closeNames } from "./closeNames.ts";
import { parseMinerModelId } from "./ids.ts";
import { OTHER_MINERS } from "./otherMiners.ts";
import { type CatalogueRow, sourceText } from "./sources.ts";
import type { MinerModel } from "./types.ts";

/**
 * The catalogue of mining machines, one entry per batch, each with its source.
 *
 * One name covers batches of different figures, so the id says which: `S19J_PRO_96`, `S19J_PRO_104`. Left out are machines
 * whose figures rest on a single contradicted or unsourced list (SEALMINER A1, Whatsminer M56S, Bitaxe Supra).
 */
export const minerModels: readonly MinerModel[] = /* @__PURE__ */ modelsFromRows();

/** Batch ids of the three models that have a shorter id of their own. */
const ALIASES: Readonly<Record<string, string>> = { S9_13_5: "S9", M20S_68: "M20S", S19J_PRO_100: "S19J_PRO" };

const BY_ID: ReadonlyMap<string, MinerModel> = /* @__PURE__ */ modelsById(minerModels);

/**
 * The catalogued model of an id or an alias. The model's own `id` is the one to store and to print.
 *
 * @throws {MinerError} when there is none, with the names that come closest
 */
export function minerModel(idOrAlias: string): MinerModel {
  const model = catalogued(idOrAlias);
  if (model !== undefined) return model;
  const close = closeNames(typeof idOrAlias === "string" ? idOrAlias : "", [...BY_ID.keys(), ...Object.keys(ALIASES)]);
  const hint = close.length > 0 ? `Did you mean ${close.join(", ")}?` : "List the catalogue, or define a custom miner.";
  throw new MinerError(`A miner model must be one of the catalogue, got "${idOrAlias}". ${hint}`, {
    minerModelId: idOrAlias,
    closest: close[0] ?? null,
  });
}

/** The catalogued model of an id or an alias, if there is one. */
export function catalogued(idOrAlias: string): MinerModel | undefined {
  return BY_ID.get(Object.hasOwn(ALIASES, idOrAlias) ? (ALIASES[idOrAlias] ?? idOrAlias) : idOrAlias);
}

function modelsFromRows(): readonly MinerModel[] {
  return Object.freeze([...ANTMINERS, ...OTHER_MINERS].map(modelFromRow));
}

function modelsById(models: readonly MinerModel[]): ReadonlyMap<string, MinerModel> {
  return new Map(models.map((model) => [model.id, model]));
}

function modelFromRow([id, name, hashrateThs, powerW, releaseMonth, sources, note]: CatalogueRow): MinerModel {
  return Object.freeze({
    id: parseMinerModelId(id),
    name,
    hashrateThs,
    powerW,
    releaseMonth,
    source: sourceText(sources, note),
  });
}
