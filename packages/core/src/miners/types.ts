/** The identifier of a miner model, for example `S19J_PRO`. Made by `parseMinerModelId`. */
export type MinerModelId = string & { readonly __minerModelId: true };

/**
 * One batch of one mining machine.
 *
 * Efficiency (J/TH) is never stored: it is `powerW / hashrateThs`.
 */
export type MinerModel = {
  readonly id: MinerModelId;
  /** Maker and model as sold, for example `Antminer S19j Pro 100`. */
  readonly name: string;
  /** Terahashes per second, an exact decimal numeral such as `"13.5"`. */
  readonly hashrateThs: string;
  /** Watts at the wall, an exact decimal numeral. */
  readonly powerW: string;
  /** Month of first delivery, `YYYY-MM`; null where nobody states it. */
  readonly releaseMonth: string | null;
  /** Where the figures come from. */
  readonly source: string;
};
