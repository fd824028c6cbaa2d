import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { NetworkError } from "../errors.ts";
import { networkHistory } from "./builtin.ts";
import { extendNetworkHistory, makeNetworkHistory, type NetworkFacts, networkHistoryText } from "./history.ts";

const EASIEST = 0x1d00ffff;
const EPOCH_S = 1_209_600;
const genesis = { height: 0, startsAt: 1_231_006_505, bits: EASIEST };

/** A history of so many epochs of difficulty 1, each exactly two weeks long. */
function facts(epochCount: number, change: Partial<NetworkFacts> = {}): NetworkFacts {
  const epochs = Array.from({ length: epochCount }, (_, index) => ({
    height: index * 2016,
    startsAt: genesis.startsAt + index * EPOCH_S,
    bits: EASIEST,
  }));
  return { epochs, halvings: [], knownUntil: genesis.startsAt + epochCount * EPOCH_S, ...change };
}

function withEpoch(index: number, change: Partial<typeof genesis>): NetworkFacts {
  const { epochs, ...rest } = facts(3);
  return { ...rest, epochs: epochs.map((epoch, at) => (at === index ? { ...epoch, ...change } : epoch)) };
}

describe("makeNetworkHistory", () => {
  it("keeps the facts, frozen", () => {
    const input = facts(3);
    const history = makeNetworkHistory(input);
    expect(history).toMatchObject(input);
    expect([history, history.epochs, history.halvings, ...history.epochs].every(Object.isFrozen)).toBe(true);
  });

  it("does not follow later changes of what it was made from", () => {
    const epochs = [{ ...genesis }];
    const history = makeNetworkHistory({ ...facts(1), epochs });
    epochs.push({ ...genesis, height: 2016 });
    if (epochs[0] !== undefined) epochs[0].bits = 0x1c00ffff;
    expect(history.epochs).toEqual([genesis]);
  });

  it("digests its canonical text", () => {
    const text = "windhash-network-history 1\nepoch 0 1231006505 1d00ffff\nknown-until 1232216105\n";
    const history = makeNetworkHistory(facts(1));
    expect(networkHistoryText(history)).toBe(text);
    expect(history.digest).toBe(createHash("sha256").update(text).digest("hex"));
  });

  it("has another digest as soon as one fact differs", () => {
    const later = facts(3, { knownUntil: genesis.startsAt + 3 * EPOCH_S + 1 });
    const variants = [
      facts(3),
      facts(2),
      later,
      withEpoch(1, { bits: 0x1d00fffe }),
      withEpoch(2, { startsAt: genesis.startsAt + 2 * EPOCH_S + 1 }),
    ];
    expect(new Set(variants.map((each) => makeNetworkHistory(each).digest)).size).toBe(variants.length);
  });

  it.each([
    ["no epochs", facts(0)],
    ["a first epoch that is not the genesis block's", withEpoch(0, { height: 2016 })],
    ["a gap in the heights", withEpoch(1, { height: 4032 })],
    ["a height that is no multiple of 2016", withEpoch(1, { height: 2015 })],
    ["epochs out of order in time", withEpoch(2, { startsAt: genesis.startsAt })],
    ["two epochs of one time", withEpoch(1, { startsAt: genesis.startsAt })],
    ["a time that is not whole", withEpoch(1, { startsAt: genesis.startsAt + 0.5 })],
    ["bits that stand for nothing", withEpoch(1, { bits: 0x1d000000 })],
    ["a difficulty below 1", withEpoch(1, { bits: 0x1d010000 })],
    ["an end that is not whole", facts(1, { knownUntil: genesis.startsAt + 0.5 })],
    ["an end before the last epoch", facts(3, { knownUntil: genesis.startsAt + 2 * EPOCH_S })],
    ["an end that is no number", facts(1, { knownUntil: Number.NaN })],
  ])("refuses %s", (_, input) => {
    expect(() => makeNetworkHistory(input)).toThrow(NetworkError);
  });

  it("refuses a difficulty that rises by more than a factor of 4, or falls by more", () => {
    const of = (...bits: number[]) => {
      const { epochs, ...rest } = facts(bits.length);
      return { ...rest, epochs: epochs.map((epoch, index) => ({ ...epoch, bits: bits[index] ?? EASIEST })) };
    };
    const [four, sixteen] = [0x1c3fffc0, 0x1c0ffff0];
    expect(makeNetworkHistory(of(EASIEST, four, sixteen, four, EASIEST)).epochs.length).toBe(5);
    expect(() => makeNetworkHistory(of(EASIEST, four - 1))).toThrow("within a factor of 4 of bits 1d00ffff");
    expect(() => makeNetworkHistory(of(EASIEST, four, sixteen, four + 1))).toThrow(
      "within a factor of 4 of bits 1c0ffff0",
    );
    expect(() => makeNetworkHistory(of(EASIEST, sixteen))).toThrow(NetworkError);
  });
});

