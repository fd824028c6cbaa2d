// A lock file that names its holder, so that one of two set-ups waits and a dead holder is recognised.

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 15 * 60 * 1000;

/** Runs `action` while holding the lock at `path`; waits for a living holder, takes over from a dead one. */
export async function withLock(path, action) {
  await acquire(path);
  const release = () => holderOf(path) === process.pid && rmSync(path, { force: true });
  process.once("exit", release);
  try {
    return await action();
  } finally {
    release();
    process.off("exit", release);
  }
}

async function acquire(path) {
  const giveUpAt = Date.now() + PATIENCE_MS;
  let told = false;
  while (!tryAcquire(path)) {
    const holder = holderOf(path);
    if (holder !== null && !isAlive(holder)) takeAway(path, holder);
    else if (Date.now() > giveUpAt)
      throw new Error(`Process ${holder} holds ${path} for too long. End it, or remove the file.`);
    else {
      if (!told) console.log(`windhash: waiting for the set-up of process ${holder}`);
      told = true;
      await sleep(200);
    }
  }
}

/** A link appears with its content or not at all, unlike a file that is created and then written. */
function tryAcquire(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Moved aside first: of several takers only one succeeds, and a living lock that was caught by mistake goes back. */
function takeAway(path, deadHolder) {
  const aside = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, aside);
    if (holderOf(aside) !== deadHolder) linkSync(aside, path);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function holderOf(path) {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
