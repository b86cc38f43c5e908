import type { Instant } from '../../domain/kernel/instant';
import type { Value, Values } from '../../domain/kernel/value';
import type { VolumeReport } from '../../projections/reports/volume.document';

/** Progress of a long call. `total` is null while unknown. */
export type ProgressFrame = {
  readonly done: number;
  readonly total: number | null;
  /** The unit: `rows`, `bytes` or `facts`. */
  readonly unit: string;
  /** The item in progress if there are several, such as a projection's name. */
  readonly on?: string;
};
export type Progress = (frame: ProgressFrame) => void;

/** The signal aborts when the caller disconnects, such as on Ctrl-C. Long methods then stop at the next safe point. */
type Method<Params, Answer> = (params: Params, progress: Progress, signal: AbortSignal) => Promise<Answer>;

export type TokenSummary = {
  readonly id: string;
  readonly user: string;
  readonly label: string;
  /** Permissions the token is limited to, or null for all permissions of its user. */
  readonly scope: readonly string[] | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly lastUsedAt: Instant | null;
};

/** With the user's name, or null if the read models do not have it yet. */
export type NamedToken = TokenSummary & { readonly name: string | null };

/** The log is intact if there are no problems. Lists at most the first problem of each stream. */
export type VerifyAnswer = {
  readonly facts: number;
  readonly streams: number;
  readonly boxes: number;
  /** Boxes whose key was destroyed. */
  readonly erased: number;
  readonly problems: readonly { readonly stream: string; readonly revision: number; readonly what: string }[];
  /** Unreadable facts that an operator settled. */
  readonly passedOver: readonly { readonly stream: string; readonly revision: number; readonly recordedAt: Instant }[];
  /** The file or server of the log. */
  readonly log: string;
  /** The same for the access log: at most the first problem of each chain. */
  readonly access: {
    readonly entries: number;
    readonly chains: number;
    /** Entries that were removed when their time was over. */
    readonly removed: number;
    readonly problems: readonly { readonly chain: string; readonly index: number; readonly what: string }[];
  };
};

export type ImportCall = {
  readonly format: string;
  /** An absolute path, read by the process that runs the method. */
  readonly file: string;
  /** Records nothing, and says what each row would become. */
  readonly dryRun?: boolean;
  /** Recognised, if not given. */
  readonly encoding?: string;
  readonly separator?: string;
  /** The text of a mapping file. */
  readonly mapping?: string;
};

export type ImportAnswer = {
  readonly encoding: string;
  readonly separator: string;
  readonly rows: number;
  readonly tickets: number;
  /** Commands executed, including repeats but not refusals. */
  readonly commands: number;
  readonly facts: number;
  /** Commands that an earlier run had already executed. */
  readonly repeated: number;
  readonly refusals: number;
  /** In a dry run: what each row would become. Rows that are not in it change nothing. */
  readonly became?: readonly {
    readonly row: number;
    readonly ticket: string;
    readonly commands: readonly string[];
    readonly refused: readonly string[];
  }[];
  /** By error code, with a few examples each. */
  readonly refused: {
    readonly [code: string]: {
      readonly count: number;
      readonly examples: readonly {
        readonly ticket: string;
        readonly row: number | null;
        readonly command: string | null;
        readonly detail: string;
      }[];
    };
  };
  readonly seconds: number;
};

export type RebuildAnswer = {
  readonly rebuilt: readonly {
    readonly projection: string;
    readonly version: number;
    readonly facts: number;
    readonly seconds: number;
  }[];
};

export type StatusAnswer = {
  readonly version: string;
  readonly log: string;
  readonly logId: string;
  readonly facts: number;
  readonly dataFolder: string;
  /** Facts that a reactor gave up on. */
  readonly parked: number;
  /** Streams whose facts others altered, hid or deleted, and how it is undone. */
  readonly damages: readonly { readonly stream: string; readonly what: string }[];
  readonly projections: readonly {
    readonly name: string;
    readonly version: number;
    readonly state: string;
    readonly behind: number;
    readonly failure: string | null;
  }[];
};

/** Result of retrying parked facts. */
export type RetryAnswer = {
  readonly done: number;
  readonly left: readonly {
    readonly reactor: string;
    readonly type: string;
    readonly stream: string;
    readonly revision: number;
    readonly attempts: number;
    readonly error: string;
  }[];
};

export type SettleAnswer = {
  readonly stream: string;
  readonly revision: number;
  /** True if an earlier run had settled it. */
  readonly already: boolean;
  /** Revisions of the same stream that cannot be read either. */
  readonly left: readonly number[];
};

