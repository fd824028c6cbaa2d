import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** The 32 bytes of SHA-256 (FIPS 180-4) over bytes, or over the UTF-8 bytes of a text. */
export function sha256Bytes(content: string | Uint8Array): Uint8Array {
  return sha256(typeof content === "string" ? utf8ToBytes(content) : content);
}

/** SHA-256 as 64 lower-case hexadecimal digits. */
export function sha256Hex(content: string | Uint8Array): string {
  return bytesToHex(sha256Bytes(content));
}
