import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Enough to tell whether a process still runs, also when its number has been given to another one since. */
export type ProcessIdentity = {
  readonly pid: number;
  readonly host: string;
  /** Numbers of processes mean something within one of these only; null where the system has none. */
  readonly pidNamespace: string | null;
  /** Changes with every start of the machine; null where it cannot be read. */
  readonly bootId: string | null;
  /** Start of the process in clock ticks since the start of the machine; null where it cannot be read. */
  readonly startTicks: string | null;
};

/** This process. */
export function ownProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    host: hostname(),
    pidNamespace: readOrNull(() => readlinkSync("/proc/self/ns/pid")),
    bootId: readOrNull(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    startTicks: processStat(process.pid)?.startTicks ?? null,
  };
}

/** False only when it is certain that the process is gone: of another machine nothing can be told. */
export function isAlive(identity: ProcessIdentity): boolean {
  const own = ownProcess();
  if (identity.host !== own.host || identity.pidNamespace !== own.pidNamespace) return true;
  if (differ(identity.bootId, own.bootId)) return false;
  if (!exists(identity.pid)) return false;
  const stat = processStat(identity.pid);
  if (stat === null) return true;
  return !stat.isZombie && !differ(identity.startTicks, stat.startTicks);
}

function differ(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

/** Signal 0 is only checked for whether it could be sent. */
function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Fields 3 (state) and 22 (start time) of proc(5); the name before them is in parentheses and may hold anything. */
function processStat(pid: number): { readonly isZombie: boolean; readonly startTicks: string } | null {
  const line = readOrNull(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  const fields = line?.slice(line.lastIndexOf(")") + 2).split(" ");
  const [state, startTicks] = [fields?.[0], fields?.[19]];
  return state === undefined || startTicks === undefined
    ? null
    : { isZombie: state === "Z" || state === "X", startTicks };
}

function readOrNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
