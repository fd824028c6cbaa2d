/** Gives 0 to below 1, the same ones in the same order for the same seed. */
export type Chance = () => number;

/**
 * Chance that depends on nothing but what is given: whoever asks for one part of a made-up world gets the same, whatever was asked
 * for before.
 */
export function chanceOf(...parts: readonly (string | number)[]): Chance {
  let state = hashOf(parts.join(" "));
  // mulberry32, by Tommy Ettinger (public domain).
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from `least` to `most`, both included. */
export function wholeNumber(chance: Chance, least: number, most: number): number {
  return least + Math.floor(chance() * (most - least + 1));
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
