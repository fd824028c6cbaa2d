import { describe, expect, it } from "vitest";
import { NetworkError } from "../errors.ts";
import { networkHistory } from "./builtin.ts";
import { checkedBits } from "./check.ts";

const seconds = (iso: string) => Date.parse(iso) / 1000;

describe("checkedBits", () => {
  it("takes the difficulty that was in force", () => {
    expect(
      checkedBits(networkHistory, { difficulty: "86388558925171", instant: seconds("2024-04-16T12:00:00Z") }),
    ).toBe(0x17034219);
  });

  // The predecessor's figure for 2024-04-16 was the difficulty of January 2025.
  it("refuses a true difficulty on a wrong date", () => {
    const ask = () =>
      checkedBits(networkHistory, { difficulty: 110_451_907_374_649, instant: seconds("2024-04-16T12:00:00Z") });
    expect(ask).toThrow(NetworkError);
    expect(ask).toThrow(
      "The difficulty at 2024-04-16T12:00:00Z must be that of bits 17034219 (epoch of height 838656), got 110451907374649 (bits 17028c61).",
    );
  });

  it("only snaps past the end of what is known", () => {
    const instant = networkHistory.knownUntil;
    expect(checkedBits(networkHistory, { difficulty: "132472011079031", instant })).toBe(0x17021ff0);
    expect(() => checkedBits(networkHistory, { difficulty: "132472", instant })).toThrow(NetworkError);
  });

  it("refuses instants before the network began", () => {
    expect(() => checkedBits(networkHistory, { difficulty: "1", instant: 0 })).toThrow(NetworkError);
  });
});
