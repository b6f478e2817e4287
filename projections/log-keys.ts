import type { EventType } from '../events/catalogue.ts';
import type { Recorded } from '../events/decode.ts';
import type { Visibility } from '../events/fields.ts';
import type { Projection } from './projection.ts';

/** An entry of the ledger stream: where it stands in that stream, and when it was recorded. */
export interface LedgerEntry {
  readonly event: string;
  readonly revision: number;
  readonly at: string;
}

/** A head that a lossy restore lost. */
export interface LostHead {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

/** A name under which the log is, or was, published. */
export interface LogOrigin {
  readonly origin: string;
  readonly opened: LedgerEntry;
  /** The lost head that the origin goes on behind; null for the first origin. */
  readonly continues: LostHead | null;
}

export interface LogKeyState {
  readonly key: string;
  readonly origin: string;
  readonly added: LedgerEntry;
  /** Null while checkpoints are signed by it. */
  readonly ended: LedgerEntry | null;
}

export interface SealedDay {
  readonly day: string;
  readonly rows: number;
  readonly saltedSha256: string;
  readonly sealed: LedgerEntry;
}

export interface ProducedExport {
  readonly export: string;
  readonly audience: Visibility;
  readonly from: number;
  readonly size: number;
  readonly root: string;
  readonly manifest: string;
  readonly by: string;
  readonly produced: LedgerEntry;
}

/** Who the first `LedgerOpened` says the ledger is, and whom it begins with; a later one says the same. */
export interface Founded {
  readonly ledger: string;
  readonly administrator: string;
  readonly registrar: string;
}

/** What the ledger's own stream says of the log: its names, its keys, and what was given out of it. Oldest first. */
export interface LogState {
  /** Null before the ledger is open. */
  readonly founded: Founded | null;
  readonly origins: readonly LogOrigin[];
  readonly keys: readonly LogKeyState[];
  readonly sealedDays: readonly SealedDay[];
  readonly exports: readonly ProducedExport[];
}

export const initialLogState: LogState = {
  founded: null,
  origins: [],
  keys: [],
  sealedDays: [],
  exports: [],
};

const handles = [
  'LedgerOpened',
  'LogKeyAdded',
  'LogKeyRetired',
  'ExportProduced',
  'AccessSealed',
] as const satisfies readonly EventType[];
type Handled = (typeof handles)[number];

export const logKeys: Projection<LogState, Handled> = {
  name: 'log-keys',
  version: 1,
  handles,
  initialState: initialLogState,
  evolve,
};

function evolve(state: LogState, event: Recorded<Handled>): LogState {
  const entry: LedgerEntry = { event: event.id, revision: event.revision, at: event.recordedAt };
  switch (event.type) {
    case 'LedgerOpened': {
      const { ledger, administrator, registrar, origin, logKey, continues = null } = event.data;
      // A key's name is its origin: no key of an earlier one signs for this.
      const before = state.keys.map((key) => (key.ended === null ? { ...key, ended: entry } : key));
      return {
        ...state,
        founded: state.founded ?? { ledger, administrator, registrar },
        origins: [...state.origins, { origin, opened: entry, continues }],
        keys: [...before, { key: logKey, origin, added: entry, ended: null }],
      };
    }
    case 'LogKeyAdded': {
      const { key } = event.data;
      const origin = state.origins.at(-1)?.origin ?? '';
      return { ...state, keys: [...state.keys, { key, origin, added: entry, ended: null }] };
    }
    case 'LogKeyRetired':
      return {
        ...state,
        keys: state.keys.map((key) =>
          key.key === event.data.key && key.ended === null ? { ...key, ended: entry } : key,
        ),
      };
    case 'ExportProduced': {
      const { export: id, audience, from, size, root, manifest } = event.data;
      const by = event.actor.person;
      const produced = { export: id, audience, from, size, root, manifest, by, produced: entry };
      return { ...state, exports: [...state.exports, produced] };
    }
    case 'AccessSealed': {
      const { day, rows, saltedSha256 } = event.data;
      return { ...state, sealedDays: [...state.sealedDays, { day, rows, saltedSha256, sealed: entry }] };
    }
    default:
      return event satisfies never;
  }
}

/** The name under which the log is published now; null before it is open. */
export const originOf = ({ origins }: LogState): LogOrigin | null => origins.at(-1) ?? null;

/** The verifier keys that must sign a checkpoint now. */
export const activeKeys = ({ keys }: LogState): readonly string[] =>
  keys.filter(({ ended }) => ended === null).map(({ key }) => key);

/** Those that had to sign once this revision of the ledger stream was the last. */
export const keysAt = ({ keys }: LogState, revision: number): readonly string[] =>
  keys
    .filter(({ added, ended }) => added.revision <= revision && (ended === null || ended.revision > revision))
    .map(({ key }) => key);

/** The last day of the access log that is sealed. */
export const lastSealed = ({ sealedDays }: LogState): SealedDay | null => sealedDays.at(-1) ?? null;
