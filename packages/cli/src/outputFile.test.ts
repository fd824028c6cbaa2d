import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inTemporaryFolder } from "../test/windhash.ts";
import { writeWhole } from "./outputFile.ts";
import { UsageError } from "./usageError.ts";

const parts =
  (...texts: readonly string[]) =>
  async (append: (text: string) => Promise<void>) => {
    for (const text of texts) await append(text);
  };

describe("a file", () => {
  it("is there whole, with its size and hash, and nothing beside it", () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, "out.csv");
      const written = await writeWhole({ path, mayReplace: false }, parts("a,b\n", "£,2\n"));
      const bytes = readFileSync(path);
      expect(bytes.toString("utf8")).toBe("a,b\n£,2\n");
      expect(written).toEqual({ bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
      expect(readdirSync(folder)).toEqual(["out.csv"]);
    }));

  it("is not seen before it is whole, and never when its rows cannot be read to the end", () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, "out.csv");
      const write = writeWhole({ path, mayReplace: false }, async (append) => {
        await append("a,b\n");
        expect(existsSync(path)).toBe(false);
        throw new Error("no more rows");
      });
      await expect(write).rejects.toThrow("no more rows");
      expect(readdirSync(folder)).toEqual([]);
    }));

  it("is not replaced unless it may be, also where it appeared meanwhile, and stays as it was when the new one fails", () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, "out.csv");
      const late = writeWhole({ path, mayReplace: false }, async (append) => {
        await append("new");
        writeFileSync(path, "old");
      });
      await expect(late).rejects.toThrow(UsageError);
      await expect(writeWhole({ path, mayReplace: false }, parts("new"))).rejects.toThrow(/--force replaces it/);
      const failing = writeWhole({ path, mayReplace: true }, () => Promise.reject(new Error("no more rows")));
      await expect(failing).rejects.toThrow("no more rows");
      expect([readFileSync(path, "utf8"), readdirSync(folder)]).toEqual(["old", ["out.csv"]]);
      await writeWhole({ path, mayReplace: true }, parts("new"));
      expect([readFileSync(path, "utf8"), readdirSync(folder)]).toEqual(["new", ["out.csv"]]);
    }));

  it("is refused as wrong usage where its folder is not there, without the name it is written under", () =>
    inTemporaryFolder(async (folder) => {
      const write = writeWhole({ path: join(folder, "absent", "out.csv"), mayReplace: true }, parts("new"));
      await expect(write).rejects.toThrow(UsageError);
      await expect(write).rejects.toThrow(`must exist, got ${join(folder, "absent")}, which does not.`);
      mkdirSync(join(folder, "taken"));
      const taken = writeWhole({ path: join(folder, "taken"), mayReplace: true }, parts("new"));
      await expect(taken).rejects.toThrow(/could not be written/);
      await expect(taken).rejects.not.toThrow(/[.]part/);
    }));

  it("is refused with its place where nothing can be written", () =>
    inTemporaryFolder(async (folder) => {
      const absent = join(folder, "absent", "out.csv");
      await expect(writeWhole({ path: absent, mayReplace: false }, parts("new"))).rejects.toMatchObject({
        code: "output",
        details: { path: absent },
      });
      const directory = join(folder, "taken");
      mkdirSync(directory);
      await expect(writeWhole({ path: directory, mayReplace: true }, parts("new"))).rejects.toMatchObject({
        code: "output",
      });
      expect(readdirSync(folder)).toEqual(["taken"]);
    }));
});
