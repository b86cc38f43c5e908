export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${stream}: expected revision ${expected}, found ${actual}`);
    this.name = 'WrongExpectedRevision';
  }
}

export class AppendTooLarge extends Error {
  constructor(
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(`one append holds at most ${limit} bytes, this one has ${bytes}`);
    this.name = 'AppendTooLarge';
  }
}

/** Nothing was written. `cause` holds the driver's error. */
export class StoreUnavailable extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'StoreUnavailable';
  }
}

/** The server answered with a refusal: wrong credentials, missing rights or an unsupported version. Waiting does not help. */
export class StoreRefused extends StoreUnavailable {
  constructor(detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'StoreRefused';
  }
}

/** The write may or may not have happened. */
export class OutcomeUncertain extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'OutcomeUncertain';
  }
}

/** The log itself is damaged. Nothing was written. */
export class StoreCorrupted extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'StoreCorrupted';
  }
}

/** A stored fact does not match its own hash, stream or revision. */
export class FactCorrupted extends Error {
  constructor(
    readonly fact: { readonly stream: string; readonly revision: number; readonly position: string },
    readonly what: string,
  ) {
    super(`${fact.stream}, revision ${fact.revision} (position ${fact.position}): ${what}`);
    this.name = 'FactCorrupted';
  }
}
