import { describe, expect, it } from "vitest";
import { bitcoinText } from "./bitcoinText.ts";

describe("bitcoinText", () => {
  it.each([
    [0n, "0.00000000000"],
    [1n, "0.00000000001"],
    [234_652_817n, "0.00234652817"],
    [100_000_000_000n, "1.00000000000"],
    [2_100_000_000_000_000_000n, "21000000.00000000000"],
    [-234_652_817n, "-0.00234652817"],
  ])("writes %s msat as %s", (msat, text) => {
    expect(bitcoinText(msat)).toBe(text);
  });
});
