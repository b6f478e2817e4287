import { decode, type RecordedEvent } from '../../../events/decode.ts';
import { isLedgerError } from '../../../events/errors.ts';
import { noteText } from '../../checkpoint/note.ts';
import { type CheckedReceipt, checkReceipt } from '../../checkpoint/receipt-check.ts';
import { checkpointInWords, checkpointShown, keyIsNeeded, sentences } from '../checkpoint-in-words.ts';
import { type Run, writeJson } from '../context.ts';
import { bytesIn } from '../data-file.ts';
import { exit } from '../exit-codes.ts';
import type { ShowMoment } from '../moments.ts';
import { wrapped } from '../printable.ts';
import { listing } from '../table.ts';
import { trustGiven } from '../trust-given.ts';
import { UsageError } from '../usage-error.ts';

/** Says of a receipt what it proves and what it does not, with nothing but the two files and whom the caller believes. */
export const verifyReceipt: Run = async (context, given) => {
  const policy = await trustGiven(context, given);
  const [file, eventFile] = [given.argument(0), given.required('event')];
  if (file === '-' && eventFile === '-') throw new UsageError('--event', 'cannot be standard input too');
  const text = noteText(await bytesIn(context, file, 'file'));
  const entry = withoutNewline(await bytesIn(context, eventFile, '--event'));
  const found = checkReceipt(text, entry, policy);
  const event = eventIn(entry);
  const verified = found.checkpoint.signedBy.length > 0;
  const proves = verified ? provesOf(found) : [];
  const doesNotProve = doesNotProveOf(found, event, context.moment);
  const code = verified ? exit.ok : exit.refused;
  if (context.json) {
    const { index, checkpoint } = found;
    const shown = event === null ? null : shownOf(event);
    await writeJson(context, {
      verified,
      index,
      event: shown,
      checkpoint: checkpointShown(checkpoint),
      proves,
      doesNotProve,
    });
    return code;
  }
  const { terminal, moment } = context;
  const { index, checkpoint } = found;
  const pairs: [string, string][] = [
    ...(event === null ? [] : eventInWords(event, moment)),
    ['entry', String(index)],
    ...checkpointInWords(checkpoint, moment),
  ];
  const width = terminal.columns ?? Number.MAX_SAFE_INTEGER;
  const verdict = verified
    ? 'The receipt holds.'
    : `Nothing is proved: nobody was named whose signature counts. The receipt agrees with itself, which anybody could have made it do. ${keyIsNeeded(checkpoint)}`;
  await terminal.write(
    `${wrapped(verdict, width).join('\n')}\n${listing(pairs, terminal.columns)}${verified ? sentences('It proves:', proves, width) : ''}${sentences('It does not prove:', doesNotProve, width)}`,
  );
  return code;
};

/** A line of NDJSON is an event and a newline; no event ends in one. */
const withoutNewline = (bytes: Buffer): Buffer =>
  bytes.at(-1) === 0x0a ? bytes.subarray(0, bytes.byteLength - 1) : bytes;

/** Null for an entry that this version cannot read: the receipt is about its bytes, whatever they say. */
function eventIn(entry: Buffer): RecordedEvent | null {
  try {
    return decode(entry.toString('utf8'));
  } catch (error) {
    if (isLedgerError(error)) return null;
    throw error;
  }
}

const shownOf = ({ id, type, stream, revision, recordedAt }: RecordedEvent) => ({
  id,
  type,
  stream,
  revision,
  recordedAt,
});

const eventInWords = (
  { id, type, stream, revision, recordedAt }: RecordedEvent,
  moment: ShowMoment,
): [string, string][] => [
  ['event', `${type} ${id}`],
  ['of', `${stream}, revision ${revision}`],
  ['recorded', `${moment(recordedAt)}, as the ledger says`],
];

function provesOf({ index, checkpoint }: CheckedReceipt): readonly string[] {
  const { origin, size, signedBy, cosignedBy } = checkpoint;
  const witnesses = cosignedBy.map(({ witness }) => witness).join(', ');
  return [
    `These bytes are entry ${index} of the log ${origin}, under its checkpoint of ${size} entries, signed by ${signedBy.join(', ')}. Whoever leaves the entry out, changes or moves it contradicts that signature.`,
    ...(cosignedBy.length === 0
      ? []
      : [`That checkpoint was seen by ${witnesses}, who cosign one history alone under this name.`]),
  ];
}

function doesNotProveOf(
  { checkpoint: { signedBy, cosignedBy }, hasExtra }: CheckedReceipt,
  event: RecordedEvent | null,
  moment: ShowMoment,
): readonly string[] {
  const first = cosignedBy.length === 0 ? null : Math.min(...cosignedBy.map(({ at }) => at));
  return [
    ...(signedBy.length === 0
      ? []
      : ['Whose the key is: you have to have it from elsewhere than the receipt.']),
    first === null
      ? 'When it was recorded: the time in it is the ledger’s own, and no witness says when the checkpoint was there.'
      : `When it was recorded: the time in it is the ledger’s own. It was there by ${moment(new Date(first * 1_000).toISOString())}, as a witness says.`,
    event === null
      ? 'What the bytes say: this version cannot read them as an event.'
      : 'That what it says is true, or what its sealed fields say: those stand in it as digests.',
    'What else is in the log, and what came after.',
    ...(cosignedBy.length === 0
      ? [
          'That others are shown the same log: that takes witnesses (--policy), or comparing checkpoints with somebody.',
        ]
      : []),
    ...(hasExtra ? ['What its "extra" line says: nobody vouches for it.'] : []),
  ];
}
