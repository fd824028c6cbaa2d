import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a stand-in for Elexon answers on a path; anything else is 404. */
export type Answers = Readonly<Record<string, unknown>>;

/** Serves answers on a port of this machine while `work` runs. `asked` are the paths, in order, without their query. */
export async function withElexon<Result>(
  answers: Answers,
  work: (url: string, asked: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    asked.push(path);
    const answer = answers[path];
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

/** Made up: one wind unit, bid down by 10 MWh at 50 GBP in period 1 of 2025-03-11, of which 4 MWh are undone. */
export const QUIET_DAY: Answers = {
  "/reference/bmunits/all": [
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
  ],
  "/balancing/settlement/acceptance/volumes/all/bid/2025-03-11": { data: [volumesRow({ negative1: -10 })] },
  "/balancing/settlement/acceptance/volumes/all/offer/2025-03-11": { data: [volumesRow({ negative1: 4 })] },
  "/datasets/BOD/stream": [
    {
      dataset: "BOD",
      settlementDate: "2025-03-11",
      settlementPeriod: 1,
      timeFrom: "2025-03-11T00:00:00Z",
      timeTo: "2025-03-11T00:30:00Z",
      levelFrom: -999,
      levelTo: -999,
      pairId: -1,
      offer: -5,
      bid: -50,
      nationalGridBmUnit: "TESTW-1",
      bmUnit: "T_TESTW-1",
    },
  ],
  "/data-status/BOAV": {
    data: Array.from({ length: 48 }, (_, at) => ({
      settlementDate: "2025-03-11",
      settlementPeriod: at + 1,
      dataPointCount: at === 0 ? 2 : 0,
    })),
  },
};

function volumesRow(pairs: Readonly<Record<string, number>>): unknown {
  const names = ["negative", "positive"].flatMap((side) => [1, 2, 3, 4, 5, 6].map((pair) => `${side}${pair}`));
  return {
    createdDateTime: "2025-03-12T08:00:00Z",
    settlementDate: "2025-03-11",
    settlementPeriod: 1,
    startTime: "2025-03-11T00:00:00Z",
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
