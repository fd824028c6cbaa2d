// Two processes on one PGlite directory lose data without an error, so a directory is held by one at a time.
//
// There is no lock to take over, hence no race for it. Each process first shows a claim of its own (a file that no other
// process ever writes), then looks at all claims, and holds the directory only if it sees no other living one. Of two
// processes, the one that looks later looks after both claims were shown: both cannot hold. Claims of the dead count for
// nothing. Of several that start together, all but the one whose claim comes first by name take theirs back and wait.

import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isoFromInstant, StoreError } from "@windhash/core";
import { unusable } from "./pgliteDirectory.ts";
import { isAlive, ownProcess, type ProcessIdentity } from "./processIdentity.ts";
import { releaseAtExit } from "./releaseAtExit.ts";

/** Who opens the directory, for whoever is refused. */
export type DirectoryHolder = {
  /** The command as typed. */
  readonly command: string;
  /** Unix seconds. */
  readonly startedAt: number;
};

type Claim = { readonly path: string; readonly process: ProcessIdentity; readonly holder: DirectoryHolder };

const ATTEMPTS = 10;
const LONGEST_PAUSE_MS = 100;
/** 9999-12-31T23:59:59Z: beyond it nothing can be written as a date. */
const LAST_INSTANT = 253_402_300_799;

/**
 * Holds the directory for this process; gives the function that lets it go.
 *
 * @throws {StoreError} when another process holds it; the message names it and the way out
 */
export async function holdDirectory(directory: string, holder: DirectoryHolder): Promise<() => void> {
  const path = `${lockPrefix(directory)}${process.pid}-${randomUUID()}`;
  const takeBack = () => rmSync(path, { force: true });
  for (let attempt = 1; ; attempt += 1) {
    showClaim(directory, { path, process: ownProcess(), holder });
    const others = livingClaims(directory).filter((claim) => claim.path !== path);
    const [other] = others;
    if (other === undefined) return releaseAtExit(takeBack);
    if (attempt === ATTEMPTS || others.some((claim) => claim.path < path)) takeBack();
    if (attempt === ATTEMPTS) throw heldBy(directory, other);
    await sleep(Math.random() * LONGEST_PAUSE_MS);
  }
}

/** Renamed into place, so a claim is never seen without its content. Showing it again changes nothing. */
function showClaim(directory: string, claim: Claim): void {
  if (existsSync(claim.path)) return;
  try {
    writeFileSync(`${claim.path}.new`, `${JSON.stringify(claim, null, 2)}\n`);
    renameSync(`${claim.path}.new`, claim.path);
  } catch (error) {
    throw unusable(`${directory}, beside which its lock file lies,`, error);
  }
}

/** Removes the claims of dead processes on the way: nobody else will ever write them. */
function livingClaims(directory: string): readonly Claim[] {
  const prefix = lockPrefix(directory);
  const names = readdirSync(dirname(prefix)).filter(
    (name) => name.startsWith(basename(prefix)) && !name.endsWith(".new"),
  );
  const claims = names.map((name) => readClaim(join(dirname(prefix), name))).filter((claim) => claim !== null);
  for (const claim of claims) if (!isAlive(claim.process)) rmSync(claim.path, { force: true });
  return claims.filter((claim) => isAlive(claim.process));
}

/** Null when it was let go of meanwhile. */
function readClaim(path: string): Claim | null {
  try {
    const claim: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isClaim(claim)) return { ...claim, path };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw unreadable(path, error);
  }
  throw unreadable(path);
}

/** A claim is written in one piece, but anybody may write a file. */
function isClaim(claim: unknown): claim is Claim {
  const { process: identity, holder } = (claim ?? {}) as Partial<Claim>;
  return (
    typeof identity?.host === "string" &&
    Number.isSafeInteger(identity.pid) &&
    typeof holder?.command === "string" &&
    Number.isInteger(holder.startedAt) &&
    Math.abs(holder.startedAt) <= LAST_INSTANT
  );
}

function unreadable(path: string, cause?: unknown): StoreError {
  const message = `The lock file ${path} must say which process holds the embedded database, and it does not.`;
  return new StoreError(`${message} Remove it when no windhash is running.`, { path }, { cause });
}

function lockPrefix(directory: string): string {
  return `${directory.replace(/[/\\]+$/, "")}.lock-`;
}

function heldBy(directory: string, { path, process: { pid, host }, holder }: Claim): StoreError {
  const where = host === hostname() ? "" : ` on ${host}`;
  return new StoreError(
    `The embedded database in ${directory} must be open in one process at a time, and process ${pid}${where} holds it ` +
      `(${holder.command}, since ${isoFromInstant(holder.startedAt)}). Wait for it or end it; or set DATABASE_URL to a ` +
      `PostgreSQL server, which many may share. If that process is gone, remove ${path}.`,
    { directory, pid, host, command: holder.command, lockFile: path },
  );
}
