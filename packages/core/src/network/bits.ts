import { NetworkError } from "../errors.ts";
import { decimalFromRational, rational, type Rational } from "../quantity/rational.ts";

/** The easiest target of the Bitcoin network, 0xFFFF x 2^208: difficulty 1 by definition, bits 1d00ffff. */
export const MAX_TARGET = 0xffffn << 208n;

/**
 * The target that compact `bits` stand for: mantissa x 256^(exponent - 3).
 *
 * The first byte is the exponent, the other three a signed mantissa (Bitcoin Core, `arith_uint256::SetCompact`).
 *
 * @param bits unsigned 32-bit integer
 * @throws {NetworkError} when bits are negative, zero, above 256 bits, or not the one way to write their target
 */
export function targetFromBits(bits: number): bigint {
  if (!Number.isInteger(bits) || bits < 0 || bits > 0xffffffff) throw badBits(bits, "an unsigned 32-bit integer");
  const mantissa = BigInt(bits & 0x7fffff);
  const exponent = bits >>> 24;
  if ((bits & 0x800000) !== 0) throw badBits(bits, "positive: the sign bit 0x00800000 must be clear");
  const target = exponent > 3 ? mantissa << BigInt(8 * (exponent - 3)) : mantissa >> BigInt(8 * (3 - exponent));
  if (target === 0n) throw badBits(bits, "of a target above 0");
  if (target >> 256n !== 0n) throw badBits(bits, "of a target below 2^256");
  if (bitsFromTarget(target) !== bits) throw badBits(bits, "written with the shortest exponent");
  return target;
}

/**
 * The compact form of a target, as consensus writes it: digits beyond the 23 or 24 bits of the mantissa are dropped
 * (Bitcoin Core, `arith_uint256::GetCompact`).
 *
 * @param target 1 to 2^256 - 1
 * @throws {NetworkError} outside that
 */
export function bitsFromTarget(target: bigint): number {
  if (target <= 0n || target >> 256n !== 0n) {
    throw new NetworkError(`A target must lie between 0 and 2^256, got ${target}.`, { target: String(target) });
  }
  const length = Math.ceil(target.toString(16).length / 2);
  const mantissa = Number(length > 3 ? target >> BigInt(8 * (length - 3)) : target << BigInt(8 * (3 - length)));
  // A mantissa whose top bit is set would read as negative, so it moves one byte down.
  return mantissa < 0x800000 ? length * 0x1000000 + mantissa : (length + 1) * 0x1000000 + (mantissa >> 8);
}

/** The exact difficulty: how many times harder than difficulty 1, `MAX_TARGET / target`. @throws {NetworkError} for bad bits */
export function difficultyFromBits(bits: number): Rational {
  return rational(MAX_TARGET, targetFromBits(bits));
}

/** The difficulty with so many decimals, rounded half-even: for people and for JSON, never to calculate with. */
export function difficultyText(bits: number, places: number): string {
  return decimalFromRational(difficultyFromBits(bits), places);
}

/** The bits that eight hexadecimal digits name, such as `1703d869`. @throws {NetworkError} for anything else */
export function parseBits(text: string): number {
  if (typeof text !== "string" || !/^[0-9a-f]{8}$/i.test(text)) {
    throw new NetworkError(`Bits must be eight hexadecimal digits, such as 1703d869, got ${text}.`, {
      bits: text,
    });
  }
  const bits = Number.parseInt(text, 16);
  targetFromBits(bits);
  return bits;
}

/** Bits as eight lower-case hexadecimal digits, the way explorers and `getblockheader` print them. */
export function bitsText(bits: number): string {
  return bits.toString(16).padStart(8, "0");
}

function badBits(bits: number, rule: string): NetworkError {
  const text = Number.isInteger(bits) ? bitsText(bits) : String(bits);
  return new NetworkError(`Bits must be ${rule}, got ${text}.`, { bits: text });
}
