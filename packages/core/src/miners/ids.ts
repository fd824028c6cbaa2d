import { MinerError } from "../errors.ts";
import type { MinerModelId } from "./types.ts";

/** One spelling per model: small letters would make two ids of one machine. */
const ID = /^[A-Z0-9][A-Z0-9_]{0,39}$/;

/**
 * The identifier of a miner model, catalogued or custom.
 *
 * @param text 1 to 40 capital letters, digits and underscores, such as `S19J_PRO`
 * @throws {MinerError} for anything else
 */
export function parseMinerModelId(text: string): MinerModelId {
  if (typeof text === "string" && ID.test(text)) return text as MinerModelId;
  throw new MinerError(
    `A miner model id must be 1 to 40 capital letters, digits and underscores, such as S19J_PRO, got "${text}".`,
    { minerModelId: text },
  );
}