export type DossierCall = {
  /** Its number. */
  readonly ticket: string;
  readonly file: string;
  readonly user: string | null;
  /** Null: the usual ones. */
  readonly sections: readonly string[] | null;
  readonly language: string | null;
  readonly timeZone: string | null;
  readonly paper: string | null;
};

export type DossierAnswer = {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The browser, or why there is none and the ZIP has a page to print. */
  readonly printedBy: string;
};

/** Two archives: one with facts, operations and files, one with keys. */
export type BackupAnswer = {
  readonly file: string;
  readonly keys: string;
  readonly keysExpireAt: Instant;
  readonly logId: string;
  readonly facts: number;
  readonly files: number;
  readonly bytes: number;
  /** SHA-256 over every fact's hash in log order, in hex. Equal logs have equal proofs. */
  readonly proof: string;
};

/** Methods for the operator's scripts. A script cannot tell whether they run in the server or in its own process. */
export interface ControlMethods {
  /** `user`: id or e-mail address; `days` until it expires, default 90. Returns the secret, which is not stored. @throws {DomainError} unknown, invalid */
  'token.create': Method<
    { readonly user: string; readonly label: string; readonly scope: readonly string[] | null; readonly days?: number },
    TokenSummary & { readonly secret: string }
  >;
  /** All tokens, or those of one user. `first`: if there are no tokens, the user who should get the first one. */
  'token.list': Method<{ readonly user: string | null }, { readonly tokens: readonly NamedToken[]; readonly first?: string }>;
  /** @throws {DomainError} unknown */
  'token.revoke': Method<{ readonly id: string }, { readonly id: string; readonly revoked: true }>;
  /** @throws {DomainError} invalid */
  import: Method<ImportCall, ImportAnswer>;
  'report.volume': Method<Record<string, never>, VolumeReport>;
  /** `projection`: a name, or `all`. @throws {DomainError} unknown */
  rebuild: Method<{ readonly projection: string }, RebuildAnswer>;
  /** @throws if a store does not answer */
  retry: Method<Record<string, never>, RetryAnswer>;
  /** Accepts a fact that cannot be read as it was recorded. @throws {DomainError} invalid, unknown */
  settle: Method<{ readonly stream: string; readonly revision: number }, SettleAnswer>;
  verify: Method<Record<string, never>, VerifyAnswer>;
  /** Erases a person who watches tickets under this e-mail address. @throws {DomainError} invalid */
  'erase-watcher': Method<{ readonly email: string }, { readonly tickets: number }>;
  status: Method<Record<string, never>, StatusAnswer>;
  /** `file`: an absolute path, written by the process that runs the method. @throws {Error} for the operator; leaves no file */
  backup: Method<{ readonly file: string; readonly keysDays: number }, BackupAnswer>;
  /** `user`: id or e-mail address, or null for the root organisation. `file`: an absolute path. @throws {DomainError} unknown, not-permitted, invalid */
  dossier: Method<DossierCall, DossierAnswer>;
}

export type ControlName = keyof ControlMethods;

export const controlNames = [
  'token.create',
  'token.list',
  'token.revoke',
  'import',
  'report.volume',
  'rebuild',
  'retry',
  'settle',
  'verify',
  'erase-watcher',
  'status',
  'backup',
  'dossier',
] as const satisfies readonly ControlName[];

/** The untyped form of a method on the wire. */
export type AnyMethod = (params: Values, progress: Progress, signal: AbortSignal) => Promise<Value>;

export interface OpenControl {
  readonly methods: ControlMethods;
  close(): Promise<void>;
}

export type TransferAnswer = {
  readonly facts: number;
  /** Facts that an earlier, unfinished run had already copied. */
  readonly already: number;
  readonly files: number;
  /** Files that facts name but the source no longer has. */
  readonly filesMissing: number;
  readonly documents: number;
  readonly keys: number;
  readonly proof: string;
  readonly seconds: number;
};

export type RestoreAnswer = TransferAnswer & {
  readonly dataFolder: string;
  readonly madeAt: Instant;
  /** Keys destroyed again, because the log records their erasure. */
  readonly keysDestroyed: number;
  readonly streams: number;
  readonly boxes: number;
  readonly erased: number;
  /** Number of tickets in the rebuilt volume report. */
  readonly tickets: number;
};

/** Methods that need exclusive access, so no server may run. Refusals are errors with a message for the operator. */
export interface OfflineMethods {
  restore: Method<{ readonly file: string; readonly keys: string; readonly force: boolean }, RestoreAnswer>;
  /** `from`, `to`: `sqlite:<folder>`, or the URLs of the servers and the folder of the files. */
  copy: Method<{ readonly from: readonly string[]; readonly to: readonly string[] }, TransferAnswer & { readonly to: string }>;
}
