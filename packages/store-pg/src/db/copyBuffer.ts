/** Memory that rows are written into; it grows. */
export type CopyBuffer = {
  bytes: Uint8Array;
  /** The same memory. A view writes numbers several times faster than a Buffer does. */
  view: DataView;
  /** Where the next byte goes. */
  end: number;
};

/** An empty buffer. @param size bytes that are likely needed */
export function copyBuffer(size: number): CopyBuffer {
  const bytes = new Uint8Array(size);
  return { bytes, view: new DataView(bytes.buffer), end: 0 };
}

/** Makes room for `size` bytes and gives where they begin. */
export function roomFor(buffer: CopyBuffer, size: number): number {
  const start = buffer.end;
  buffer.end = start + size;
  if (buffer.end > buffer.bytes.length) grow(buffer);
  return start;
}

/** The same for a value of a column, whose length goes first. */
export function roomForValue(buffer: CopyBuffer, size: number): number {
  const start = roomFor(buffer, size + 4);
  buffer.view.setInt32(start, size);
  return start + 4;
}

function grow(buffer: CopyBuffer): void {
  const bytes = new Uint8Array(buffer.end * 2);
  bytes.set(buffer.bytes);
  buffer.bytes = bytes;
  buffer.view = new DataView(bytes.buffer);
}

/** The bytes written so far. What follows goes into fresh memory. */
export function takeBytes(buffer: CopyBuffer): Uint8Array {
  const taken = buffer.bytes.subarray(0, buffer.end);
  Object.assign(buffer, copyBuffer(buffer.bytes.length));
  return taken;
}
