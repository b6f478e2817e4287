import type { Caller } from '../caller.ts';
import { CredentialRecord } from './credential-record.ts';
import { openIdentityFile } from './file.ts';

export interface EndedByRestore {
  readonly enrolmentCodes: number;
  readonly signInCodes: number;
  readonly sessions: number;
  /** Tokens that are good, those among them that were revoked after the backup. */
  readonly liveTokens: number;
}

const kinds = [
  ['enrolment_code', 'enrolment-code'],
  ['sign_in_code', 'sign-in-code'],
  ['session', 'session'],
] as const;

/**
 * An older identity file takes codes for good that were redeemed after it was copied, and sessions for open that were
 * ended: all of them end here. Tokens stay, for nobody could act otherwise.
 */
export function endAfterRestore(path: string, by: Caller, now: () => number): EndedByRestore {
  const file = openIdentityFile(path, now);
  const { db } = file;
  try {
    const record = new CredentialRecord(file);
    const ended = db.transaction(() =>
      kinds.map(([table, kind]) => {
        const rows = db
          .prepare<[], { id: string; person: string }>(`DELETE FROM ${table} RETURNING id, person`)
          .all();
        for (const { id, person } of rows)
          record.noteBy(by, { person, kind, credential: id, change: 'revoked' });
        return rows.length;
      }),
    );
    const [enrolmentCodes = 0, signInCodes = 0, sessions = 0] = ended.immediate();
    const live = db.prepare<[number], number>(
      'SELECT count(*) FROM token WHERE revoked IS NULL AND expires > ?',
    );
    return { enrolmentCodes, signInCodes, sessions, liveTokens: live.pluck().get(now()) ?? 0 };
  } finally {
    db.close();
  }
}
