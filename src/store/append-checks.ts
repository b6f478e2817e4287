import { LedgerError } from '../../events/errors.ts';
import {
  type Appended,
  type Expected,
  maxAppendBytes,
  maxEventBytes,
  maxStreamNameBytes,
  type NewEvent,
  type StoredEvent,
} from './event-store.ts';

/** One call of `append`, checked and copied: what the caller does to its arrays afterwards changes nothing. */
export interface Append {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly NewEvent[];
  /** UTF-8 bytes of the bodies together. */
  readonly bytes: number;
}

const invalid = (field: string, rule: string): LedgerError =>
  new LedgerError('invalid-store-call', `${field} must be ${rule}`, { field, rule });

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const typeName = /^[A-Za-z][A-Za-z0-9-]{0,99}$/;
/** UTF-8 has no bytes for a lone surrogate, so the text that came back would not be the one that was given. */
const unpaired = /\p{Surrogate}/u;
const unprintable = /[\p{Surrogate}\p{Control}]/u;

/** Names that begin with `$` belong to the engine in KurrentDB. */
export function checkStreamName(stream: string): void {
  if (stream === '' || Buffer.byteLength(stream) > maxStreamNameBytes)
    throw invalid('stream', `1 to ${maxStreamNameBytes} bytes long`);
  if (stream.startsWith('$') || unprintable.test(stream))
    throw invalid('stream', 'well-formed text without control characters that does not begin with $');
}

export function checkRevision(field: string, revision: number): void {
  if (!Number.isSafeInteger(revision) || revision < 0) throw invalid(field, 'an integer, 0 or more');
}

function checkEvent({ id, type, body }: NewEvent, field: string): number {
  if (!uuid.test(id)) throw invalid(`${field}.id`, 'a lower-case UUID');
  if (!typeName.test(type)) throw invalid(`${field}.type`, 'letters, digits and hyphens, at most 100');
  const bytes = Buffer.byteLength(body);
  if (bytes > maxEventBytes)
    throw new LedgerError(
      'too-large',
      `${field}.body has ${bytes} bytes; an event may have ${maxEventBytes} (${maxEventBytes / 1024} KiB)`,
      { field: `${field}.body`, bytes, limit: maxEventBytes },
    );
  if (body === '' || body.includes('\0') || unpaired.test(body))
    throw invalid(`${field}.body`, 'canonical JSON text, which has no NUL and no lone surrogate');
  return bytes;
}

/** @throws LedgerError `invalid-store-call`, `too-large` */
export function checkAppend(stream: string, expected: Expected, events: readonly NewEvent[]): Append {
  checkStreamName(stream);
  if (expected !== 'absent') checkRevision('expected.at', expected.at);
  if (events.length === 0) throw invalid('events', 'at least one event');
  const copies = events.map(({ id, type, body }) => Object.freeze({ id, type, body }));
  const bytes = copies.reduce((sum, event, index) => sum + checkEvent(event, `events[${index}]`), 0);
  if (bytes > maxAppendBytes)
    throw new LedgerError(
      'too-large',
      `the events of one append have ${bytes} bytes together; they may have ${maxAppendBytes} (1 MiB)`,
      { field: 'events', bytes, limit: maxAppendBytes },
    );
  if (new Set(copies.map((event) => event.id)).size < copies.length)
    throw invalid('events', 'events whose ids all differ');
  return { stream, expected, events: copies, bytes };
}

/** What a store knows when it places an append. */
export interface Recorded {
  event(id: string): StoredEvent | undefined;
  /** The last revision of the stream, -1 before its first event. */
  lastRevision(stream: string): number;
}

/**
 * Where an append goes: the revision of its first event, or the answer it already has.
 * @throws LedgerError `idempotency-mismatch`, `revision-conflict`
 */
export function placeAppend({ stream, expected, events }: Append, recorded: Recorded): number | Appended {
  const first = expected === 'absent' ? 0 : expected.at + 1;
  const known = events.map((event) => recorded.event(event.id));
  if (known.some((event) => event !== undefined)) {
    const same = known.filter(
      (event, index) =>
        event?.stream === stream &&
        event.revision === first + index &&
        event.type === events[index]?.type &&
        event.body === events[index]?.body,
    );
    const last = same.at(-1);
    if (last === undefined || same.length < events.length)
      throw new LedgerError(
        'idempotency-mismatch',
        `an event id of this append to ${stream} is taken by another event, or by the same one elsewhere; nothing was written`,
        { stream },
      );
    return { outcome: 'already-present', first, last: last.revision, position: last.position };
  }
  const last = recorded.lastRevision(stream);
  if (last + 1 === first) return first;
  const actual = last < 0 ? 'absent' : last;
  const wanted = expected === 'absent' ? 'absent' : expected.at;
  throw new LedgerError(
    'revision-conflict',
    `${stream} was expected ${stood(wanted)}, but is ${stood(actual)}; nothing was written`,
    { stream, expected: wanted, actual },
  );
}

const stood = (revision: number | 'absent'): string =>
  revision === 'absent' ? 'absent' : `at revision ${revision}`;
