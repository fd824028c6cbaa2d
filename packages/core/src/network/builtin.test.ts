import { describe, expect, it } from "vitest";
import { hasSharedData, sharedCsv, sharedText } from "../../test/sharedData.ts";
import { sha256Bytes } from "../quantity/sha256.ts";
import { bitsFromTarget, bitsText, MAX_TARGET, targetFromBits } from "./bits.ts";
import { networkHistory } from "./builtin.ts";
import { makeNetworkHistory } from "./history.ts";

const { epochs, halvings, knownUntil } = networkHistory;
const TWO_WEEKS_S = 1_209_600;
const TWO_HOURS_S = 7200;

describe("networkHistory", () => {
  it("is the one that was checked, to the last digit", () => {
    expect(networkHistory.digest).toBe("d8c06b648a9b6a36027800a26a064950203d32a282bc1bbce770b4a57e9817c4");
  });

  it("obeys its own rules", () => {
    expect(makeNetworkHistory(networkHistory)).toEqual(networkHistory);
    expect(epochs.length).toBe(470);
    expect(halvings.map(({ height }) => height)).toEqual([210_000, 420_000, 630_000, 840_000]);
    expect(new Date(knownUntil * 1000).toISOString()).toBe("2026-04-22T21:50:00.000Z");
  });

  // As explorers print these blocks.
  it.each([
    [0, "2009-01-03T18:15:05Z", "1d00ffff"],
    [32_256, "2009-12-30T06:11:04Z", "1d00d86a"],
    [822_528, "2023-12-23T06:04:24Z", "1703e8b3"],
    [878_976, "2025-01-12T20:01:51Z", "17028c61"],
    [887_040, "2025-03-09T15:58:46Z", "17028281"],
    [945_504, "2026-04-17T17:55:37Z", "17021369"],
  ])("puts block %i at %s with bits %s", (height, time, bits) => {
    const epoch = epochs[height / 2016];
    expect(epoch).toEqual({ height, startsAt: Date.parse(time) / 1000, bits: Number.parseInt(bits, 16) });
  });

  it("retargets as consensus does, as far as first header times can tell", () => {
    // The rule spans the first to the last block of an epoch; the first of the next comes minutes later, or by its header
    // up to two hours earlier. So the span that explains the new bits lies near the difference of first header times.
    for (const [index, epoch] of epochs.slice(1).entries()) {
      const previous = epochs[index];
      if (previous === undefined) throw new Error("no epoch before");
      const [before, after] = [targetFromBits(previous.bits), targetFromBits(epoch.bits)];
      const measured = epoch.startsAt - previous.startsAt;
      const clamp = (seconds: number) => BigInt(Math.min(Math.max(seconds, TWO_WEEKS_S / 4), TWO_WEEKS_S * 4));
      const retarget = (seconds: number) => {
        const target = (before * clamp(seconds)) / BigInt(TWO_WEEKS_S);
        return targetFromBits(bitsFromTarget(target > MAX_TARGET ? MAX_TARGET : target));
      };
      expect(after >= retarget(measured - TWO_HOURS_S * 2)).toBe(true);
      expect(after <= retarget(measured + TWO_HOURS_S * 2)).toBe(true);
    }
  });
});

describe.skipIf(!hasSharedData)("networkHistory beside real headers (needs shared data)", () => {
  const rows = hasSharedData ? sharedCsv("bitcoin/difficulty_epochs.csv").slice(0, 470) : [];

  it("equals the collected table", () => {
    const table = rows.map((row) => ({
      height: Number(row["height"]),
      startsAt: Number(row["timestamp_unix"]),
      bits: Number.parseInt(row["bits"] ?? "", 16),
    }));
    expect(epochs).toEqual(table);
    expect(rows.every((row) => row["timestamp_quality"] === "header")).toBe(true);
  });

  it("follows the retarget rule exactly where the last header of the epoch is known", () => {
    const known = rows.filter((row) => row["timespan_s"] !== "");
    expect(known.length).toBe(140);
    for (const row of known) {
      const index = Number(row["epoch"]);
      const span = BigInt(Math.min(Math.max(Number(row["timespan_s"]), TWO_WEEKS_S / 4), TWO_WEEKS_S * 4));
      const target = (targetFromBits(epochs[index]?.bits ?? 0) * span) / BigInt(TWO_WEEKS_S);
      expect(bitsText(bitsFromTarget(target))).toBe(bitsText(epochs[index + 1]?.bits ?? 0));
    }
  });

  it("has the time and bits of 436 real headers, each of which proves its work", () => {
    const lines = sharedText("bitcoin/samples/headers_epoch_first_1_436.hex").trim().split(/\s+/);
    expect(lines.length).toBe(436);
    for (const [index, line] of lines.entries()) {
      const [height = "", hex = ""] = line.split(",");
      const header = Uint8Array.from(Buffer.from(hex, "hex"));
      const view = new DataView(header.buffer);
      expect(header.length).toBe(80);
      expect(Number(height)).toBe((index + 1) * 2016);
      expect(epochs[index + 1]).toEqual({
        height: Number(height),
        startsAt: view.getUint32(68, true),
        bits: view.getUint32(72, true),
      });
      const hash = Buffer.from(sha256Bytes(sha256Bytes(header)).toReversed()).toString("hex");
      expect(BigInt(`0x${hash}`) <= targetFromBits(view.getUint32(72, true))).toBe(true);
    }
  });
});
