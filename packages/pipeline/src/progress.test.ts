import { parseSettlementDate } from "@windhash/core";
import { describe, expect, it } from "vitest";
import { eachDay } from "./progress.ts";

const days = ["2024-06-03", "2024-06-04", "2024-06-05", "2024-06-06"].map((date) => ({
  settlementDate: parseSettlementDate(date),
}));

/** Work that ends when it is told to; `begun` are the indices of days that were begun. */
function gatedWork() {
  const begun: number[] = [];
  const endings = new Map<number, () => void>();
  const work = (_day: unknown, index: number): Promise<void> => {
    begun.push(index);
    return new Promise((resolve) => endings.set(index, resolve));
  };
  const untilBegun = async (count: number): Promise<void> => {
    while (begun.length < count) await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { begun, work, untilBegun, end: (index: number) => endings.get(index)?.() };
}

describe("eachDay", () => {
  it("has as many days under way as it may, begun in order", async () => {
    const { begun, work, untilBegun, end } = gatedWork();
    const seen: number[] = [];
    const running = eachDay(days, { atOnce: 2, onProgress: ({ done }) => seen.push(done) }, work);
    await untilBegun(2);
    expect(begun).toEqual([0, 1]);
    end(1);
    await untilBegun(3);
    expect(begun).toEqual([0, 1, 2]);
    end(2);
    await untilBegun(4);
    end(0);
    end(3);
    expect(await running).toEqual({ interrupted: false });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it("lets days under way end when it is interrupted, and begins no other", async () => {
    const { begun, work, untilBegun, end } = gatedWork();
    const controller = new AbortController();
    const running = eachDay(days, { atOnce: 2, signal: controller.signal }, work);
    await untilBegun(2);
    controller.abort();
    end(0);
    end(1);
    expect(await running).toEqual({ interrupted: true });
    expect(begun).toEqual([0, 1]);
  });

  it("is not interrupted by a signal after the last day was begun", async () => {
    const controller = new AbortController();
    const work = async (_day: unknown, index: number): Promise<void> => {
      if (index === days.length - 1) controller.abort();
    };
    expect(await eachDay(days, { signal: controller.signal }, work)).toEqual({ interrupted: false });
  });

  it("begins no other day after one threw, and throws once those under way have ended", async () => {
    const { begun, work, untilBegun, end } = gatedWork();
    const failing = (day: unknown, index: number): Promise<void> =>
      index === 1 ? Promise.reject(new Error("The store is full.")) : work(day, index);
    const ended: string[] = [];
    const running = eachDay(days, { atOnce: 2 }, failing).catch((error: Error) => void ended.push(error.message));
    await untilBegun(1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect({ begun, ended }).toEqual({ begun: [0], ended: [] });
    end(0);
    await running;
    expect({ begun, ended }).toEqual({ begun: [0], ended: ["The store is full."] });
  });
});
