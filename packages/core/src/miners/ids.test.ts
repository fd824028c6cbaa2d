import { expect, it } from "vitest";
import { MinerError } from "../errors.ts";
import { parseMinerModelId } from "./ids.ts";

it("takes capital letters, digits and underscores", () => {
  for (const id of ["S9", "S19J_PRO", "AVALON_NANO_3S", "2ND_HAND"]) expect(parseMinerModelId(id)).toBe(id);
});

it.each(["", "s9", "S9 ", "S19J-PRO", "_S9", "S9\n", "S".repeat(41), 9, null, undefined, ["S9"]])(
  "refuses %j as an id",
  (id) => {
    expect(() => parseMinerModelId(id as string)).toThrow(MinerError);
  },
);
