import type { Instant } from '../../domain/kernel/instant';
import type { Value, Values } from '../../domain/kernel/value';
import type { VolumeReport } from '../../projections/reports/volume.document';

/** How far a long call has come. `total` is null while nobody knows it. */
export type ProgressFrame = {
  readonly done: number;
  readonly total: number | null;
  /** What is counted: `rows`, `bytes`, `facts`. */
  readonly unit: string;
  /** What is being worked on, when there are several: a projection's name. */
  readonly on?: string;
};
export type Progress = (frame: ProgressFrame) => void;

/** Aborted when the caller went away (Ctrl-C of a script): long methods stop at the next safe point. */
type Method<Params, Answer> = (params: Params, progress: Progress, signal: AbortSignal) => Promise<Answer>;

export type TokenLine = {
  readonly id: string;
  readonly user: string;
  readonly label: string;
  /** Permissions it is cut down to; null: everything its user may. */
  readonly scope: readonly string[] | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly lastUsedAt: Instant | null;
};

/** With the name of its user; null where the read models know none. */
export type NamedToken = TokenLine & { readonly name: string | null };

/** The log holds when there are no problems; at most one a stream is told, its first. */
export type VerifyAnswer = {
  readonly facts: number;
  readonly streams: number;
  readonly boxes: number;
  /** Boxes whose key was destroyed. */
  readonly erased: number;
  readonly problems: readonly { readonly stream: string; readonly revision: number; readonly what: string }[];
};

export type ImportAnswer = {
  readonly rows: number;
  readonly tickets: number;
  /** Carried out, repeats included, refusals not. */
  readonly commands: number;
  readonly facts: number;
  /** Commands that an earlier run had carried out already. */
  readonly repeated: number;
  readonly refusals: number;
  /** By the code of the refusal, with a few examples each. */
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
  readonly projections: readonly {
    readonly name: string;
    readonly version: number;
    readonly state: string;
    readonly behind: number;
    readonly trouble: string | null;
  }[];
};

/** What reactors had given up on: done now, and what failed again. */
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

/** Two archives: facts, operations and files in one, keys in the other. */
export type BackupAnswer = {
  readonly file: string;
  readonly keys: string;
  readonly keysExpireAt: Instant;
  readonly logId: string;
  readonly facts: number;
  readonly files: number;
  readonly bytes: number;
  /** SHA-256 over every fact's hash in log order, hex: equal for equal logs. */
  readonly proof: string;
};

/** What the operator's scripts may ask, of the running server or in process: the two look the same to a script. */
export interface ControlMethods {
  /** `user`: id or e-mail address; `days` until it expires, default 90. The secret is told once, here. @throws {DomainError} unknown, invalid */
  'token.create': Method<
    { readonly user: string; readonly label: string; readonly scope: readonly string[] | null; readonly days?: number },
    TokenLine & { readonly secret: string }
  >;
  /** All tokens, or those of one user. `first`: where there are none, for whom to make the first of all. */
  'token.list': Method<{ readonly user: string | null }, { readonly tokens: readonly NamedToken[]; readonly first?: string }>;
  /** @throws {DomainError} unknown */
  'token.revoke': Method<{ readonly id: string }, { readonly id: string; readonly revoked: true }>;
  /** `file`: an absolute path that the answering process reads. @throws {DomainError} invalid */
  import: Method<{ readonly format: string; readonly file: string }, ImportAnswer>;
  'report.volume': Method<Record<string, never>, VolumeReport>;
  /** `projection`: a name, or `all`. @throws {DomainError} unknown */
  rebuild: Method<{ readonly projection: string }, RebuildAnswer>;
  /** @throws where a store does not answer */
  retry: Method<Record<string, never>, RetryAnswer>;
  verify: Method<Record<string, never>, VerifyAnswer>;
  /** Of the person who has this address and watches tickets. @throws {DomainError} invalid */
  'erase-watcher': Method<{ readonly email: string }, { readonly tickets: number }>;
  status: Method<Record<string, never>, StatusAnswer>;
  /** `file`: an absolute path that the answering process writes. @throws {Error} in words for the operator; no file is left then */
  backup: Method<{ readonly file: string; readonly keysDays: number }, BackupAnswer>;
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
  'verify',
  'erase-watcher',
  'status',
  'backup',
] as const satisfies readonly ControlName[];

/** A call as it travels, whatever its method. */
export type AnyMethod = (params: Values, progress: Progress, signal: AbortSignal) => Promise<Value>;

export interface OpenControl {
  readonly methods: ControlMethods;
  close(): Promise<void>;
}

export type TransferAnswer = {
  readonly facts: number;
  /** Of these, how many an earlier, unfinished run had brought. */
  readonly already: number;
  readonly files: number;
  /** Named by facts, but not in the source any more. */
  readonly filesMissing: number;
  readonly documents: number;
  readonly keys: number;
  readonly proof: string;
  readonly seconds: number;
};

export type RestoreAnswer = TransferAnswer & {
  readonly dataFolder: string;
  readonly madeAt: Instant;
  /** Keys that were destroyed (again) because the log says that they are. */
  readonly keysDestroyed: number;
  readonly streams: number;
  readonly boxes: number;
  readonly erased: number;
  /** What the rebuilt volume report counts. */
  readonly tickets: number;
};

/** What is asked while no server runs, because it makes an installation or reads one whole. Refusals are errors in words for the operator. */
export interface AloneMethods {
  restore: Method<{ readonly file: string; readonly keys: string; readonly force: boolean }, RestoreAnswer>;
  /** Each end: `sqlite:<folder>`, or the addresses of its servers and the folder of its files. */
  copy: Method<{ readonly from: readonly string[]; readonly to: readonly string[] }, TransferAnswer & { readonly to: string }>;
}
