import type { BmUnit } from "../curtailment/sourceRows.ts";

/** Whether a unit counts as wind for which the register states no fuel type, decided by whoever keeps the register. */
export type WindDecision = {
  /** Elexon or National Grid id. */
  readonly id: string;
  readonly countsAsWind: boolean;
};

/** One thing that is otherwise about one BM unit. */
export type UnitChange = {
  /**
   * `new`: was not held. `gone`: is no longer listed. `back`: is listed again. `decided`: counts as wind, or does not, by decision.
   * The others name what is stated otherwise; `leadParty` is another company, `leadPartyName` another name of the same.
   */
  readonly kind:
    | "new"
    | "gone"
    | "back"
    | "name"
    | "elexonId"
    | "fuelType"
    | "farm"
    | "capacity"
    | "leadParty"
    | "leadPartyName"
    | "decided";
  /** The unit's latest row, as it is then. */
  readonly unit: BmUnit;
  /** As stated before and now: MW of a capacity, the id of a lead party. Null where nothing was stated, and for `new`, `gone`, `back`. */
  readonly before: string | null;
  readonly after: string | null;
};

/** What a statement changes in the register that is held. */
export type RegisterDifference = {
  /** In order of National Grid id. */
  readonly changes: readonly UnitChange[];
  /** Elexon and National Grid ids that begin to count as wind, in order. */
  readonly windBegins: readonly string[];
  /** Those that cease to. */
  readonly windCeases: readonly string[];
};
