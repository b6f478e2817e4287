import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { LedgerError } from '../../../events/errors.ts';
import { schema as accessSchema } from '../../access/schema.ts';
import { quickCheck } from '../../backup/snapshot.ts';
import { schema as identitySchema } from '../../identity/sqlite/schema.ts';
import { refusing } from '../../store/sqlite/failure.ts';
import type { Said } from './finding.ts';
import type { RecordLook } from './record.ts';

/** Credentials. @throws LedgerError `integrity-violation`, `schema-mismatch` */
export function tokens({ folder, thorough, now }: RecordLook): Said {
  if (!existsSync(folder.identity)) return 'nobody has one yet';
  const live = looked(folder.identity, identitySchema, thorough, (db) =>
    db
      .prepare<[number], number>('SELECT count(*) FROM token WHERE revoked IS NULL AND expires > ?')
      .pluck()
      .get(now()),
  );
  return `${live ?? 0} are good`;
}

/** The access log. @throws as `tokens` */
export function reads({ folder, thorough }: RecordLook): Said {
  if (!existsSync(folder.access)) return 'nobody has read sealed text yet';
  const rows = looked(folder.access, accessSchema, thorough, (db) =>
    db.prepare<[], number>('SELECT count(*) FROM access').pluck().get(),
  );
  return `${rows ?? 0} are on record`;
}

function looked<T>(
  path: string,
  schema: readonly string[],
  thorough: boolean,
  look: (db: Database.Database) => T,
): T {
  if (thorough) quickCheck(path);
  return refusing(path, () => {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    try {
      const has = db
        .prepare<[], string>(
          "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name <> 'sqlite_sequence'",
        )
        .pluck()
        .all();
      if (JSON.stringify(has.sort()) !== JSON.stringify([...schema].sort()))
        throw new LedgerError('schema-mismatch', `the tables of ${path} are not those of this version`, {
          path,
        });
      return look(db);
    } finally {
      db.close();
    }
  });
}
