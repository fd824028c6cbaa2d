/** Any WHATWG `fetch`: the platform's own, `recordingFetch` or `replayFetch`. */
export type Fetch = typeof globalThis.fetch;

/**
 * Header of a response that comes from or goes into an archive: Unix seconds at which the source was first asked for this
 * body. Without it the client's clock counts.
 */
export const FETCHED_AT_HEADER = "x-windhash-fetched-at";
