import { decodeDisclosure } from '../../events/disclosure.ts';
import { LedgerError } from '../../events/errors.ts';
import type { Audience } from '../../events/fields.ts';
import { digestsOf } from '../../events/reveal.ts';
import { Attachment } from '../../events/submission.ts';
import { instantFromMillis } from '../../events/time.ts';
import { originOf } from '../../projections/log-keys.ts';
import { leafHash } from '../../projections/merkle/hash.ts';
import { inclusionProof, verifyInclusion } from '../../projections/merkle/proof.ts';
import {
  type Accounted,
  doesNotShowOf,
  mostExportBytes,
  type SubmissionExport,
  showsOf,
  submissionExportFormat,
} from '../exports/submission-export.ts';
import { LogRecord } from '../handle/log-record.ts';
import type { ReadableLog } from '../log/published-log.ts';
import { coveredSoon } from '../log/receipt.ts';
import { requireMayAsk } from '../permissions/requests.ts';
import { mayOpen } from './may-open.ts';
import type { Reader, Reading } from './reader.ts';
import type { Viewer } from './viewer.ts';

interface Account {
  readonly digest: string;
  readonly revision: number;
  readonly audience: Audience;
  readonly state: Accounted;
}

export interface SubmissionExportSources {
  readonly reader: Reader;
  readonly log: ReadableLog;
}

/**
 * A submission's stream with what the viewer may open of it, by the same rule as every answer to them, and the proofs that
 * it stands in the signed log. It waits for a checkpoint that covers its last event, and does without where nothing signs.
 * @throws LedgerError `not-found` as every answer, `not-permitted` for who sees only that it is there, `too-large`;
 * `proof-invalid` where the store gives other bytes than the log holds
 */
export async function submissionExport(
  { reader, log }: SubmissionExportSources,
  viewer: Viewer,
  submission: string,
): Promise<SubmissionExport> {
  const { options } = reader;
  // Before anything is opened, and so noted as read.
  await options.projector.waitFor();
  const sight = await reader.entrance.enter(viewer, submission);
  requireMayAsk('export-submission', viewer, { sight: sight.audience });
  const reached = options.views.head().leaf;
  const reading = await reader.read(viewer, submission, 'submission-export');
  requireSize(reading);
  const record = await new LogRecord(options.store).now();
  const { checkpoint, proofs } = await proved(log, reading);
  const isSigned = checkpoint !== null;
  const accounting = accountsOf(reading);
  const count = (state: Accounted): number => accounting.filter((each) => each.state === state).length;
  const attachments = attachmentsOf(reading);
  return {
    manifest: {
      format: submissionExportFormat,
      version: 2,
      ledger: record.founded?.ledger ?? '',
      origin: originOf(record)?.origin ?? '',
      submission,
      audience: reading.sight.audience,
      madeAt: instantFromMillis(options.now()),
      reached: Math.max(reached, reading.events.at(-1)?.index ?? 0),
      counts: {
        events: reading.events.length,
        digests: accounting.length,
        opened: count('opened'),
        erased: count('erased'),
        withheld: count('withheld'),
        missing: count('missing'),
        attachments: attachments.length,
      },
      shows: [...showsOf(isSigned)],
      doesNotShow: [...doesNotShowOf(isSigned)],
    },
    checkpoint,
    proofs,
    events: reading.events.map(({ index }, at) => ({ index: index ?? 0, body: reading.bodies[at] ?? '' })),
    disclosures: accounting.flatMap(({ digest, revision, state }) => {
      const disclosure = reading.disclosures.get(digest);
      if (state !== 'opened' || disclosure === undefined) return [];
      return [{ digest, revision, field: decodeDisclosure(disclosure).name, disclosure }];
    }),
    accounting: [...accounting],
    attachments: [...attachments],
  };
}

/** One proof for each event, all under one checkpoint. What is handed out was checked: it will be checked again elsewhere. */
async function proved(
  log: ReadableLog,
  { events, bodies }: Reading,
): Promise<Pick<SubmissionExport, 'checkpoint' | 'proofs'>> {
  const covered = await coveredSoon(log, events.at(-1)?.index ?? 0);
  if (covered === null) return { checkpoint: null, proofs: null };
  const { size, root, note } = covered;
  const proofs = bodies.map((body, at) => {
    const index = events[at]?.index ?? 0;
    const proof = inclusionProof(log.nodes, index, size);
    verifyInclusion(leafHash(Buffer.from(body)), index, size, proof, root);
    return proof.map((hash) => Buffer.from(hash).toString('base64'));
  });
  return { checkpoint: note, proofs };
}

function requireSize({ bodies }: Reading): void {
  const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  if (bytes <= mostExportBytes) return;
  throw new LedgerError(
    'too-large',
    `the events have ${bytes} bytes; one document may hold ${mostExportBytes}: read them as events, page by page`,
    { field: 'events', bytes, limit: mostExportBytes },
  );
}

/** Every digest once, where it first stands. A later version repeats that of an unchanged field. */
function accountsOf({ events, values, opener }: Reading): readonly Account[] {
  const accounts = new Map<string, Account>();
  for (const { event } of events) {
    for (const { digest, audience } of digestsOf(event)) {
      const known = accounts.get(digest);
      const standing = values.get(digest)?.state ?? 'withheld';
      const lost = standing === 'withheld' && mayOpen(opener, event, audience);
      const state = lost ? 'missing' : standing;
      if (known === undefined) accounts.set(digest, { digest, revision: event.revision, audience, state });
      else if (lost) accounts.set(digest, { ...known, state });
    }
  }
  return [...accounts.values()];
}

function attachmentsOf({ submission, values }: Reading): SubmissionExport['attachments'] {
  return [...values].flatMap(([digest, { state, name, value }]) => {
    if (state !== 'opened' || name?.startsWith('attachments.') !== true) return [];
    const { blob, ...file } = Attachment.parse(value);
    return [{ digest, ...file, address: `/api/submissions/${submission}/attachments/${blob}` }];
  });
}
