import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NetworkError } from "../errors.ts";
import { compare, rational } from "../quantity/rational.ts";
import {
  bitsFromTarget,
  bitsText,
  difficultyFromBits,
  difficultyText,
  MAX_TARGET,
  parseBits,
  targetFromBits,
} from "./bits.ts";

/** Every canonical form: the mantissa's top byte is not 0, its sign bit clear, the target below 2^256. */
const canonicalBits = fc
  .tuple(fc.integer({ min: 3, max: 32 }), fc.integer({ min: 0x008000, max: 0x7fffff }))
  .map(([exponent, mantissa]) => exponent * 0x1000000 + mantissa);

describe("targetFromBits and bitsFromTarget", () => {
  // Bitcoin Core's own test values (arith_uint256 tests, bignum_SetCompact).
  it.each([
    [0x01120000, 0x12n],
    [0x02123400, 0x1234n],
    [0x02008000, 0x80n],
    [0x03123456, 0x123456n],
    [0x04123456, 0x12345600n],
    [0x05009234, 0x92340000n],
    [0x20123456, 0x123456n << 232n],
  ])("agree with the consensus code on %i", (bits, target) => {
    expect(targetFromBits(bits)).toBe(target);
    expect(bitsFromTarget(target)).toBe(bits);
  });

  it("know difficulty 1 and the target that a node prints for block 878976", () => {
    expect(targetFromBits(0x1d00ffff)).toBe(MAX_TARGET);
    expect(targetFromBits(0x17028c61)).toBe(0x28c610000000000000000000000000000000000000000n);
  });

  it("undo each other on every canonical form", () => {
    fc.assert(fc.property(canonicalBits, (bits) => bitsFromTarget(targetFromBits(bits)) === bits));
  });

  it("drop digits beyond the mantissa, never round up", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }), (target) => {
        const bits = bitsFromTarget(target);
        const kept = targetFromBits(bits);
        const unit = 1n << BigInt(8 * Math.max(0, (bits >>> 24) - 3));
        expect(kept <= target && target - kept < unit).toBe(true);
      }),
    );
  });

  it("order difficulties the other way round than targets", () => {
    fc.assert(
      fc.property(canonicalBits, canonicalBits, (a, b) => {
        const targets = targetFromBits(a) < targetFromBits(b) ? -1 : targetFromBits(a) > targetFromBits(b) ? 1 : 0;
        expect(compare(difficultyFromBits(a), difficultyFromBits(b))).toBe(0 - targets);
      }),
    );
  });

  it.each([
    ["a negative target", 0x04923456],
    ["negative zero", 0x01800000],
    ["zero", 0],
    ["a zero mantissa", 0x1d000000],
    ["a mantissa shifted away", 0x01003456],
    ["a target above 256 bits", 0xff123456],
    ["a target just above 256 bits", 0x21010000],
    ["a longer exponent than needed", 0x1e0000ff],
    ["digits that the exponent shifts away", 0x02123456],
    ["a fraction", 0.5],
    ["a negative number", -1],
    ["more than 32 bits", 2 ** 32],
    ["no number", Number.NaN],
  ])("refuse %s", (_, bits) => {
    expect(() => targetFromBits(bits)).toThrow(NetworkError);
  });

  it.each([0n, -1n, 2n ** 256n])("refuse the target %i", (target) => {
    expect(() => bitsFromTarget(target)).toThrow(NetworkError);
  });
});

describe("difficulty", () => {
  it("is exact", () => {
    expect(difficultyFromBits(0x1d00ffff)).toEqual(rational(1n));
    expect(difficultyFromBits(0x1b0404cb)).toEqual(rational(0xffffn << 208n, 0x0404cbn << 192n));
  });

  // 0x1b0404cb is the example of the Bitcoin wiki; the others are what explorers print for blocks 878976 and 822528.
  it.each([
    ["1b0404cb", 12, "16307.420938523983"],
    ["17028c61", 2, "110451907374649.52"],
    ["1703e8b3", 1, "72006146478567.1"],
    ["1d00ffff", 0, "1"],
  ])("of bits %s with %i decimals is %s", (bits, places, text) => {
    expect(difficultyText(parseBits(bits), places)).toBe(text);
  });
});

describe("parseBits and bitsText", () => {
  it("read and write eight hexadecimal digits", () => {
    expect(parseBits("1703d869")).toBe(0x1703d869);
    expect(parseBits("1703D869")).toBe(0x1703d869);
    expect(bitsText(0x04123456)).toBe("04123456");
    fc.assert(fc.property(canonicalBits, (bits) => parseBits(bitsText(bits)) === bits));
  });

  it.each(["", "0x1703d869", "1703d86", "1703d869 ", "1703d86g", "00000000", "1d000000", null, 0x1703d869])(
    "refuse %j",
    (text) => {
      expect(() => parseBits(text as string)).toThrow(NetworkError);
    },
  );
});
