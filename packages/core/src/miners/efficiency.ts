import { divide, type Rational, rationalFromDecimal } from "../quantity/rational.ts";
import type { MinerModel } from "./types.ts";

/** Joules that a machine spends on a terahash, exactly: watts over terahashes per second, as the seconds cancel. */
export function efficiencyJPerTh({ powerW, hashrateThs }: Pick<MinerModel, "powerW" | "hashrateThs">): Rational {
  return divide(rationalFromDecimal(powerW), rationalFromDecimal(hashrateThs));
}
