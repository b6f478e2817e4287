import { isLedgerError } from '../../events/errors.ts';
import type { SealedDay } from '../../projections/log-keys.ts';
import { AccessFileDigest } from '../access/access-file.ts';
import type { Files } from './files.ts';
import type { Findings } from './finding.ts';

export const isAccessPath = (path: string): boolean => /^access\/[^/]+\.ndjson$/.test(path);

/** That an auditors' export holds each day of reads that the log sealed, as it was sealed, and no other. */
export async function checkAccess(
  days: readonly SealedDay[],
  files: Files,
  findings: Findings,
): Promise<void> {
  const sealed = new Set(days.map(({ day }) => pathOf(day)));
  for (const path of files.paths)
    if (isAccessPath(path) && !sealed.has(path))
      findings.add('file-unexpected', `${path} is of a day that no entry of the log seals`, { path });
  for (const day of days) await checkDay(day, files, findings);
}

async function checkDay(
  { day, rows, saltedSha256, sealed }: SealedDay,
  files: Files,
  findings: Findings,
): Promise<void> {
  const path = pathOf(day);
  const where = { path, event: sealed.event };
  if (!files.has(path)) {
    findings.add('access-missing', `${path} is not there, and event ${sealed.event} seals that day`, where);
    return;
  }
  const digesting = new AccessFileDigest();
  let wrong: string | null = null;
  for await (const line of files.lines(path)) {
    if (wrong !== null) continue;
    wrong = refusal(() => digesting.add(line));
  }
  const found = { day, rows, saltedSha256 };
  wrong ??= refusal(() => Object.assign(found, digesting.result()));
  if (wrong === null && found.day === day && found.rows === rows && found.saltedSha256 === saltedSha256)
    return;
  findings.add(
    'access-differs',
    `${path} is not what event ${sealed.event} seals: ${wrong ?? `it is of ${found.day}, with ${found.rows} rows and the digest ${found.saltedSha256}; sealed are ${rows} rows and ${saltedSha256}`}`,
    where,
  );
}

const pathOf = (day: string): string => `access/${day}.ndjson`;

function refusal(act: () => void): string | null {
  try {
    act();
    return null;
  } catch (error) {
    if (isLedgerError(error)) return error.message;
    throw error;
  }
}
