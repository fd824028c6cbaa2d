import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptanceNumberGaps } from "./acceptanceNumberGaps.ts";
import { parseBmUnitId } from "./bmUnit.ts";
import type { AcceptanceSegment } from "./sourceRows.ts";

/** Instants of 2022-01-01, as minutes of the day. */
const minute = (hour: number, past = 0) => Date.UTC(2022, 0, 1, hour, past) / 1000;

function segment(acceptanceId: number, acceptedAt: number, startsAt: number, unit = "T_BHLAW-1"): AcceptanceSegment {
  const bmUnitId = parseBmUnitId(unit);
  return {
    bmUnitId,
    acceptanceId,
    acceptedAt,
    startsAt,
    endsAt: startsAt + 1800,
    levelFromMw: 0,
    levelToMw: 0,
    soFlag: true,
  };
}

describe("acceptanceNumberGaps", () => {
  it("finds the number that T_BHLAW-1 skips on 2022-01-01", () => {
    const rows = [
      segment(34002, minute(19, 37), minute(20, 15)),
      segment(34000, minute(19), minute(19, 45)),
      segment(34000, minute(19), minute(19, 15)),
      segment(34002, minute(19, 37), minute(19, 45)),
    ];
    const span = { startsAt: minute(19), endsAt: minute(19, 45) };
    expect(acceptanceNumberGaps(rows)).toEqual([{ bmUnitId: "T_BHLAW-1", after: 34000, before: 34002, ...span }]);
  });

  it("finds none where the numbers roll by one, within each unit", () => {
    const rows = [segment(1, 0, 0), segment(2, 60, 120), segment(9, 0, 0, "T_A-1"), segment(10, 60, 120, "T_A-1")];
    expect(acceptanceNumberGaps(rows)).toEqual([]);
    expect(acceptanceNumberGaps([])).toEqual([]);
  });

  it("tells nothing where the numbers roll over to their beginning", () => {
    expect(acceptanceNumberGaps([segment(99_999, 0, 0), segment(1, 60, 120), segment(2, 120, 180)])).toEqual([]);
  });

  it("gives a gap a second at least, also where the number after it begins when the one before it was accepted", () => {
    const span = (startsAt: number) => acceptanceNumberGaps([segment(1, 600, 660), segment(3, 600, startsAt)]);
    expect(span(600)).toEqual([{ bmUnitId: "T_BHLAW-1", after: 1, before: 3, startsAt: 600, endsAt: 601 }]);
    expect(span(540)).toEqual(span(600));
  });

  it("lists gaps by unit and then by number", () => {
    const rows = [
      segment(5, 4, 4, "T_B-1"),
      segment(1, 0, 0, "T_B-1"),
      segment(3, 2, 2, "T_B-1"),
      segment(7, 0, 0, "T_A-1"),
      segment(9, 1, 1, "T_A-1"),
    ];
    expect(acceptanceNumberGaps(rows).map(({ bmUnitId, after }) => `${bmUnitId} ${after}`)).toEqual([
      "T_A-1 7",
      "T_B-1 1",
      "T_B-1 3",
    ]);
  });

  it("finds exactly the acceptances that were taken away, all but the first and the last", () => {
    const taken = fc.uniqueArray(fc.integer({ min: 2, max: 29 }), { maxLength: 10 });
    fc.assert(
      fc.property(taken, (gone) => {
        const all = Array.from({ length: 30 }, (_, index) => segment(index + 1, index * 60, index * 60 + 120));
        const gaps = acceptanceNumberGaps(all.filter(({ acceptanceId }) => !gone.includes(acceptanceId)));
        const found = gaps.flatMap(({ after, before }) =>
          Array.from({ length: before - after - 1 }, (_, index) => after + 1 + index),
        );
        expect(found).toEqual(gone.toSorted((a, b) => a - b));
        const starts = gone.map((id) => id * 60 + 60);
        expect(starts.every((at) => gaps.some(({ startsAt, endsAt }) => startsAt <= at && at <= endsAt))).toBe(true);
      }),
    );
  });
});
