import { SourceError, type StopSignal } from "@windhash/core";
import { ACCEPT, brokenOff, notify, notJson, type Outcome, refusal, type Request } from "./attempt.ts";
import { withDeadline } from "./deadline.ts";
import { type Reading, rowReader } from "./reading.ts";
import type { Requester } from "./request.ts";
import { unwrapRows } from "./rows.ts";
import { rowSplitter } from "./rowSplitter.ts";

/**
 * The rows of one body, given while it comes in: no more of it is held than a chunk.
 *
 * Until the first row is given, everything that may be asked for again is. After that a body that breaks off or turns out to be
 * another answer's cannot be taken back: the iterator throws a `SourceError` that is retryable. It has then given true rows,
 * but not all of them.
 */
export async function* streamRows<Row>(
  request: Requester,
  reading: Reading<Row>,
  signal: StopSignal | undefined,
): AsyncGenerator<Row, void, undefined> {
  const batches = await request(reading.endpoint, signal, (attempt) => openBody(attempt, reading));
  for await (const batch of batches) yield* batch;
}

type Batches<Row> = AsyncGenerator<readonly Row[], void, undefined>;

/** One request, up to its first rows or its end. */
async function openBody<Row>(request: Request, reading: Reading<Row>): Promise<Outcome<Batches<Row>>> {
  let response: Response;
  try {
    response = await withDeadline(request, (signal) => request.fetch(request.url, { signal, headers: ACCEPT }));
    if (response.status !== 200) return await refused(request, response);
  } catch (cause) {
    return { error: brokenOff(request, cause), waitMs: null };
  }
  const batches = readBatches(request, response, reading);
  try {
    return { value: resumed(await firstRows(batches), batches) };
  } catch (error) {
    if (error instanceof SourceError && error.retryable) return { error, waitMs: null };
    throw error;
  }
}

async function refused(request: Request, response: Response): Promise<Outcome<never>> {
  const bytes = new Uint8Array(await withDeadline(request, () => response.arrayBuffer()));
  notify(request, bytes.length);
  return refusal(request, { status: response.status, headers: response.headers, bytes });
}

async function firstRows<Row>(batches: Batches<Row>): Promise<readonly Row[]> {
  for (;;) {
    const { value, done } = await batches.next();
    if (done === true) return [];
    if (value.length > 0) return value;
  }
}

async function* resumed<Row>(first: readonly Row[], rest: Batches<Row>): Batches<Row> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return();
  }
}

async function* readBatches<Row>(request: Request, response: Response, reading: Reading<Row>): Batches<Row> {
  const splitter = rowSplitter();
  const read = rowReader(reading, request.url);
  let length = 0;
  try {
    for await (const bytes of chunksOf(request, response)) {
      length += bytes.length;
      yield read(split(request, bytes, () => splitter.push(bytes)));
    }
    unwrapRows(
      split(request, NO_BYTES, () => splitter.end()),
      { name: reading.endpoint.name, place: request.url },
    );
  } finally {
    notify(request, length);
  }
}

const NO_BYTES = new Uint8Array();

/** @throws {SourceError} retryable, where the bytes cannot belong to a JSON body */
function split<T>(request: Request, bytes: Uint8Array, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw notJson(request, bytes, cause);
  }
}

/** Each chunk has the whole time limit for itself: how long the rows are worked on in between is not the source's doing. */
async function* chunksOf(request: Request, response: Response): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { value, done } = await nextChunk(request, reader);
      if (done) return;
      yield value;
    }
  } finally {
    // Whether the rest can be called off or not, nobody waits for it.
    reader.cancel().catch(() => undefined);
  }
}

async function nextChunk(request: Request, reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await withDeadline(request, () => reader.read());
  } catch (cause) {
    throw brokenOff(request, cause);
  }
}
