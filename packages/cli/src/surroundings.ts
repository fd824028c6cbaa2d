/** A stream that is written to: `process.stdout`, or a test's own. */
export type Output = {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
};

/** Where interrupts come from: `process`, or a test's own. */
export type SignalSource = {
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
};

/** What is around the command: all that it takes from and gives to the outside. */
export type Surroundings = {
  /** Where `.windhash` is; empty: where the command is run. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly signals: SignalSource;
  /** Unix seconds. */
  readonly clock: () => number;
  readonly fetch: typeof globalThis.fetch;
  /** Ends at once. */
  readonly exit: (code: number) => void;
};
