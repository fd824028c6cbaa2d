import { WindhashError } from "@windhash/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as fault from "../../test/faultServer.ts";
import { METHOD_CASES } from "../../test/methodCases.ts";
import { virtualTiming } from "../../test/virtualTiming.ts";
import { elexonClient } from "./client.ts";

let server: fault.FaultServer;
beforeAll(async () => {
  server = await fault.startFaultServer();
});
afterAll(() => server.close());

/** Faults of every kind. Those that only a timeout ends are rare, as they are the ones that take time. */
function faults(body: unknown): fc.Arbitrary<fault.Reply> {
  const quick: fault.Reply[] = [
    fault.status(429, { "retry-after": "1" }),
    fault.status(429),
    fault.status(500),
    fault.status(502, {}, "<html>bad gateway</html>"),
    fault.status(503, { "retry-after": "never" }),
    fault.status(400, {}, '{"errors":{}}'),
    fault.status(404),
    fault.status(204),
    fault.reset,
    fault.half(body),
    fault.cutShort(body),
    fault.html,
    fault.json(""),
    fault.json("null"),
    fault.json({}),
    fault.json({ data: null }),
    fault.json({ error: "down" }),
    fault.json([null]),
    fault.json([{}]),
    fault.json({ data: [[]] }),
  ];
  const slow: fault.Reply[] = [fault.silence, fault.stall(body)];
  return fc.oneof(
    { arbitrary: fc.constantFrom(...quick), weight: 30 },
    { arbitrary: fc.constantFrom(...slow), weight: 1 },
  );
}

describe.each(Object.entries(METHOD_CASES))("%s, under any sequence of faults", (_, { row, run }) => {
  it("gives the true rows or an error of ours, never an empty list", async () => {
    const sequences = fc.array(fc.oneof(faults([row]), fc.constant(fault.json([row]))), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(sequences, async (replies) => {
        server.script(...replies);
        const client = elexonClient({
          fetch,
          baseUrl: server.baseUrl,
          retries: 2,
          timeoutMs: 200,
          timing: virtualTiming(),
        });
        const result = await run(client).then(
          (answer) => answer.rows.length,
          (error: unknown) => error,
        );
        expect(result).toSatisfy((value) => value === 1 || value instanceof WindhashError);
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});
