import type { JobOptions } from "@windhash/pipeline";
import type { Composition } from "./compose.ts";
import type { JobTitle } from "./progress.ts";
import type { Look } from "./render/look.ts";

/** What a job over days is given. */
export type JobContext = Required<JobOptions> & {
  /** Says where within a day it is, beside the bar. */
  readonly say: (line: string) => void;
  /** Says how it gets on, beside the bar and for longer than a day, such as `12 requests`. */
  readonly pace: (line: string) => void;
};

/** What a command works with. */
export type CommandContext = {
  /** As typed, without secrets: for the record of what was run. */
  readonly commandLine: string;
  readonly look: Look;
  /** Unix seconds. */
  readonly clock: () => number;
  /** The adapters, put together. */
  readonly compose: Composition;
  /** Says something beside the result: on stderr, unless quiet. */
  readonly note: (line: string) => void;
  /** The same, also when quiet. */
  readonly warn: (line: string) => void;
  /** Says something that belongs to the result: on stdout, or on stderr where that holds a JSON document. */
  readonly announce: (line: string) => void;
  /**
   * Runs a job over days that an interrupt stops after the day or days it is at, showing how far it is.
   *
   * @param title what is done, such as `calculating`, to how many days, and whether to several at the same time
   */
  readonly job: <Outcome>(title: JobTitle, work: (options: JobContext) => Promise<Outcome>) => Promise<Outcome>;
  /** Runs work that may take a moment, showing that it goes on. @param verb what is done, such as `summing` */
  readonly busy: <Outcome>(verb: string, work: (say: (line: string) => void) => Promise<Outcome>) => Promise<Outcome>;
  /** Resolves at the first interrupt. */
  readonly untilInterrupted: () => Promise<void>;
};
