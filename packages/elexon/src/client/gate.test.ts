import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { virtualTiming } from "../../test/virtualTiming.ts";
import { evenGate } from "./gate.ts";

/** When each of `count` requests that are made at once may pass, milliseconds. */
async function turns(requestsPerSecond: number, count: number): Promise<number[]> {
  const timing = virtualTiming();
  const gate = evenGate(requestsPerSecond, timing);
  return Promise.all(Array.from({ length: count }, () => gate.turn().then(() => timing.elapsedMs())));
}

describe("evenGate", () => {
  it("lets the first pass at once and the others evenly after it", async () => {
    expect(await turns(4, 5)).toEqual([0, 250, 500, 750, 1000]);
  });

  it("knows no wait without a limit", async () => {
    expect(await turns(Number.POSITIVE_INFINITY, 3)).toEqual([0, 0, 0]);
  });

  it("never lets two pass closer than the spacing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 2, max: 20 }), async (rate, count) => {
        const times = await turns(rate, count);
        const gaps = times.slice(1).map((time, index) => time - times[index]!);
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000 / rate - 1e-6);
      }),
    );
  });

  it("spends no wait on a request that comes late enough", async () => {
    const timing = virtualTiming();
    const gate = evenGate(4, timing);
    await gate.turn();
    await timing.sleep(1000);
    await gate.turn();
    expect(timing.slept).toEqual([1000]);
  });

  it("holds everybody, evenly spaced again afterwards", async () => {
    const timing = virtualTiming();
    const gate = evenGate(4, timing);
    await gate.turn();
    gate.hold(7000);
    const times = await Promise.all([1, 2, 3].map(() => gate.turn().then(() => timing.elapsedMs())));
    expect(times).toEqual([7000, 7250, 7500]);
  });

  it("gives up a turn whose caller has gone, and lets the next one pass", async () => {
    const timing = virtualTiming();
    const gate = evenGate(4, timing);
    await gate.turn();
    const gone = gate.turn(AbortSignal.abort());
    const next = gate.turn().then(() => timing.elapsedMs());
    await expect(gone).rejects.toMatchObject({ name: "AbortError" });
    expect(await next).toBe(250);
  });
});
