import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { sha256Bytes, sha256Hex } from "./sha256.ts";

// FIPS 180-4 example values as NIST publishes them.
it("gives the standard's digests", () => {
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256Hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

it("agrees with the platform's on any text and any bytes", () => {
  const native = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => sha256Hex(text) === native(text)));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => sha256Hex(bytes) === native(bytes)));
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => Buffer.from(sha256Bytes(bytes)).toString("hex") === sha256Hex(bytes)),
  );
});
