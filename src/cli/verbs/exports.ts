import { z } from 'zod';
import { type ReadExport, readSubmissionExport } from '../../exports/read-submission-export.ts';
import { doesNotShowOf, showsOf } from '../../exports/submission-export.ts';
import { checkpointInWords, checkpointShown, keyIsNeeded, sentences } from '../checkpoint-in-words.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { textIn } from '../data-file.ts';
import { exit } from '../exit-codes.ts';
import type { Given } from '../given.ts';
import { writeNew } from '../new-file.ts';
import { wrapped } from '../printable.ts';
import { personNamed, submissionNamed } from '../reach/named.ts';
import { reaching } from '../reach/open.ts';
import { ask, pathOf, type Reach } from '../reach/reach.ts';
import { listing } from '../table.ts';
import { trustGiven } from '../trust-given.ts';

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
  await writeNew(file, `${JSON.stringify(says)}\n`);
  if (context.json) return writeJson(context, { file, manifest: says.manifest });
  await context.terminal.write(`Written to ${file}; only you can read it.\n`);
}

const mostBytes = 512 * 1024 * 1024;

export const checkExport: Run = async (context, given) => {
  const policy = await trustGiven(context, given);
  const text = await textIn(context, given.argument(0), 'file', mostBytes);
  const found = readSubmissionExport(text, policy);
  const { manifest, checkpoint, events, judgedApart } = found;
  const verified = isSigned(found);
  const shows = showsOf(verified);
  const doesNotShow = doesNotShowOf(verified);
  if (context.json) {
    const log = checkpoint === null ? null : checkpointShown(checkpoint);
    const counted = { events: events.length, judgedApart };
    await writeJson(context, { agrees: true, verified, manifest, ...counted, log, shows, doesNotShow });
    return verified ? exit.ok : exit.refused;
  }
  const { terminal, moment } = context;
  const { counts, submission, origin, audience, madeAt, reached } = manifest;
  const pairs: [string, string][] = [
    ['submission', submission],
    ['made', `${moment(madeAt)}, for ${audience}, as it says itself`],
    [
      'events',
      `${counts.events}, in order and without a gap; read up to index ${reached}, as it says itself`,
    ],
    ['sealed fields', `${counts.opened} opened, ${counts.erased} erased, ${counts.withheld} withheld`],
    ...(judgedApart === 0
      ? []
      : [['kept back', `${judgedApart} until whom it was made for has judged`] as [string, string]]),
    ['files', String(counts.attachments)],
    ...(checkpoint === null
      ? [['said to be of', origin] as [string, string]]
      : checkpointInWords(checkpoint, moment)),
  ];
  const verdict = verified
    ? `The export agrees with itself, and its events stand in the log of ${origin}.`
    : `The export agrees with itself. It proves nothing about the log: ${whyUnproved(found)}`;
  const width = terminal.columns ?? Number.MAX_SAFE_INTEGER;
  await terminal.write(
    `${wrapped(verdict, width).join('\n')}\n${listing(pairs, terminal.columns)}${sentences('It shows:', shows, width)}${sentences('It does not show:', doesNotShow, width)}`,
  );
  return verified ? exit.ok : exit.refused;
};

const isSigned = ({ checkpoint }: ReadExport): boolean =>
  checkpoint !== null && checkpoint.signedBy.length > 0;

const whyUnproved = ({ checkpoint }: ReadExport): string =>
  checkpoint === null
    ? 'no signed checkpoint is in it. Exports of now hold one: make it again.'
    : `nobody was named whose signature counts. ${keyIsNeeded(checkpoint)}`;
