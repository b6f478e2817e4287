import Database from 'better-sqlite3';
import { decode } from '../../events/decode.ts';
import { LedgerError } from '../../events/errors.ts';
import { ledgerStream } from '../../events/stream.ts';
import { activeKeys, initialLogState, type LogState, logKeys, originOf } from '../../projections/log-keys.ts';
import { isHandled } from '../../projections/projection.ts';
import { checkpointStream } from '../store/event-store.ts';
import { positionOf } from '../store/positions.ts';
import { refusing } from '../store/sqlite/failure.ts';
import { checkSchema } from '../store/sqlite/schema.ts';
import type { Head } from './manifest.ts';

export interface LedgerEnd {
  readonly ledger: string;
  readonly origin: string;
  readonly logKey: string;
  readonly head: Head;
}

interface Row {
  readonly position: number;
  readonly body: string;
}

const outside = `stream IS NOT (SELECT key FROM stream WHERE name = '${checkpointStream}')`;

/**
 * Whose ledger a file that nobody writes is, and how far it goes.
 * @throws LedgerError `schema-mismatch`, `integrity-violation`, `not-found` for a ledger that was never opened
 */
export function ledgerEnd(path: string): LedgerEnd {
  return refusing(path, () => {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    try {
      checkSchema(db, path);
      const at = (order: 'ASC' | 'DESC'): Row | undefined =>
        db
          .prepare<[], Row>(
            `SELECT position, body FROM event WHERE ${outside} ORDER BY position ${order} LIMIT 1`,
          )
          .get();
      const [first, last] = [at('ASC'), at('DESC')];
      const count = db.prepare<[], number>(`SELECT count(*) FROM event WHERE ${outside}`).pluck().get() ?? 0;
      const opened = first === undefined ? null : decode(first.body);
      if (last === undefined || opened?.type !== 'LedgerOpened') {
        throw new LedgerError('not-found', `${path} holds no ledger that was opened`, {
          what: 'ledger',
          id: path,
        });
      }
      const { id: event, recordedAt } = decode(last.body);
      const log = logOf(db);
      const { ledger } = opened.data;
      const origin = originOf(log)?.origin ?? opened.data.origin;
      const logKey = activeKeys(log)[0] ?? opened.data.logKey;
      const head = { index: count - 1, position: positionOf(last.position), event, recordedAt };
      return { ledger, origin, logKey, head };
    } finally {
      db.close();
    }
  });
}

function logOf(db: Database.Database): LogState {
  const entries = db.prepare<[string], string>(
    'SELECT body FROM event WHERE stream = (SELECT key FROM stream WHERE name = ?) ORDER BY position',
  );
  let state = initialLogState;
  for (const body of entries.pluck().iterate(ledgerStream)) {
    const event = decode(body);
    if (isHandled(logKeys, event)) state = logKeys.evolve(state, event);
  }
  return state;
}
