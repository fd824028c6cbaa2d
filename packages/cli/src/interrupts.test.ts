import { EventEmitter } from "node:events";
import { expect, it, vi } from "vitest";
import { listenForInterrupts } from "./interrupts.ts";

it.each(["SIGINT", "SIGTERM"])("aborts at the first %s and ends at once at the second", (name) => {
  const [signals, exit, onFirst] = [new EventEmitter(), vi.fn<(code: number) => void>(), vi.fn<() => void>()];
  const interrupts = listenForInterrupts({ signals, exit }, onFirst);
  expect(interrupts.signal.aborted).toBe(false);
  signals.emit(name);
  expect(interrupts.signal.aborted).toBe(true);
  expect(exit).not.toHaveBeenCalled();
  signals.emit("SIGINT");
  expect(exit).toHaveBeenCalledExactlyOnceWith(130);
  expect(onFirst).toHaveBeenCalledOnce();
});

it("leaves signals alone once the job is over", () => {
  const signals = new EventEmitter();
  listenForInterrupts({ signals, exit: () => {} }, () => {}).stop();
  expect(signals.eventNames()).toEqual([]);
});
