import { setImmediate as otherWork } from 'node:timers/promises';
import { systemCommandId } from '../../events/derived-ids.ts';
import { isLedgerError } from '../../events/errors.ts';
import { instantFromMillis } from '../../events/time.ts';
import { type LogState, lastSealed } from '../../projections/log-keys.ts';
import type { Accepted, Command } from '../handle/command.ts';
import type { Job } from '../housekeeping.ts';
import { AccessFileDigest } from './access-file.ts';
import type { AccessDigest, AccessLog } from './access-log.ts';

export interface SealDaysOptions {
  readonly access: Pick<AccessLog, 'days' | 'fileOf'>;
  /** The ledger's id. */
  readonly ledger: string;
  readonly log: { readonly now: () => Promise<LogState> };
  readonly handle: (command: Command) => Promise<Accepted>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface SealingJob extends Job {
  readonly run: (signal: AbortSignal) => Promise<{ readonly sealed: number }>;
}

/** Another process may hold a row back for a moment before it is on the disk. */
const settledMs = 60_000;
const linesPerTurn = 200;

/** Seals every day of the access log that is over and not sealed yet, in order. Answers how many it sealed. */
export const sealDays = ({ access, ledger, log, handle, now = Date.now }: SealDaysOptions): SealingJob => ({
  name: 'access',
  run: async (signal) => {
    const today = instantFromMillis(now() - settledMs).slice(0, 10);
    const last = lastSealed(await log.now())?.day ?? '';
    let sealed = 0;
    for (const day of access.days().filter((each) => each > last && each < today)) {
      signal.throwIfAborted();
      const data = await digestOf(access, day, signal);
      const id = systemCommandId(ledger, 'AccessSealed', day);
      const asked = { name: 'seal-access', data } as const;
      try {
        const { replayed } = await handle({ id, asked, subject: '', actor: null, via: 'system' });
        if (!replayed) sealed += 1;
      } catch (error) {
        // Another node was first.
        if (!isLedgerError(error) || error.code !== 'already-done') throw error;
      }
    }
    return { sealed };
  },
});

async function digestOf(
  access: SealDaysOptions['access'],
  day: string,
  signal: AbortSignal,
): Promise<AccessDigest> {
  const digesting = new AccessFileDigest();
  let lines = 0;
  for (const line of access.fileOf(day)) {
    digesting.add(line);
    lines += 1;
    if (lines % linesPerTurn > 0) continue;
    signal.throwIfAborted();
    await otherWork();
  }
  return digesting.result();
}
