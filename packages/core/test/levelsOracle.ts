import type { AcceptanceSegment, BidOfferPair, LevelSegment } from "../src/curtailment/sourceRows.ts";
import {
  add,
  compare,
  divide,
  multiply,
  negate,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../src/quantity/rational.ts";

/** One BM unit's levels; every instant counts from the beginning of period 1. */
export type UnitLevels = {
  readonly notifications: readonly LevelSegment[];
  readonly acceptances: readonly AcceptanceSegment[];
  readonly bidOffers: readonly BidOfferPair[];
};

/** MWh by "period side acceptance pair price". */
export type OracleVolumes = ReadonlyMap<string, Rational>;

/** Two straight courses on an elementary interval. */
type Straight = { readonly from: Rational; readonly to: Rational };
type Row = {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly levelFromMw: number;
  readonly levelToMw: number;
};

const SECONDS = 1800;

/**
 * The volumes below the notification, by the definition and nothing else: between all instants at which any row begins or ends,
 * between all crossings of any two courses, everything is straight, so the value in the middle is the mean. No course is ever
 * edited: what holds after k acceptances is looked up among the first k.
 */
export function oracleVolumes(levels: UnitLevels, origin: number): OracleVolumes {
  const volumes = new Map<string, Rational>();
  const order = acceptanceOrder(levels.acceptances);
  for (const [a, b] of elementary(levels)) {
    const period = Math.floor((a - origin) / SECONDS) + 1;
    const planned = straight(levels.notifications, a, b);
    if (planned === null) continue;
    const pairs = pairsOf(levels.bidOffers, a, b);
    order.forEach((acceptanceId, index) => {
      const before = held(levels, order.slice(0, index), a, b) ?? planned;
      const after = held(levels, order.slice(0, index + 1), a, b) ?? planned;
      for (const part of parts([planned, before, after, ...edgesBelow(planned, pairs)])) {
        pairs.forEach(({ pair }, band) => {
          const limits = [edge(pairs, band - 1), band === pairs.length - 1 ? null : edge(pairs, band)] as const;
          const depth = (course: Straight) =>
            clamp(subtract(at(planned, part.middle), at(course, part.middle)), limits, part.middle);
          const move = subtract(depth(before), depth(after));
          if (compare(move, ZERO) === 0) return;
          const [side, price] = compare(move, ZERO) < 0 ? ["bid", pair.bidGbpPerMwh] : ["offer", pair.offerGbpPerMwh];
          const key = `${period} ${side} ${acceptanceId} ${pair.pairId} ${price}`;
          const mwh = multiply(multiply(move, part.share), rational(BigInt(b - a), 3600n));
          volumes.set(key, add(volumes.get(key) ?? ZERO, mwh));
        });
      }
    });
  }
  return volumes;
}

/** The integral of max(0, notification - last acceptance), MWh by period. */
export function oracleNet(levels: UnitLevels, origin: number): ReadonlyMap<number, Rational> {
  const net = new Map<number, Rational>();
  for (const [a, b] of elementary(levels)) {
    const period = Math.floor((a - origin) / SECONDS) + 1;
    const planned = straight(levels.notifications, a, b);
    if (planned === null) continue;
    const last = held(levels, acceptanceOrder(levels.acceptances), a, b) ?? planned;
    for (const { middle, share } of parts([planned, last])) {
      const depth = subtract(at(planned, middle), at(last, middle));
      if (compare(depth, ZERO) <= 0) continue;
      const mwh = multiply(multiply(depth, share), rational(BigInt(b - a), 3600n));
      net.set(period, add(net.get(period) ?? ZERO, mwh));
    }
  }
  return net;
}

function acceptanceOrder(segments: readonly AcceptanceSegment[]): number[] {
  const acceptedAt = new Map(segments.map((segment) => [segment.acceptanceId, segment.acceptedAt]));
  return [...acceptedAt].toSorted(([idA, a], [idB, b]) => a - b || idA - idB).map(([id]) => id);
}

function elementary({ notifications, acceptances, bidOffers }: UnitLevels): [number, number][] {
  const instants = [...notifications, ...acceptances, ...bidOffers].flatMap(({ startsAt, endsAt }) => [
    startsAt,
    endsAt,
  ]);
  const halfHours = notifications.flatMap(({ startsAt }) => [
    startsAt - (startsAt % SECONDS),
    startsAt - (startsAt % SECONDS) + SECONDS,
  ]);
  const ordered = [...new Set([...instants, ...halfHours])].toSorted((a, b) => a - b);
  return ordered.slice(1).map((b, index) => [ordered[index]!, b]);
}

/** The course of the row that covers (a, b), or null. */
function straight(rows: readonly Row[], a: number, b: number): Straight | null {
  const row = rows.find(({ startsAt, endsAt }) => startsAt <= a && endsAt >= b && startsAt < endsAt);
  if (row === undefined) return null;
  const level = (t: number) => {
    const [done, left] = [BigInt(t - row.startsAt), BigInt(row.endsAt - t)];
    return rational(BigInt(row.levelFromMw) * left + BigInt(row.levelToMw) * done, BigInt(row.endsAt - row.startsAt));
  };
  return { from: level(a), to: level(b) };
}

/** What the last of these acceptances that covers (a, b) says, or null. */
function held(levels: UnitLevels, order: readonly number[], a: number, b: number): Straight | null {
  for (const id of order.toReversed()) {
    const found = straight(
      levels.acceptances.filter(({ acceptanceId }) => acceptanceId === id),
      a,
      b,
    );
    if (found !== null) return found;
  }
  return null;
}

type PairHere = { readonly pair: BidOfferPair; readonly width: Straight };

/** The pairs with a width, from the notification down; where none has, pair -1 or the first that is there. */
function pairsOf(bidOffers: readonly BidOfferPair[], a: number, b: number): PairHere[] {
  const here = bidOffers
    .filter(({ pairId, startsAt, endsAt }) => pairId < 0 && startsAt <= a && endsAt >= b)
    .toSorted((x, y) => y.pairId - x.pairId)
    .map((pair) => ({ pair, width: straight([pair], a, b)! }));
  const wide = here.filter(({ pair }) => pair.levelFromMw !== 0 || pair.levelToMw !== 0);
  if (here.length > 0) return wide.length > 0 ? wide : here.slice(0, 1);
  const none = { bmUnitId: "", pairId: -1, startsAt: a, endsAt: b, levelFromMw: 0, levelToMw: 0 };
  const pair = { ...none, bidGbpPerMwh: null, offerGbpPerMwh: null } as unknown as BidOfferPair;
  return [{ pair, width: { from: ZERO, to: ZERO } }];
}

/** The depth of the lower edge of a band: the sum of the widths down to it. */
function edge(pairs: readonly PairHere[], band: number): Straight {
  return pairs
    .slice(0, band + 1)
    .reduce<Straight>((sum, { width }) => ({ from: subtract(sum.from, width.from), to: subtract(sum.to, width.to) }), {
      from: ZERO,
      to: ZERO,
    });
}

function edgesBelow(planned: Straight, pairs: readonly PairHere[]): Straight[] {
  return pairs.map((_, band) => {
    const depth = edge(pairs, band);
    return { from: subtract(planned.from, depth.from), to: subtract(planned.to, depth.to) };
  });
}

/** The parts of an interval between all crossings of the courses: their middles (0 to 1) and their shares. */
function parts(courses: readonly Straight[]): { readonly middle: Rational; readonly share: Rational }[] {
  const crossings = courses.flatMap((a, index) => courses.slice(index + 1).flatMap((b) => crossing(a, b)));
  const ordered = [ZERO, ...crossings, rational(1n)].toSorted(compare);
  return ordered.slice(1).flatMap((end, index) => {
    const share = subtract(end, ordered[index]!);
    const middle = divide(add(end, ordered[index]!), rational(2n));
    return compare(share, ZERO) === 0 ? [] : [{ middle, share }];
  });
}

function crossing(a: Straight, b: Straight): Rational[] {
  const [d0, d1] = [subtract(a.from, b.from), subtract(a.to, b.to)];
  return compare(d0, ZERO) * compare(d1, ZERO) < 0 ? [divide(d0, subtract(d0, d1))] : [];
}

function at({ from, to }: Straight, share: Rational): Rational {
  return add(from, multiply(subtract(to, from), share));
}

function clamp(depth: Rational, [inner, outer]: readonly [Straight, Straight | null], middle: Rational): Rational {
  const low = at(inner, middle);
  const above = compare(depth, low) < 0 ? low : depth;
  const high = outer === null ? above : at(outer, middle);
  return subtract(compare(above, high) > 0 ? high : above, low);
}

/** gross - undo by period, from volumes by key. */
export function netOf(volumes: OracleVolumes): ReadonlyMap<number, Rational> {
  const net = new Map<number, Rational>();
  for (const [key, mwh] of volumes) {
    const period = Number(key.split(" ")[0]);
    net.set(period, add(net.get(period) ?? ZERO, negate(mwh)));
  }
  return new Map([...net].filter(([, mwh]) => compare(mwh, ZERO) !== 0));
}
