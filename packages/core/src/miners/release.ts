import type { SettlementDate } from "../settlement/types.ts";
import type { MinerModel } from "./types.ts";

/** A machine is asked about a day on which nobody could have run it: the figure stands, but as a thought experiment. */
export type MinerWarning = {
  readonly code: "before-release";
  readonly minerModelId: string;
  /** `YYYY-MM`. */
  readonly releaseMonth: string;
  readonly settlementDate: SettlementDate;
  readonly message: string;
};

/** Whether the date lies before the month of the model's first delivery; false where that month is unknown. */
export function isAnachronism({ releaseMonth }: MinerModel, date: SettlementDate): boolean {
  return releaseMonth !== null && date.slice(0, 7) < releaseMonth;
}

/** What to tell of a model used on a date; null when there is nothing to tell. */
export function releaseWarning(model: MinerModel, date: SettlementDate): MinerWarning | null {
  const { id, name, releaseMonth } = model;
  if (releaseMonth === null || !isAnachronism(model, date)) return null;
  const message = `${name} was first delivered in ${releaseMonth}, after ${date}: nobody could have mined with it that day.`;
  return { code: "before-release", minerModelId: id, releaseMonth, settlementDate: date, message };
}
