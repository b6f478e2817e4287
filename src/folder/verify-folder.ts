import { readFile, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { LedgerError } from '../../events/errors.ts';
import { type NoteVerifier, parseVerifierKey } from '../checkpoint/note-key.ts';
import { parsePolicy } from '../checkpoint/policy-file.ts';
import type { Trust } from '../verify/heads.ts';
import type { VerifyReport } from '../verify/report.ts';
import { verifyExport } from '../verify/verify-export.ts';
import { exportFolder } from './export-folder.ts';

/** What an auditor says at a command line. */
export interface VerifyCall {
  readonly folder: string;
  /** Verifier keys, or files that hold them, one a line. */
  readonly vkeys: readonly string[];
  /** File of a policy (C2SP tlog-policy): which log, and which witnesses have to have cosigned. */
  readonly policy?: string;
  /** File of a checkpoint that they kept. */
  readonly since?: string;
  readonly onProgress?: (done: number, size: number) => void;
}

/**
 * Verifies an export in a folder, as `govledger verify` and the verifier in one file do.
 * @throws LedgerError `verifier-key-needed` without a key, or with one that stands in the folder itself; `key-refused`,
 * `policy-invalid`; `not-found` for a folder that is none
 */
export async function verifyFolder(call: VerifyCall): Promise<VerifyReport> {
  const { folder, since, onProgress } = call;
  if (!(await stat(folder)).isDirectory())
    throw new LedgerError('not-found', `${folder} is no folder`, { what: 'export', id: folder });
  return verifyExport(exportFolder(folder), {
    ...(await trustIn(call)),
    ...(since === undefined ? {} : { since: await readFile(outside(folder, since, 'checkpoint')) }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

/** Whom the auditor believes. @throws LedgerError as `verifyFolder` */
export async function trustIn({ folder, vkeys, policy: file }: VerifyCall): Promise<Trust> {
  const policy = file === undefined ? null : parsePolicy(await readFile(outside(folder, file, 'policy')));
  const given = await verifiersIn(folder, vkeys);
  // Keys that were given take the place of the policy's.
  const verifiers = given.length > 0 ? given : (policy?.logs.map(({ verifier }) => verifier) ?? []);
  if (verifiers.length === 0)
    throw keyNeeded(folder, policy === null ? 'no key was given' : 'the policy names no log');
  return { verifiers, ...(policy === null ? {} : { policy }) };
}

async function verifiersIn(folder: string, vkeys: readonly string[]): Promise<readonly NoteVerifier[]> {
  const verifiers: NoteVerifier[] = [];
  for (const given of vkeys)
    for (const vkey of /\+[0-9a-f]{8}\+/.test(given) ? [given] : await keysIn(outside(folder, given, 'key')))
      verifiers.push(parseVerifierKey(vkey));
  return verifiers;
}

async function keysIn(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8');
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** @throws LedgerError `verifier-key-needed` for a file that came with the export */
export function outside(folder: string, file: string, what: string): string {
  if (!`${resolve(file)}${sep}`.startsWith(`${resolve(folder)}${sep}`)) return file;
  throw keyNeeded(folder, `the ${what} ${file} came with the export`);
}

const keyNeeded = (folder: string, why: string): LedgerError<'verifier-key-needed'> =>
  new LedgerError(
    'verifier-key-needed',
    `who signed ${folder} cannot be told: ${why}, and whoever makes a folder can put any key into it. The log’s verifier key has to come from elsewhere`,
    { where: folder },
  );
