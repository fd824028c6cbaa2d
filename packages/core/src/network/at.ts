import { NetworkError } from "../errors.ts";
import { isoFromInstant } from "../settlement/instants.ts";
import type { Interval } from "../settlement/types.ts";
import { subsidyMsat } from "./subsidy.ts";
import type { NetworkHistory, NetworkState, NetworkStretch } from "./types.ts";

/**
 * Bits and subsidy in force at an instant: those of the last epoch and the last halving whose first header time is at or
 * before it.
 *
 * @param instant Unix seconds, a whole number
 * @throws {NetworkError} before the genesis block, or at or past the end of the history
 */
export function networkAt(history: NetworkHistory, instant: number): NetworkState {
  checkKnown(history, instant, instant);
  return stateAt(history, instant);
}

/**
 * The network during a span of time, cut where bits or subsidy change.
 *
 * @param interval Unix seconds; its end does not belong to it
 * @returns one stretch or more, in order; the first begins and the last ends with the span, and the seconds add up to it
 * @throws {NetworkError} when the span is empty or turned round, begins before the genesis block or ends past the history
 */
export function networkDuring(history: NetworkHistory, { startsAt, endsAt }: Interval): NetworkStretch[] {
  if (!(startsAt < endsAt)) {
    throw new NetworkError(`A span of time must begin before it ends, got ${String(startsAt)} to ${String(endsAt)}.`, {
      startsAt: String(startsAt),
      endsAt: String(endsAt),
    });
  }
  checkKnown(history, startsAt, endsAt - 1);
  const starts = [startsAt, ...changesWithin(history, { startsAt, endsAt })];
  return starts.map((from, index) => {
    const to = starts[index + 1] ?? endsAt;
    return { ...stateAt(history, from), startsAt: from, endsAt: to, durationS: to - from };
  });
}

function stateAt({ epochs, halvings }: NetworkHistory, instant: number): NetworkState {
  const epoch = epochs[countUntil(epochs, instant) - 1];
  if (epoch === undefined) throw new NetworkError("A network history must have an epoch.");
  const halving = halvings[countUntil(halvings, instant) - 1];
  return { epochHeight: epoch.height, bits: epoch.bits, subsidyMsat: subsidyMsat(halving?.height ?? 0) };
}

/** Instants after the start and before the end at which an epoch or a halving begins, each once, in order. */
function changesWithin({ epochs, halvings }: NetworkHistory, { startsAt, endsAt }: Interval): number[] {
  const changes = [epochs, halvings].flatMap((list) =>
    list.slice(countUntil(list, startsAt), countUntil(list, endsAt - 1)).map((each) => each.startsAt),
  );
  return [...new Set(changes)].toSorted((a, b) => a - b);
}

/** How many of the list, which is in order of time, begin at or before the instant. */
function countUntil(list: readonly { readonly startsAt: number }[], instant: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const each = list[middle];
    if (each !== undefined && each.startsAt <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Both ends are instants that are asked about, the last one included. */
function checkKnown({ epochs, knownUntil }: NetworkHistory, first: number, last: number): void {
  for (const instant of [first, last]) {
    if (Number.isSafeInteger(instant)) continue;
    throw new NetworkError(`An instant must be whole Unix seconds, got ${String(instant)}.`, {
      instant: String(instant),
    });
  }
  const genesis = epochs[0]?.startsAt ?? Infinity;
  if (first < genesis) {
    throw new NetworkError(
      `An instant must not be before the first block, ${isoFromInstant(genesis)}, got ${shown(first)}.`,
      {
        instant: first,
        genesis,
      },
    );
  }
  if (last >= knownUntil) {
    throw new NetworkError(
      `An instant must be before ${isoFromInstant(knownUntil)}, up to which this network history reaches, got ${shown(last)}. ` +
        "Extend the history: see docs/data-sources.md.",
      { instant: last, knownUntil },
    );
  }
}

/** Far instants, such as milliseconds given for seconds, have no ISO text. */
function shown(instant: number): string {
  return Math.abs(instant) < 1e11 ? isoFromInstant(instant) : `${instant} seconds`;
}
