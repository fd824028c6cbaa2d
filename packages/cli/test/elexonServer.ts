import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { isoFromInstant, parseSettlementDate, periodCount, type SettlementDate, settlementDay } from "@windhash/core";

/** What a stand-in for Elexon answers on a path; anything else is 404. */
export type Answers = Readonly<Record<string, unknown>>;

/** What was asked: paths in order, without their query, and when each came in, milliseconds of a clock that never goes back. */
export type Asked = readonly string[] & { readonly arrivedAtMs: readonly number[] };

/**
 * Serves answers on a port of this machine while `work` runs.
 *
 * @param answers by path, or worked out from the whole url; undefined is 404
 */
export async function withElexon<Result>(
  answers: Answers | ((url: URL) => unknown),
  work: (url: string, asked: Asked) => Promise<Result>,
): Promise<Result> {
  const arrivedAtMs: number[] = [];
  const asked = Object.assign<string[], { arrivedAtMs: number[] }>([], { arrivedAtMs });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    asked.push(url.pathname);
    arrivedAtMs.push(performance.now());
    const answer = typeof answers === "function" ? answers(url) : answers[url.pathname];
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { title: "Not Found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const REGISTER: readonly unknown[] = [
  {
    nationalGridBmUnit: "TESTW-1",
    elexonBmUnit: "T_TESTW-1",
    fuelType: "WIND",
    leadPartyName: "Test Wind Limited",
    bmUnitName: "Test Wind Farm",
    leadPartyId: "TESTWIND",
    generationCapacity: "100.000",
    creditQualifyingStatus: true,
    demandInProductionFlag: false,
  },
];

const VOLUMES = "/balancing/settlement/acceptance/volumes/all";

/** Made up: one wind unit, bid down by 10 MWh at 50 GBP in period 1 of 2025-03-11, of which 4 MWh are undone. */
export const QUIET_DAY: Answers = {
  "/reference/bmunits/all": REGISTER,
  ...answersOf(parseSettlementDate("2025-03-11")),
};

/** Made up: the same on every day that is asked for, by method `boav`. */
export function quietDays(url: URL): unknown {
  if (url.pathname === "/reference/bmunits/all") return REGISTER;
  const asked = url.pathname.startsWith(VOLUMES) ? url.pathname : decodeURIComponent(url.search);
  const [text = ""] = /\d{4}-\d{2}-\d{2}/.exec(asked) ?? [];
  return text === "" ? undefined : answersOf(parseSettlementDate(text))[url.pathname];
}

function answersOf(date: SettlementDate): Answers {
  const { startsAt } = settlementDay(date);
  const at = { settlementDate: date, settlementPeriod: 1 };
  const unit = { nationalGridBmUnit: "TESTW-1", bmUnit: "T_TESTW-1" };
  const span = { timeFrom: isoFromInstant(startsAt), timeTo: isoFromInstant(startsAt + 1800) };
  const pair = { levelFrom: -999, levelTo: -999, pairId: -1, offer: -5, bid: -50 };
  return {
    [`${VOLUMES}/bid/${date}`]: { data: [volumesRow(date, { negative1: -10 })] },
    [`${VOLUMES}/offer/${date}`]: { data: [volumesRow(date, { negative1: 4 })] },
    "/datasets/BOD/stream": [{ dataset: "BOD", ...at, ...span, ...pair, ...unit }],
    "/data-status/BOAV": countsOf(date, 2),
    "/data-status/BOD": countsOf(date, 1),
  };
}

/** So many rows in period 1, and none after it. */
function countsOf(settlementDate: SettlementDate, first: number): unknown {
  const counts = Array.from({ length: periodCount(settlementDate) }, (_, index) => (index === 0 ? first : 0));
  return {
    data: counts.map((dataPointCount, index) => ({ settlementDate, settlementPeriod: index + 1, dataPointCount })),
  };
}

function volumesRow(settlementDate: SettlementDate, pairs: Readonly<Record<string, number>>): unknown {
  const names = ["negative", "positive"].flatMap((side) => [1, 2, 3, 4, 5, 6].map((pair) => `${side}${pair}`));
  return {
    createdDateTime: `${settlementDate}T23:30:00Z`,
    settlementDate,
    settlementPeriod: 1,
    startTime: isoFromInstant(settlementDay(settlementDate).startsAt),
    bmUnit: "T_TESTW-1",
    bmUnitType: "T",
    leadPartyName: "Test Wind Limited",
    nationalGridBmUnit: "TESTW-1",
    acceptanceId: 1,
    acceptanceDuration: "L",
    totalVolumeAccepted: Object.values(pairs).reduce((sum, volume) => sum + volume, 0),
    pairVolumes: Object.fromEntries(names.map((name) => [name, pairs[name] ?? null])),
  };
}
