import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { decode, type RecordedEvent } from '../../events/decode.ts';
import { eventId } from '../../events/derived-ids.ts';
import { decodeDisclosure, digestOf } from '../../events/disclosure.ts';
import { type Audience, secrecy } from '../../events/fields.ts';
import { digestOfOpening } from '../../events/opening.ts';
import { digestsOf, reveal } from '../../events/reveal.ts';
import { submissionStream } from '../../events/stream.ts';
import { Attachment } from '../../events/submission.ts';
import type { BelievedCheckpoint } from '../checkpoint/believed-checkpoint.ts';
import type { Policy } from '../checkpoint/policy.ts';
import { checkProofs } from './export-proofs.ts';
import { SubmissionExport, UnsignedSubmissionExport } from './submission-export.ts';
import { violation, within } from './violation.ts';

type AnyExport = SubmissionExport | UnsignedSubmissionExport;

/** What an export was found to agree in. */
export interface ReadExport {
  readonly manifest: AnyExport['manifest'];
  /**
   * What its events stand in the log under. Null where it holds no checkpoint, and signed by nobody where no policy was
   * given: either way nothing shows that the log knows of it.
   */
  readonly checkpoint: BelievedCheckpoint | null;
  /** With what is opened in place. */
  readonly events: readonly RecordedEvent[];
  /** Digests that the audience may open by itself, and that are withheld until the reader has judged. */
  readonly judgedApart: number;
}

/**
 * Reads a submission's export and checks that it agrees with itself: canonical bytes, a dense stream, ids, proofs against
 * the checkpoint, disclosures against digests, and that every digest is accounted for. The checkpoint is believed as far
 * as the policy vouches for it.
 * @throws LedgerError `integrity-violation` naming the first place that does not agree; what is wrong with the checkpoint,
 * as `openWitnessed`
 */
export function readSubmissionExport(text: string, policy: Policy | null = null): ReadExport {
  const found = parsed(text);
  const { manifest } = found;
  const recorded = found.events.map(({ body }, at) => within(`events.${at}`, () => decode(body)));
  checkStream(found, recorded);
  const checkpoint = checkProofs(found, policy);
  const opened = disclosuresOf(found);
  const standing = accountedFor(found, recorded, opened);
  checkCounts(found);
  checkAttachments(found);
  for (const event of recorded) checkOpening(event, recorded);
  const events = recorded.map((event, at) => within(`events.${at}`, () => reveal(event, opened)));
  return { manifest, checkpoint, events, judgedApart: standing };
}

/** The version that a document says it has; whatever else it holds. */
const Versioned = z.looseObject({ manifest: z.looseObject({ version: z.number() }) });

function parsed(text: string): AnyExport {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message repeats the text, which may be anything.
    throw violation('export', 'is no JSON');
  }
  const version = Versioned.safeParse(json).data?.manifest.version;
  const result = (version === 1 ? UnsignedSubmissionExport : SubmissionExport).safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw violation(issue?.path.map(String).join('.') || 'export', issue?.message ?? 'does not fit');
}

/** From the beginning, without a gap, in ledger order, with the ids that follow from the commands. */
function checkStream({ manifest, events }: AnyExport, recorded: readonly RecordedEvent[]): void {
  const stream = submissionStream(manifest.submission);
  if (recorded.length === 0) throw violation('events', 'a stream has at least one event');
  let command = '';
  let inAppend = 0;
  for (const [at, event] of recorded.entries()) {
    const where = `events.${at}`;
    if (event.stream !== stream) throw violation(where, `belongs to ${event.stream}`);
    if (event.revision !== at) throw violation(where, `has revision ${event.revision}, and stands at ${at}`);
    inAppend = event.command === command ? inAppend + 1 : 0;
    command = event.command;
    if (event.id !== eventId(command, stream, inAppend))
      throw violation(where, 'has an id that does not follow from its command');
    const index = events[at]?.index ?? 0;
    if (index <= (events[at - 1]?.index ?? -1))
      throw violation(where, 'does not stand behind the one before');
    if (index > manifest.reached) throw violation(where, 'stands behind the index that was reached');
  }
}

function disclosuresOf({ disclosures }: AnyExport): ReadonlyMap<string, string> {
  const opened = new Map<string, string>();
  for (const [at, { digest, field, disclosure }] of disclosures.entries()) {
    const where = `disclosures.${at}`;
    if (opened.has(digest)) throw violation(where, 'opens a digest a second time');
    if (digestOf(disclosure) !== digest) throw violation(where, 'does not hash to its digest');
    const { name } = within(where, () => decodeDisclosure(disclosure));
    if (name !== field) throw violation(where, `opens ${name}, and says ${field}`);
    opened.set(digest, disclosure);
  }
  return opened;
}

