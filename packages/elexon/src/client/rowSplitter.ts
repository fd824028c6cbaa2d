/** Takes a JSON body bytes by bytes and gives its rows as soon as they are whole. */
export type RowSplitter = {
  /** The rows that these bytes complete. @throws {SyntaxError} where they cannot be JSON */
  readonly push: (bytes: Uint8Array) => readonly unknown[];
  /**
   * What the body is without its rows: an empty array, an object whose `data` is one, or whatever else it holds where it holds
   * no rows.
   *
   * @throws {SyntaxError} when the body is no whole JSON text
   */
  readonly end: () => unknown;
};

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a] as const;
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d] as const;

/** A mark that some writers put before UTF-8 text. */
const BYTE_ORDER_MARK = new Set([0xef, 0xbb, 0xbf]);

/**
 * Splits a body that is an array of rows, or an object whose `data` is one, and holds no more of it than a row and a chunk.
 *
 * It looks only for where rows end: outside strings, at the depth of the array. All that it cuts is read by `JSON.parse`, rows
 * and frame alike, so it takes and refuses what `JSON.parse` does of the whole. One thing more is refused: `data` twice. In UTF-8
 * no byte of a longer character is one of those that it looks for.
 */
export function rowSplitter(): RowSplitter {
  const frame = frameScanner();
  const rows = rowScanner();
  let isInRows = false;
  return {
    push(bytes) {
      const found: unknown[] = [];
      for (let at = 0; at < bytes.length;) {
        const rest = at === 0 ? bytes : bytes.subarray(at);
        const { taken, hasEnded } = isInRows ? rows.take(rest, found) : frame.take(rest);
        if (hasEnded) isInRows = !isInRows;
        at += taken;
      }
      return found;
    },
    end() {
      if (isInRows) throw new SyntaxError("The rows do not end.");
      return frame.end();
    },
  };
}

/** How far a scanner came; `hasEnded` when the other one takes over. */
type Step = { readonly taken: number; readonly hasEnded: boolean };

/** Follows strings and brackets. */
type Depth = { depth: number; isInString: boolean; isEscaped: boolean };

/** Steps over a byte of a string; false when it is none, or begins one. */
function inString(state: Depth, byte: number): boolean {
  if (!state.isInString) {
    state.isInString = byte === QUOTE;
    return false;
  }
  if (state.isEscaped) state.isEscaped = false;
  else if (byte === BACKSLASH) state.isEscaped = true;
  else if (byte === QUOTE) state.isInString = false;
  return true;
}

/** What lies around the rows. It ends at the bracket that opens them, and goes on with the one that closes them. */
function frameScanner() {
  const state: Depth = { depth: 0, isInString: false, isEscaped: false };
  const kept: number[] = [];
  /** The first byte that means something. */
  let root: number | null = null;
  let stringAt = 0;
  let key: unknown = null;
  let hasRows = false;

  /** Whether the bracket opens the rows. */
  function opensRows(): boolean {
    if (state.depth === 1) return root === OPEN_ARRAY && !hasRows;
    return state.depth === 2 && root === OPEN_OBJECT && key === "data";
  }

  function follow(byte: number): void {
    if (byte === QUOTE) stringAt = kept.length - 1;
    else if (byte === COLON && state.depth === 1) key = JSON.parse(textOf(Uint8Array.from(kept.slice(stringAt, -1))));
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) state.depth += 1;
    else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) state.depth -= 1;
    if (byte === COMMA && state.depth === 1) key = null;
    root ??= isSpace(byte) || (kept.length <= 3 && BYTE_ORDER_MARK.has(byte)) ? null : byte;
  }

  return {
    take(bytes: Uint8Array): Step {
      for (const [index, byte] of bytes.entries()) {
        kept.push(byte);
        if (inString(state, byte)) continue;
        follow(byte);
        if (byte === OPEN_ARRAY && opensRows()) {
          if (hasRows) throw new SyntaxError("The rows are there twice.");
          hasRows = true;
          // The bracket that closes them is left to the frame.
          return { taken: index + 1, hasEnded: true };
        }
      }
      return { taken: bytes.length, hasEnded: false };
    },
    end: (): unknown => JSON.parse(textOf(Uint8Array.from(kept), { withMark: false })),
  };
}

/** The rows, up to the bracket that closes them. */
function rowScanner() {
  let state: Depth = { depth: 0, isInString: false, isEscaped: false };
  /** What came since the last comma between rows, in an earlier chunk. */
  let open: Uint8Array[] = [];
  let hasComma = false;

  /** Rows up to a comma, or to the end of all rows. */
  function cut(bytes: Uint8Array, found: unknown[], isEnd: boolean): void {
    const rows = JSON.parse(`[${textOf(joined(open, bytes))}]`) as unknown[];
    // Nothing before a comma or after one; nothing at all is an empty array.
    if (rows.length === 0 && (hasComma || !isEnd)) throw new SyntaxError("A row is empty.");
    for (const row of rows) found.push(row);
    open = [];
    hasComma = !isEnd;
  }

  return {
    take(bytes: Uint8Array, found: unknown[]): Step {
      // Every byte passes here: its own variables are several times faster than those of the object.
      let { depth, isInString, isEscaped } = state;
      let comma = -1;
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at] as number;
        if (isInString) {
          if (isEscaped) isEscaped = false;
          else if (byte === BACKSLASH) isEscaped = true;
          else if (byte === QUOTE) isInString = false;
        } else if (byte === QUOTE) isInString = true;
        else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
        else if (byte === COMMA && depth === 0) comma = at;
        else if (byte === CLOSE_ARRAY && depth === 0) {
          cut(bytes.subarray(0, at), found, true);
          return { taken: at, hasEnded: true };
        } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
      }
      state = { depth, isInString, isEscaped };
      if (comma >= 0) cut(bytes.subarray(0, comma), found, false);
      // A copy: whoever gave the chunk may use its memory again.
      open.push(bytes.slice(comma + 1));
      return { taken: bytes.length, hasEnded: false };
    },
  };
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function joined(open: readonly Uint8Array[], last: Uint8Array): Uint8Array {
  if (open.length === 0) return last;
  const parts = [...open, last];
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A mark is dropped only before the whole text, as it is where the whole is read at once. */
function textOf(bytes: Uint8Array, { withMark = true } = {}): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: withMark }).decode(bytes);
  } catch (cause) {
    throw new SyntaxError("The text is not UTF-8.", { cause });
  }
}
