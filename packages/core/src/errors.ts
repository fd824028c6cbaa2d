/** What an error says about itself beside its message: plain values, safe to print as JSON. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The one base class: every error that windhash throws on purpose is a `WindhashError`.
 *
 * `code` is stable and meant for programs; `message` is meant for people and says what must hold, what was found, and what
 * to do. `details` carries the named values of the message.
 */
export class WindhashError extends Error {
  override readonly name: string = "WindhashError";
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(code: string, message: string, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** A quantity (energy, power, money, a factor) outside what it can be. Code `quantity`. */
export class QuantityError extends WindhashError {
  override readonly name = "QuantityError";

  constructor(message: string, details: ErrorDetails = {}) {
    super("quantity", message, details);
  }
}

/** A settlement date or period that does not exist. Code `settlement`. */
export class SettlementError extends WindhashError {
  override readonly name = "SettlementError";

  constructor(message: string, details: ErrorDetails = {}) {
    super("settlement", message, details);
  }
}

/** The network history cannot answer: before genesis, past its end, or a value it refuses. Code `network`. */
export class NetworkError extends WindhashError {
  override readonly name = "NetworkError";

  constructor(message: string, details: ErrorDetails = {}) {
    super("network", message, details);
  }
}

/** A miner model that is unknown or cannot exist. Code `miner`. */
export class MinerError extends WindhashError {
  override readonly name = "MinerError";

  constructor(message: string, details: ErrorDetails = {}) {
    super("miner", message, details);
  }
}

/** Source rows that break a rule of the balancing data. Code `source-row`. */
export class SourceRowError extends WindhashError {
  override readonly name = "SourceRowError";

  constructor(message: string, details: ErrorDetails = {}) {
    super("source-row", message, details);
  }
}

/** A source could not be read; never an empty list. Code `source`. `retryable` tells whether asking again may help. */
export class SourceError extends WindhashError {
  override readonly name = "SourceError";
  readonly retryable: boolean;

  constructor(message: string, details: ErrorDetails = {}, options: { cause?: unknown; retryable?: boolean } = {}) {
    super("source", message, details, options);
    this.retryable = options.retryable ?? false;
  }
}

/** The source says that the rows do not exist yet: neither a failure nor an empty answer. Code `unpublished`. */
export class UnpublishedError extends WindhashError {
  override readonly name = "UnpublishedError";

  constructor(message: string, details: ErrorDetails = {}) {
    super("unpublished", message, details);
  }
}

/** A store refuses or cannot do what was asked. Code `store`. */
export class StoreError extends WindhashError {
  override readonly name = "StoreError";

  constructor(message: string, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super("store", message, details, options);
  }
}

/** The stored day is no longer the one that a change was worked out from: read it again. Code `day-moved`. */
export class DayMovedError extends WindhashError {
  override readonly name = "DayMovedError";

  constructor(message: string, details: ErrorDetails = {}) {
    super("day-moved", message, details);
  }
}
