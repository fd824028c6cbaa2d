/** A London calendar day, `YYYY-MM-DD`. Made by `parseSettlementDate`. */
export type SettlementDate = string & { readonly __settlementDate: true };

/** A half-hour of a settlement date, 1 to 46, 48 or 50. Made by `parseSettlementPeriod`. */
export type SettlementPeriod = number & { readonly __settlementPeriod: true };

/** A span of time, Unix seconds; the end does not belong to it. */
export type Interval = { readonly startsAt: number; readonly endsAt: number };

/** Settlement dates from `from` to `to`, both included. */
export type SettlementDateRange = { readonly from: SettlementDate; readonly to: SettlementDate };
