/* oxlint-disable no-console -- the README's example, which prints */
import { elexonClient, parseSettlementDate, settlementDay } from "@windhash/elexon";

const elexon = elexonClient();
const settlementDate = parseSettlementDate("2025-03-11");

// One request: what was accepted on one side in a whole day, by acceptance.
const { rows } = await elexon.acceptanceVolumes({ settlementDate, side: "bid" });
const acceptedMwh = rows.reduce((sum, row) => sum + (row.totalVolumeAcceptedMwh ?? 0), 0);
console.log(`${rows.length} rows, ${acceptedMwh.toFixed(3)} MWh`);

// As many requests as it takes: one day after another, row by row.
const units = new Set<string>();
for await (const { bmUnit } of elexon.stream.notifications(settlementDay(settlementDate))) {
  if (bmUnit !== null) units.add(bmUnit);
}
console.log(`${units.size} units stated what they planned`);
