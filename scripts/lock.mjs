// A lock that names its holder, so that one of two set-ups waits and a dead holder is recognised.
//
// It is a folder with one entry, `<pid>-<random>`. A folder takes its place whole or not at all; and a dead holder's entry is
// renamed to the taker's, which only one of several takers can do, and which cannot hit an entry that came meanwhile.

import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 15 * 60 * 1000;
const TAKEN = ["EEXIST", "ENOTEMPTY", "EPERM"];

/** Entries of locks that this process holds: any other one with its pid is of a process that died. */
const own = new Set();

/** Runs `action` while holding the lock at `path`; waits for a living holder, takes over from a dead one. */
export async function withLock(path, action) {
  const entry = `${process.pid}-${randomUUID()}`;
  own.add(entry);
  const release = () => giveBack(path, entry);
  process.once("exit", release);
  try {
    await acquire(path, entry);
    return await action();
  } finally {
    release();
    process.off("exit", release);
  }
}

async function acquire(path, entry) {
  const giveUpAt = Date.now() + PATIENCE_MS;
  let told = false;
  while (!tryAcquire(path, entry)) {
    const holder = holderOf(path);
    if (holder === null) attempt(() => rmdirSync(path), ["ENOENT", ...TAKEN]);
    else if (isDead(holder)) {
      if (attempt(() => renameSync(join(path, holder), join(path, entry)), ["ENOENT"])) return;
    } else if (Date.now() > giveUpAt)
      throw new Error(`Process ${pidOf(holder)} holds ${path} for too long. End it, or remove the folder.`);
    else {
      if (!told) console.log(`windhash: waiting for the set-up of process ${pidOf(holder)}`);
      told = true;
      await sleep(200);
    }
  }
}

/** Takes the place of an empty folder too: what a release that was cut off leaves. */
function tryAcquire(path, entry) {
  const prepared = `${path}.${entry}`;
  mkdirSync(prepared);
  try {
    writeFileSync(join(prepared, entry), "");
    return attempt(() => renameSync(prepared, path), TAKEN);
  } finally {
    rmSync(prepared, { recursive: true, force: true });
  }
}

function giveBack(path, entry) {
  own.delete(entry);
  if (attempt(() => rmSync(join(path, entry)), ["ENOENT", "ENOTDIR"]))
    attempt(() => rmdirSync(path), ["ENOENT", ...TAKEN]);
}

/** The entry of the holder; null when nobody holds it. */
function holderOf(path) {
  let entries = [];
  attempt(() => (entries = readdirSync(path)), ["ENOENT"]);
  return entries[0] ?? null;
}

function pidOf(entry) {
  return Number.parseInt(entry, 10);
}

function isDead(entry) {
  const pid = pidOf(entry);
  if (pid === process.pid) return !own.has(entry);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code !== "EPERM";
  }
}

/** True when it went well, false when it failed for one of the expected reasons. */
function attempt(action, expected) {
  try {
    action();
    return true;
  } catch (error) {
    if (expected.includes(error.code)) return false;
    throw error;
  }
}