/** @returns how many digests of the reader's own audience are kept back until they have judged */
function accountedFor(
  { manifest, accounting, disclosures }: AnyExport,
  recorded: readonly RecordedEvent[],
  opened: ReadonlyMap<string, string>,
): number {
  const standing = standingIn(recorded);
  if (accounting.length !== standing.size)
    throw violation('accounting', `accounts for ${accounting.length} of ${standing.size} digests`);
  const revisions = new Map(disclosures.map(({ digest, revision }) => [digest, revision]));
  const order = [...standing.keys()];
  const seen = new Set<string>();
  let judgedApart = 0;
  for (const [at, { digest, revision, audience, state }] of accounting.entries()) {
    const where = `accounting.${at}`;
    const place = standing.get(digest);
    if (place === undefined || seen.has(digest))
      throw violation(where, 'names a digest that does not stand in the events, or names it twice');
    seen.add(digest);
    if (order[at] !== digest) throw violation(where, 'does not stand in the order of the events');
    if (place.revision !== revision || place.audience !== audience)
      throw violation(where, 'says another place or audience than the event');
    if (state === 'missing')
      throw violation(where, 'the ledger that made this has lost what the digest stands for');
    if ((state === 'opened') !== opened.has(digest))
      throw violation(
        where,
        state === 'opened' ? 'says opened, and nothing opens it' : `says ${state}, and is opened`,
      );
    if (state === 'opened' && revisions.get(digest) !== revision)
      throw violation(where, 'is opened at another revision');
    if (state !== 'withheld' || secrecy(audience) > secrecy(manifest.audience)) continue;
    if (!place.isJudgment) throw violation(where, `withheld from ${manifest.audience}, who may open it`);
    judgedApart += 1;
  }
  if (seen.size < opened.size || [...opened.keys()].some((digest) => !seen.has(digest)))
    throw violation('disclosures', 'open a digest that stands in no event');
  const inOrder = accounting.filter(({ state }) => state === 'opened');
  for (const [at, { digest }] of disclosures.entries())
    if (inOrder[at]?.digest !== digest)
      throw violation(`disclosures.${at}`, 'does not stand in the order of the events');
  return judgedApart;
}

interface Place {
  readonly revision: number;
  readonly audience: Audience;
  /** A judgment, its withdrawal, or a correction, which may be of one. */
  readonly isJudgment: boolean;
}

const judgedApartTypes: readonly string[] = ['JudgmentRecorded', 'JudgmentWithdrawn', 'EntryCorrected'];

function standingIn(recorded: readonly RecordedEvent[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const event of recorded) {
    const isJudgment = judgedApartTypes.includes(event.type);
    for (const { digest, audience } of digestsOf(event)) {
      if (!places.has(digest)) places.set(digest, { revision: event.revision, audience, isJudgment });
    }
  }
  return places;
}

function checkCounts({ manifest: { counts }, events, accounting, attachments }: AnyExport): void {
  const of = (state: string): number => accounting.filter((each) => each.state === state).length;
  const counted = {
    events: events.length,
    digests: accounting.length,
    opened: of('opened'),
    erased: of('erased'),
    withheld: of('withheld'),
    missing: of('missing'),
    attachments: attachments.length,
  };
  for (const [name, count] of Object.entries(counted)) {
    const said = new Map(Object.entries(counts)).get(name);
    if (said !== count) throw violation(`manifest.counts.${name}`, `says ${said}, and there are ${count}`);
  }
}

/** A file is named by what its disclosure says of it. */
function checkAttachments({ manifest, attachments, disclosures }: AnyExport): void {
  const files = disclosures.filter(({ field }) => field.startsWith('attachments.'));
  if (files.length !== attachments.length)
    throw violation('attachments', `names ${attachments.length} of ${files.length} files`);
  for (const [at, { digest, address, ...said }] of attachments.entries()) {
    const where = `attachments.${at}`;
    const file = files[at];
    if (file?.digest !== digest) throw violation(where, 'is not the file that is disclosed there');
    const value = Attachment.safeParse(decodeDisclosure(file.disclosure).value);
    if (!value.success) throw violation(where, 'has a disclosure that is no file');
    const { blob, ...disclosed } = value.data;
    const place = `/api/submissions/${manifest.submission}/attachments/${blob}`;
    if (!isDeepStrictEqual(said, disclosed) || address !== place)
      throw violation(where, 'says something else of the file than its disclosure');
  }
}

/** What the log opened for everybody must be what was sealed in the act that it opens. */
function checkOpening(event: RecordedEvent, recorded: readonly RecordedEvent[]): void {
  if (event.type !== 'JudgmentOpened' && event.type !== 'ConcernOpened' && event.type !== 'VoteOpened')
    return;
  const act = recorded.find(({ id }) => id === event.data.act);
  const digest = digestOfOpening(event);
  if (act === undefined || !digestsOf(act).some((each) => each.digest === digest))
    throw violation(`events.${event.revision}`, 'opens what was never sealed in the act that it names');
}
