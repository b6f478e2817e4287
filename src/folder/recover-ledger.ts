import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerError } from '../../events/errors.ts';
import { Origin } from '../../events/ledger.ts';
import { originOf } from '../../projections/log-keys.ts';
import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import { noteText } from '../checkpoint/note.ts';
import { parseVerifierKey } from '../checkpoint/note-key.ts';
import { HeadFolder } from '../log/head-folder.ts';
import { foundingOf } from './founding.ts';
import { writeLogKey } from './log-key-file.ts';
import { type Ledger, type OpenLedgerOptions, openLedger, openParts, type Parts } from './open-ledger.ts';

export interface RecoverOptions extends Pick<OpenLedgerOptions, 'data' | 'store' | 'head' | 'now'> {
  /** The name under which the log goes on. */
  readonly origin: string;
  /** A file with the newest checkpoint of the lost history, where `head/` does not hold it. */
  readonly lost?: string;
}

export interface Recovered {
  readonly origin: string;
  readonly vkey: string;
  /** The file of the new signing key. */
  readonly key: string;
  /** The head that is lost for good. */
  readonly continues: { readonly origin: string; readonly size: number; readonly root: string };
  /** Entries that the ledger has now, all of which the new log covers. */
  readonly size: number;
}

/**
 * Goes on with a ledger that has lost entries: under a new name and key, naming the head that was lost, for one name never
 * signs two histories (DESIGN §9). What the store still holds stays as it is, and is signed anew.
 * @throws LedgerError `already-done` where nothing is lost, `not-found` where no lost head is known, `signature-invalid`,
 * `invalid-command`, `already-exists` for a name that the log had before
 */
export async function recoverLedger(options: RecoverOptions): Promise<Recovered> {
  const { origin, ...where } = options;
  if (!Origin.safeParse(origin).success) {
    const rule = 'a name in lower case without spaces or plus signs, like ledger.example/governance-2';
    throw new LedgerError('invalid-command', `the origin must be ${rule}`, {
      command: 'recover',
      field: 'origin',
      rule,
    });
  }
  await requireLoss(options);
  const continues = await underAnotherName(options);
  const ledger = await openLedger(where);
  try {
    const { size } = await requireSigning(ledger).covering(0);
    const { key, vkey } = continues;
    return { origin, vkey, key, continues: continues.lost, size };
  } finally {
    await ledger.close();
  }
}

/** A log that can go on under its name does. With a lost checkpoint at hand that is for whoever brings it to say. */
async function requireLoss({ data, store, head, lost }: RecoverOptions): Promise<void> {
  if (lost !== undefined) return;
  const ledger = await openLedger({
    data,
    ...(store === undefined ? {} : { store }),
    ...(head === undefined ? {} : { head }),
  });
  const state = requireSigning(ledger).status().state;
  await ledger.close();
  if (state === 'halted') return;
  throw new LedgerError(
    'already-done',
    'the store holds all that was signed, so the log goes on under its name; where a witness holds more, bring the checkpoint that it shows: --lost FILE',
    { what: 'ledger', id: data },
  );
}

async function underAnotherName(options: RecoverOptions) {
  const { origin, lost: file, ...where } = options;
  const parts = await openParts({ ...where, recovering: true });
  try {
    const { handler, folder } = parts;
    const lost = await lostHead(parts, file);
    const founded = (await handler.log.now()).founded;
    if (founded === null) throw notFound('a ledger that is open', folder.path);
    const made = writeLogKey(origin, (keyId) => join(folder.keys, `log-${keyId}.key`));
    const continues = {
      origin: lost.origin,
      size: lost.size,
      root: Buffer.from(lost.root).toString('base64'),
    };
    await handler.handle({
      id: randomUUID(),
      asked: { name: 'recover-ledger', data: { origin, logKey: made.verifier, continues } },
      subject: '',
      actor: foundingOf(founded.ledger).registrar,
      via: 'operator',
    });
    const head = new HeadFolder(folder.head);
    head.setAside(lost.size);
    head.markOpen();
    return { lost: continues, key: made.path, vkey: made.verifier };
  } finally {
    await parts.close();
  }
}

/** The newest checkpoint of the history that was lost, signed by a key that the log had. */
async function lostHead({ folder, handler }: Parts, file: string | undefined): Promise<Checkpoint> {
  const state = await handler.log.now();
  const origin = originOf(state)?.origin ?? '';
  const note = file === undefined ? new HeadFolder(folder.head).checkpoint() : given(file);
  if (note === null)
    throw notFound('a checkpoint in head/: name the newest one that somebody kept, --lost FILE', folder.head);
  const keys = state.keys.filter((key) => key.origin === origin).map(({ key }) => parseVerifierKey(key));
  return openCheckpoint(note, keys);
}

function given(file: string): string {
  if (!existsSync(file)) throw notFound('a file', file);
  return noteText(readFileSync(file));
}

const notFound = (what: string, id: string): LedgerError<'not-found'> =>
  new LedgerError('not-found', `${id}: there is not ${what}`, { what: 'checkpoint', id });

function requireSigning({ signing }: Ledger): NonNullable<Ledger['signing']> {
  if (signing === null) throw new TypeError('a ledger that is opened to be written signs its log');
  return signing;
}
