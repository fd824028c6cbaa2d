import { MinerError } from "../errors.ts";
import { catalogued } from "./catalogue.ts";
import { parseMinerModelId } from "./ids.ts";
import type { MinerModel } from "./types.ts";

/** What describes a machine that the catalogue does not have. Numbers are exact decimals. */
export type CustomMiner = {
  /** See `parseMinerModelId`; not one of the catalogue. */
  readonly id: string;
  /** Shown to people; the id where it is left out. */
  readonly name?: string;
  /** Terahashes per second, above 0. */
  readonly hashrateThs: string | number;
  /** Watts at the wall, above 0. */
  readonly powerW: string | number;
};

const DECIMAL = /^0*(\d{1,9})(?:\.(\d{1,9}))?$/;

/**
 * A model from one's own figures, its numbers in their shortest form so that equal machines are equal.
 *
 * An id of the catalogue is refused: figures of two machines under one id could not be told apart afterwards.
 *
 * @throws {MinerError} for a bad or catalogued id, or figures that are not positive decimals
 */
export function customMiner({ id, name, hashrateThs, powerW }: CustomMiner): MinerModel {
  const known = catalogued(parseMinerModelId(id));
  if (known !== undefined) {
    throw new MinerError(
      `A custom miner must have an id of its own, got ${id}, which is the catalogue's ${known.name} ` +
        `(${known.hashrateThs} TH/s, ${known.powerW} W). Choose another id.`,
      { minerModelId: id },
    );
  }
  return Object.freeze({
    id: parseMinerModelId(id),
    name: name ?? id,
    hashrateThs: positiveDecimal("hash rate (TH/s)", hashrateThs),
    powerW: positiveDecimal("power (W)", powerW),
    releaseMonth: null,
    source: "custom",
  });
}

/** Without superfluous zeros: `013.50` is `13.5`. */
function positiveDecimal(what: string, value: string | number): string {
  const [, whole, fraction = ""] = DECIMAL.exec(String(value)) ?? [];
  const decimals = fraction.replace(/0+$/, "");
  const text = decimals === "" ? whole : `${whole}.${decimals}`;
  if (text !== undefined && text !== "0") return text;
  throw new MinerError(
    `A miner's ${what} must be a decimal above 0 with at most nine digits before and after the point, got ${String(value)}.`,
    { value: String(value) },
  );
}
