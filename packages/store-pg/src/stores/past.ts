import type { CalculationSettings, PastStores } from "@windhash/core";
import type { Database, Queryable } from "../db/database.ts";
import { UNIT_COLUMNS, UNIT_SELECTED, unitFromRow, type UnitRow } from "../rows/units.ts";
import { readPastCalculations } from "./pastCalculations.ts";
import { readPastDays, readPastRecords, readPastVolumes } from "./pastDays.ts";
import { pastGroups, pastTotal } from "./pastSummary.ts";
import { readPastTallies } from "./pastTallies.ts";

/** Everything as it was once that entry of the ledger was committed, from the rows that hold and those that were replaced since. */
export function pastStores(database: Database, ledgerNo: number): PastStores {
  const past: Omit<PastStores, "total" | "groups"> = {
    days: (range) => readPastDays(database, range, ledgerNo),
    recordsOfDay: (settlementDate) => readPastRecords(database, settlementDate, ledgerNo),
    volumesOfDay: (settlementDate) => readPastVolumes(database, settlementDate, ledgerNo),
    calculationTallies: (range) => readPastTallies(database, range, ledgerNo),
    calculationsOfDay: (settlementDate) => readPastCalculations(database, settlementDate, ledgerNo),
    bmUnits: () => readPastUnits(database, ledgerNo),
    settings: () => readPastSettings(database, ledgerNo),
  };
  return { ...past, total: (range) => pastTotal(past, range), groups: (range, by) => pastGroups(past, range, by) };
}

async function readPastUnits(queryable: Queryable, ledgerNo: number): ReturnType<PastStores["bmUnits"]> {
  const rows = await queryable.query<UnitRow>(
    `SELECT ${UNIT_SELECTED}
     FROM (SELECT ${UNIT_COLUMNS} FROM bm_units WHERE ledger_no <= $1
           UNION ALL
           SELECT ${UNIT_COLUMNS} FROM bm_unit_history WHERE ledger_no <= $1 AND replaced_by > $1) AS held
     ORDER BY national_grid_id, valid_from`,
    [ledgerNo],
  );
  return rows.map(unitFromRow);
}

async function readPastSettings(queryable: Queryable, ledgerNo: number): Promise<CalculationSettings | null> {
  const [row] = await queryable.query<{ readonly settings: CalculationSettings }>(
    "SELECT settings FROM settings_history WHERE ledger_no <= $1 ORDER BY ledger_no DESC LIMIT 1",
    [ledgerNo],
  );
  return row?.settings ?? null;
}
