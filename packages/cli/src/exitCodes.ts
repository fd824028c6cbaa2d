/** What the exit code of the command says. Where several hold, the order is error, usage, incomplete, differences. */
export const EXIT = {
  clean: 0,
  error: 1,
  /** A wrong argument: nothing was done. */
  usage: 2,
  differences: 3,
  /** Something that was asked about is not complete. */
  incomplete: 4,
  interrupted: 130,
} as const;

/** One of `EXIT`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of a check that ran to its end. */
export function checkExitCode(found: { readonly isIncomplete: boolean; readonly isDifferent: boolean }): ExitCode {
  if (found.isIncomplete) return EXIT.incomplete;
  return found.isDifferent ? EXIT.differences : EXIT.clean;
}
