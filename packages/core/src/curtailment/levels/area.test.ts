import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, multiply, rational, type Rational } from "../../quantity/rational.ts";
import { bandMean, cutAtCrossing, type Ends, positiveMean, type Quotient } from "./area.ts";

const exact = ({ top, bottom }: Quotient): Rational => rational(top, bottom);
const value = fc.bigInt({ min: -1000n, max: 1000n });
const ends = fc.tuple(value, value);

describe("positiveMean", () => {
  it.each<[string, Ends, Rational]>([
    ["a level", [4n, 4n], rational(4n)],
    ["a ramp from zero", [0n, 6n], rational(3n)],
    ["a course below zero", [-4n, -1n], rational(0n)],
    ["a course that rises through zero halfway", [-6n, 6n], rational(3n, 2n)],
    ["a course that falls through zero after a quarter", [1n, -3n], rational(1n, 8n)],
  ])("of %s", (_, course, mean) => {
    expect(exact(positiveMean(course))).toEqual(mean);
  });

  it("of a course less that of its mirror is the course's own mean, (f0 + f1) / 2", () => {
    fc.assert(
      fc.property(ends, ([f0, f1]) => {
        const mirrored = multiply(exact(positiveMean([-f0, -f1])), rational(-1n));
        expect(add(exact(positiveMean([f0, f1])), mirrored)).toEqual(rational(f0 + f1, 2n));
      }),
    );
  });
});

describe("bandMean", () => {
  it("adds up over bands that follow each other to the whole depth", () => {
    const width = fc.bigInt({ min: 0n, max: 500n });
    fc.assert(
      fc.property(ends, fc.tuple(width, width), fc.tuple(width, width), (depth, [a0, a1], [b0, b1]) => {
        const edges: Ends[] = [
          [0n, 0n],
          [a0, a1],
          [a0 + b0, a1 + b1],
        ];
        const bands = edges.map((inner, index) => exact(bandMean(depth, inner, edges[index + 1] ?? null)));
        expect(bands.reduce(add)).toEqual(exact(positiveMean(depth)));
        expect(bands.every(({ numerator }) => numerator >= 0n)).toBe(true);
      }),
    );
  });
});

describe("cutAtCrossing", () => {
  const stretch = (before: Ends, after: Ends) => ({
    seconds: { top: 60n, bottom: 1n },
    scale: 1n,
    before,
    after,
    edges: [],
  });

  it("leaves a stretch whole whose courses do not cross, or meet at its ends only", () => {
    expect(cutAtCrossing(stretch([0n, 5n], [3n, 9n]))).toHaveLength(1);
    expect(cutAtCrossing(stretch([0n, 5n], [0n, 9n]))).toHaveLength(1);
  });

  it("cuts at the crossing: 10 to 0 against 0 to 30 meet at 7.5 after a quarter", () => {
    const [first, second] = cutAtCrossing(stretch([10n, 0n], [0n, 30n]));
    expect([exact(first!.seconds), exact(second!.seconds)]).toEqual([rational(15n), rational(45n)]);
    expect(rational(first!.before[1], first!.scale)).toEqual(rational(15n, 2n));
    expect(first!.before[1]).toBe(first!.after[1]);
  });

  it("cuts the smallest crossing: 0 to 1 against 1 to 0", () => {
    expect(cutAtCrossing(stretch([0n, 1n], [1n, 0n])).map(({ seconds }) => exact(seconds))).toEqual([
      rational(30n),
      rational(30n),
    ]);
  });

  it("changes no integral", () => {
    fc.assert(
      fc.property(ends, ends, (before, after) => {
        const area = (parts: readonly ReturnType<typeof stretch>[]) =>
          parts
            .map(({ seconds, scale, after: [f0, f1] }) =>
              rational((f0 + f1) * seconds.top, 2n * scale * seconds.bottom),
            )
            .reduce(add);
        expect(area(cutAtCrossing(stretch(before, after)) as ReturnType<typeof stretch>[])).toEqual(
          area([stretch(before, after)]),
        );
      }),
    );
  });
});
