import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { LedgerError } from '../../../events/errors.ts';
import type { ShownTimeline } from '../../members/members.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { inOneLine } from '../printable.ts';
import { submissionNamed } from '../reach/named.ts';
import { reaching } from '../reach/open.ts';
import { ask, pathOf, type Reach } from '../reach/reach.ts';
import { shaped } from '../reach/shaped.ts';
import { UsageError } from '../usage-error.ts';

const Timeline = shaped<ShownTimeline>('submission', 'entries', 'people');
const Attached = z.looseObject({
  attachments: z.record(z.string(), z.looseObject({ blob: z.string(), name: z.string() })),
});

/** Writes a file of a submission where somebody asks for it; never over one that is there. */
export const getFile: Run = async (context, given) => {
  const out = given.text('out');
  const { terminal } = context;
  if (out === undefined && terminal.person.out)
    throw new UsageError('--out', 'is needed: a file is not shown on a screen, only written or piped');
  await reaching(context, given, 'reads', async (reach) => {
    const submission = await submissionNamed(reach, given.argument(0));
    const { blob, name } = await fileNamed(reach, submission, given.argument(1));
    const path = pathOf('/api/submissions/{submission}/attachments/{blob}', { submission, blob });
    const bytes = reach.bytes({ method: 'GET', path });
    if (out === undefined) {
      for await (const chunk of bytes) await terminal.write(chunk);
      return;
    }
    await pipeline(Readable.from(bytes), createWriteStream(out, { flags: 'wx', mode: 0o600 }));
    if (context.json) await writeJson(context, { submission, blob, name, file: out });
    else await terminal.write(`${inOneLine(name)} of submission ${submission} stands in ${out}\n`);
  });
  return exit.ok;
};

async function fileNamed(
  reach: Reach,
  submission: string,
  named: string,
): Promise<{ readonly blob: string; readonly name: string }> {
  const path = pathOf('/api/submissions/{submission}/timeline', { submission });
  const { entries } = (await ask(reach, Timeline, { method: 'GET', path })).says;
  const files = entries.flatMap(({ says }) => {
    const attached = Attached.safeParse(says);
    return attached.success ? Object.values(attached.data.attachments) : [];
  });
  const found = files.findLast(({ blob, name }) => name === named || blob === named);
  if (found !== undefined) return found;
  const there = [...new Set(files.map(({ name }) => name))].join(', ') || 'none that you may read';
  const id = named.slice(0, 80);
  throw new LedgerError('not-found', `there is no file ${id} of this submission; there are: ${there}`, {
    what: 'file',
    id,
  });
}
