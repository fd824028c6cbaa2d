import { describe, expect, it } from "vitest";
import { withDeadline } from "./deadline.ts";

const never = () => new Promise<never>(() => undefined);

describe("withDeadline", () => {
  it("gives what was run", async () => {
    expect(await withDeadline({ timeoutMs: 10_000, signal: undefined }, async () => 7)).toBe(7);
  });

  it("ends by itself when what it runs does not heed the signal", async () => {
    await expect(withDeadline({ timeoutMs: 5, signal: undefined }, never)).rejects.toMatchObject({
      name: "TimeoutError",
    });
  });

  it("tells what it runs to stop", async () => {
    let heard: unknown;
    const run = (signal: AbortSignal) => {
      signal.addEventListener("abort", () => (heard = signal.reason));
      return never();
    };
    await expect(withDeadline({ timeoutMs: 5, signal: undefined }, run)).rejects.toThrow("No whole answer within 5 ms");
    expect(heard).toMatchObject({ name: "TimeoutError" });
  });

  it("passes on the reason of the caller's signal", async () => {
    const controller = new AbortController();
    const pending = withDeadline({ timeoutMs: 10_000, signal: controller.signal }, never);
    controller.abort(new Error("the user went home"));
    await expect(pending).rejects.toThrow("the user went home");
  });

  it("does not run at all for a signal that is aborted already", async () => {
    let ran = false;
    const run = async () => {
      ran = true;
    };
    await expect(withDeadline({ timeoutMs: 10_000, signal: AbortSignal.abort() }, run)).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(ran).toBe(false);
  });

  it("takes any signal of the ports' shape, and stops listening to it afterwards", async () => {
    const listeners = new Set<() => void>();
    const signal = {
      aborted: false,
      addEventListener: (_: "abort", listener: () => void) => void listeners.add(listener),
      removeEventListener: (_: "abort", listener: () => void) => void listeners.delete(listener),
    };
    const pending = withDeadline({ timeoutMs: 10_000, signal }, never);
    expect(listeners.size).toBe(1);
    for (const listener of listeners) listener();
    await expect(pending).rejects.toMatchObject({ name: "AbortError" });
    expect(listeners.size).toBe(0);
  });
});
