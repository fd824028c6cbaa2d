type Account = { readonly uid: number; readonly gid: number };

export function serverFiles(programs: string): {
  readonly folder: string;
  readonly account: Account | null;
  readonly initdb: string;
  readonly postgres: string;
};
export function nativeFolder(programs: string): string;
export function unprivilegedAccount(): Account | null;
/** The programs where the account can run them: in place, or in a copy. */
export function usablePrograms(native: string, copy: string, account: Account | null): string;
