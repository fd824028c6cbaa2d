import { expect, it } from "vitest";
import { barLine, type JobState } from "./progress.ts";

function line(state: Partial<JobState>): string {
  return barLine({ verb: "reading", done: 0, total: 12, pace: "", now: "", elapsedS: 0, ...state });
}

it("shows how many days are done, how the job gets on, how long it will take and where it is", () => {
  const state = { done: 3, pace: "291 requests, 4.0/s", now: "2025-03-03", elapsedS: 60 };
  expect(line(state)).toBe("reading [====------------] 3/12 days, 291 requests, 4.0/s, 3 min left  2025-03-03");
});

it("does not guess how long it will take before a day is done, nor when none is left", () => {
  expect(line({ elapsedS: 60 })).toBe("reading [----------------] 0/12 days");
  expect(line({ done: 12, elapsedS: 60 })).toBe("reading [================] 12/12 days");
});

it.each([
  [11, 22, "2 s left"],
  [1, 5, "55 s left"],
  [1, 6, "2 min left"],
  [1, 1200, "3 h 40 min left"],
])("after %d of 12 days in %d s says %s", (done, elapsedS, left) => {
  expect(line({ done, elapsedS })).toContain(`days, ${left}`);
});

it("shows no bar where the number of days is not known", () => {
  expect(line({ total: 0, now: "opening the database" })).toBe("reading ...  opening the database");
});