describe("halvings", () => {
  const first = { height: 210_000, startsAt: genesis.startsAt + Math.floor((210_000 / 2016) * EPOCH_S) };

  it("must be there once the epochs have passed them", () => {
    const knownUntil = genesis.startsAt + 104 * EPOCH_S + 1;
    expect(makeNetworkHistory(facts(105, { knownUntil })).halvings).toEqual([]); // the last epoch began at 209664
    expect(makeNetworkHistory(facts(105, { halvings: [first] })).halvings).toEqual([first]);
    expect(() => makeNetworkHistory(facts(106))).toThrow("all 1 halvings that its epochs pass");
    expect(makeNetworkHistory(facts(106, { halvings: [first] })).halvings).toEqual([first]);
  });

  it("must be there once the last epoch may have come to them", () => {
    // Block 840000 came on 2024-04-20, 1344 blocks after the first of its epoch.
    const epochs = networkHistory.epochs.filter(({ height }) => height <= 838_656);
    const halvings = networkHistory.halvings.slice(0, 3);
    const end = (epochs.at(-1)?.startsAt ?? 0) + 1344 * 150;
    const until = (knownUntil: number) => makeNetworkHistory({ epochs, halvings, knownUntil });
    expect(until(end).knownUntil).toBe(end);
    expect(() => until(end + 1)).toThrow("or the halving of height 840000 be given");
    expect(() => until(Date.UTC(2024, 3, 23) / 1000)).toThrow(NetworkError);
    const knownUntil = Date.UTC(2024, 3, 23) / 1000;
    expect(makeNetworkHistory({ epochs, halvings: networkHistory.halvings, knownUntil }).halvings.length).toBe(4);
  });

  it("have come no faster than 150 s a block in any epoch since 2011", () => {
    const { epochs } = networkHistory;
    const since = epochs.filter(({ startsAt }) => startsAt >= Date.UTC(2011, 0, 1) / 1000);
    const lengths = since.slice(1).map(({ startsAt }, index) => startsAt - (since[index]?.startsAt ?? 0));
    expect(Math.min(...lengths)).toBeGreaterThan(2016 * 150);
  });

  it.each([
    ["at a height that is no multiple of 210000", { ...first, height: 210_001 }],
    ["at the wrong multiple", { ...first, height: 420_000 }],
    ["before its epoch", { ...first, startsAt: genesis.startsAt + 104 * EPOCH_S - 1 }],
    ["after its epoch", { ...first, startsAt: genesis.startsAt + 105 * EPOCH_S }],
    ["at a time that is not whole", { ...first, startsAt: first.startsAt + 0.5 }],
  ])("are refused %s", (_, halving) => {
    expect(() => makeNetworkHistory(facts(106, { halvings: [halving] }))).toThrow(NetworkError);
  });

  it("are refused beyond the epochs", () => {
    expect(() => makeNetworkHistory(facts(3, { halvings: [first] }))).toThrow(NetworkError);
  });
});

describe("extendNetworkHistory", () => {
  // Epoch 470: bits of height 947520 from Electrum's checkpoints, its time estimated to +-45 minutes.
  const additions = {
    epochs: [{ height: 947_520, startsAt: 1_777_687_256, bits: 0x17021ff0 }],
    halvings: [],
    knownUntil: 1_778_000_000,
  };

  it("adds what comes after", () => {
    const longer = extendNetworkHistory(networkHistory, additions);
    expect(longer.epochs.length).toBe(networkHistory.epochs.length + 1);
    expect(longer.knownUntil).toBe(1_778_000_000);
    expect(longer.digest).not.toBe(networkHistory.digest);
    expect(longer.digest).toBe(
      makeNetworkHistory({
        ...networkHistory,
        epochs: [...networkHistory.epochs, ...additions.epochs],
        knownUntil: 1_778_000_000,
      }).digest,
    );
  });

  it("refuses what does not follow on, and to forget what was known", () => {
    const known = networkHistory.epochs.slice(-1);
    expect(() =>
      extendNetworkHistory(networkHistory, { ...additions, epochs: [...known, ...additions.epochs] }),
    ).toThrow("at height 947520");
    expect(() =>
      extendNetworkHistory(networkHistory, { ...additions, epochs: [], knownUntil: networkHistory.knownUntil - 1 }),
    ).toThrow("not before 2026-04-22T21:50:00Z");
  });
});
