import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { v7 } from 'uuid';
import { z } from 'zod';
import { LedgerError } from '../../../events/errors.ts';
import { type Visibility, visibilities } from '../../../events/fields.ts';
import { exportNames } from '../../ledger-export/export-manifest.ts';
import { type PreparedExport, prepareExport } from '../../ledger-export/write-export.ts';
import type { Published, ReadableLog } from '../../log/published-log.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import type { Given } from '../given.ts';
import { reading } from '../opened-ledger.ts';
import { counted, Progress } from '../progress.ts';
import { reaching } from '../reach/open.ts';
import { ask } from '../reach/reach.ts';
import { listing } from '../table.ts';
import { UsageError } from '../usage-error.ts';

const path = '/api/ledger/record-export';
const Recorded = z.looseObject({ events: z.array(z.looseObject({ id: z.string() })) });

/** Where the build puts the verifier that is one file. */
const verifier = fileURLToPath(new URL('../../../verify.mjs', import.meta.url));

/** Works beside whoever writes the ledger. Nothing leaves that is not on record: it is named last. */
export const exportLedger: Run = async (context, given) => {
  const out = given.required('out');
  const audience = given.oneOf('audience', visibilities);
  if (audience === undefined) throw new UsageError('--audience', 'is needed');
  const size = given.whole('at', 1, Number.MAX_SAFE_INTEGER) ?? null;
  const prepared = await written(context, { out, audience, size });
  let event: string;
  try {
    event = await recorded(context, given, audience, prepared);
    prepared.keep();
  } catch (error) {
    prepared.abandon();
    throw error;
  }
  await tell(context, { out, event, prepared });
  return prepared.leftOutCount > 0 || prepared.daysMissing.length > 0 ? exit.refused : exit.ok;
};

interface Wanted {
  readonly out: string;
  readonly audience: Visibility;
  readonly size: number | null;
}

async function written(context: Context, { out, audience, size }: Wanted): Promise<PreparedExport> {
  const progress = new Progress(context);
  return reading(context, async ({ store, vault, access, log }) =>
    prepareExport({
      store,
      vault,
      access,
      published: await headOf(log, size),
      audience,
      out,
      verifierFile: existsSync(verifier) ? verifier : null,
      onProgress: ({ events, of }) =>
        progress.show(`exporting: ${counted(events)} of ${counted(of)} entries`),
    }).finally(() => progress.end()),
  );
}

/** @throws LedgerError `not-found` where no checkpoint of this size was made */
async function headOf(log: ReadableLog, size: number | null): Promise<Published> {
  const newest = log.newest();
  const found = size === null ? newest : await log.ofSize(size);
  if (found !== null) return found;
  const why =
    newest === null
      ? 'the log has no checkpoint yet: the process that writes the ledger signs one'
      : `no checkpoint was made over ${size} entries; the newest is over ${newest.size}`;
  throw new LedgerError('not-found', why, { what: 'checkpoint', id: size === null ? '' : String(size) });
}

/** Answers the event's id. */
function recorded(
  context: Context,
  given: Given,
  audience: Visibility,
  { manifest, manifestSha256 }: PreparedExport,
): Promise<string> {
  const recipient = given.text('recipient');
  const { size, root } = manifest;
  const data = { export: v7(), audience, from: 0, size, root, manifest: manifestSha256 };
  return reaching(context, given, 'writes', async (reach) => {
    const body = recipient === undefined ? data : { ...data, recipient };
    const { says } = await ask(reach, Recorded, { method: 'POST', path, body, once: v7() });
    return says.events[0]?.id ?? '';
  });
}

interface Told {
  readonly out: string;
  readonly event: string;
  readonly prepared: PreparedExport;
}

async function tell(context: Context, { out, event, prepared }: Told): Promise<void> {
  const { manifest, manifestSha256, leftOutCount, leftOut, daysMissing } = prepared;
  const { files, ...rest } = manifest;
  const holdsVerifier = files.some(({ path }) => path === exportNames.verifier);
  if (context.json) {
    const lacking = { leftOut: leftOutCount, daysMissing, verifier: holdsVerifier };
    await writeJson(context, { out, event, manifestSha256, ...rest, files: files.length, lacking });
    return;
  }
  const { counts, audience, size, root } = manifest;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const pairs: [string, string][] = [
    ['for', audience],
    ['entries', `${counted(size)}, with the root ${root}`],
    [
      'texts',
      `${counted(counts.opened)} opened, ${counted(counts.erased)} erased, ${counted(counts.withheld)} withheld`,
    ],
    ['files', `${counted(files.length)}, ${(bytes / 1e6).toFixed(1)} MB`],
    ['manifest', `SHA-256 ${manifestSha256}`],
    ['on record', `as event ${event}`],
  ];
  if (!holdsVerifier) pairs.push(['note', `without verify.mjs: "npm run build:verifier" makes it`]);
  if (leftOutCount > 0) {
    const named = leftOut.slice(0, 3).map(({ index, state }) => `${state} of entry ${index}`);
    pairs.push([
      'LACKING',
      `${counted(leftOutCount)} texts that the vault should hold (${named.join(', ')}${leftOutCount > 3 ? ', …' : ''}): whoever verifies this finds them missing; see "govledger doctor"`,
    ]);
  }
  if (daysMissing.length > 0)
    pairs.push([
      'LACKING',
      `the reads of ${daysMissing.join(', ')}, which the log seals and access.db lacks`,
    ]);
  await context.terminal.write(
    `The export stands in ${out}.\n${listing(pairs, context.terminal.columns)}\nTo check it: govledger verify ${out} --vkey KEY, with the log's key from somewhere else than this folder\n`,
  );
}
