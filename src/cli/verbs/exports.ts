import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { LedgerError } from '../../../events/errors.ts';
import { readSubmissionExport } from '../../exports/read-submission-export.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { textIn } from '../data-file.ts';
import { exit } from '../exit-codes.ts';
import type { Given } from '../given.ts';
import { personNamed, submissionNamed } from '../reach/named.ts';
import { reaching } from '../reach/open.ts';
import { ask, pathOf, type Reach } from '../reach/reach.ts';
import { listing } from '../table.ts';

const Document = z.looseObject({ manifest: z.looseObject({ format: z.string() }) });

export const exportSubmission: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    const submission = await submissionNamed(reach, given.argument(0));
    await kept(context, given, reach, pathOf('/api/submissions/{submission}/export', { submission }));
  });
  return exit.ok;
};

export const exportPerson: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    const person = await personNamed(reach, given.optionalArgument(0) ?? 'me');
    await kept(context, given, reach, pathOf('/api/people/{person}/export', { person }));
  });
  return exit.ok;
};

async function kept(context: Context, given: Given, reach: Reach, path: string): Promise<void> {
  const { says } = await ask(reach, Document, { method: 'GET', path });
  const file = given.text('out');
  if (file === undefined) return writeJson(context, says);
  await writeAlone(file, `${JSON.stringify(says)}\n`);
  if (context.json) return writeJson(context, { file, manifest: says.manifest });
  await context.terminal.write(`Written to ${file}; only you can read it.\n`);
}

/** To a new file, for its owner alone. @throws LedgerError `already-exists` */
async function writeAlone(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600, flush: true });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    throw new LedgerError(
      'already-exists',
      `${path} exists, and an export is never written over anything; name another file`,
      { what: 'file', id: path },
      { cause },
    );
  }
}

const mostBytes = 512 * 1024 * 1024;

export const checkExport: Run = async (context, given) => {
  const text = await textIn(context, given.argument(0), 'file', mostBytes);
  const { manifest, events, judgedApart } = readSubmissionExport(text);
  if (context.json) {
    await writeJson(context, { agrees: true, manifest, events: events.length, judgedApart, proved: false });
    return exit.ok;
  }
  const { terminal, moment } = context;
  const { counts, submission, origin, audience, madeAt, doesNotShow } = manifest;
  const pairs: [string, string][] = [
    ['submission', submission],
    ['said to come from', origin],
    ['made', `${moment(madeAt)}, for ${audience}`],
    ['events', `${counts.events}, in order and without a gap`],
    ['sealed fields', `${counts.opened} opened, ${counts.erased} erased, ${counts.withheld} withheld`],
    ...(judgedApart === 0
      ? []
      : [['kept back', `${judgedApart} until whom it was made for has judged`] as [string, string]]),
    ['files', String(counts.attachments)],
  ];
  await terminal.write(
    `The export agrees with itself. It proves nothing about the log:\n${doesNotShow.map((each) => `- ${each}\n`).join('')}\n${listing(pairs, terminal.columns)}`,
  );
  return exit.ok;
};
