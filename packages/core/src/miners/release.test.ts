import { describe, expect, it } from "vitest";
import { parseSettlementDate } from "../settlement/parse.ts";
import { minerModel } from "./catalogue.ts";
import { customMiner } from "./custom.ts";
import { isAnachronism, releaseWarning } from "./release.ts";

const date = parseSettlementDate;

describe("releaseWarning", () => {
  it("warns before the release month, not in it and not after", () => {
    const model = minerModel("S21_XP_270"); // first delivered in September 2024
    expect(
      ["2018-01-01", "2024-08-31", "2024-09-01", "2026-01-01"].map((text) => isAnachronism(model, date(text))),
    ).toEqual([true, true, false, false]);
    expect(releaseWarning(model, date("2024-09-01"))).toBeNull();
    expect(releaseWarning(model, date("2024-08-31"))).toEqual({
      code: "before-release",
      minerModelId: "S21_XP_270",
      releaseMonth: "2024-09",
      settlementDate: "2024-08-31",
      message:
        "Antminer S21 XP 270 was first delivered in 2024-09, after 2024-08-31: nobody could have mined with it that day.",
    });
  });

  it("has nothing to say of a machine whose release nobody stated", () => {
    const model = customMiner({ id: "MY_RIG", hashrateThs: 100, powerW: 3050 });
    expect(releaseWarning(model, date("2010-01-01"))).toBeNull();
  });
});
