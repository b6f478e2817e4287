import { randomBytes } from 'node:crypto';
import { canonical, EVENT_LIMIT_BYTES, type Json } from '../../events/canonical.ts';
import type { LedgerEvent } from '../../events/catalogue.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import type { Envelope } from '../../events/envelope.ts';
import { LedgerError } from '../../events/errors.ts';
import { isJsonObject, toJson } from '../../events/json.ts';
import { type SealedField, seal } from '../../events/seal.ts';
import type { NewEvent } from '../store/event-store.ts';
import type { Disclosure } from '../vault/vault.ts';

const saltBytes = 16;
/** Salts drawn together: a call for each would cost more than the rest of sealing. */
const drawn = 256;
let pool = Buffer.alloc(0);
let used = 0;

/** 128 random bits in base64url, each given out once. */
function randomSalt(): string {
  if (used >= pool.length) {
    pool = randomBytes(saltBytes * drawn);
    used = 0;
  }
  const salt = pool.toString('base64url', used, used + saltBytes);
  pool.fill(0, used, used + saltBytes);
  used += saltBytes;
  return salt;
}

/** The salts of one command: random, and the same again for the same field when its append is tried again. */
export function saltsOf(): (index: number) => (name: string) => string {
  const made = new Map<string, string>();
  return (index) => (name) => {
    const key = `${index}/${name}`;
    const salt = made.get(key) ?? randomSalt();
    made.set(key, salt);
    return salt;
  };
}

export interface SealedEvent {
  readonly event: NewEvent;
  readonly disclosures: readonly Disclosure[];
}

export interface Filing {
  /** Directory id of who wrote it; '' for the system. */
  readonly author: string;
  /** Directory ids by pseudonym, for what is about a person. */
  readonly people: ReadonlyMap<string, string>;
}

/**
 * The bytes of an event as they will stand for ever, and the disclosures that open what it keeps sealed.
 * @throws LedgerError `invalid-event`, `too-large`
 */
export function sealEvent(
  event: LedgerEvent,
  envelope: Envelope,
  saltFor: (name: string) => string,
  filing: Filing,
): SealedEvent {
  const { data, disclosures } = seal(event, saltFor, envelope.imported !== undefined);
  const body = canonical({ ...jsonOf(envelope), type: event.type, data });
  const bytes = Buffer.byteLength(body);
  if (bytes > EVENT_LIMIT_BYTES) {
    throw new LedgerError(
      'too-large',
      `${event.type} would have ${bytes} bytes; an event may have ${EVENT_LIMIT_BYTES} (60 KiB): say it in fewer fields or entries`,
      { field: event.type, bytes, limit: EVENT_LIMIT_BYTES },
    );
  }
  return {
    event: { id: envelope.id, type: event.type, body },
    disclosures: disclosures.map((field) => filed(field, event, envelope.stream, filing)),
  };
}

function filed(field: SealedField, event: LedgerEvent, stream: string, filing: Filing): Disclosure {
  const { digest, disclosure, audience, name } = field;
  const about = aboutWhom(name, event, filing);
  const blob = name.startsWith('attachments.') ? blobOf(disclosure) : undefined;
  const base = { digest, disclosure, audience, stream, name, author: filing.author, about };
  return blob === undefined ? base : { ...base, blob };
}

/** A link is about the person it unmasks, an entry of the directory about the person it registers. */
function aboutWhom(name: string, event: LedgerEvent, filing: Filing): readonly string[] {
  if (name.startsWith('links.')) {
    const person = filing.people.get(name.slice('links.'.length));
    return person === undefined ? [] : [person];
  }
  return 'person' in event.data ? [event.data.person] : [];
}

function blobOf(disclosure: string): string | undefined {
  const { value } = decodeDisclosure(disclosure);
  const blob = isJsonObject(value) ? value['blob'] : undefined;
  return typeof blob === 'string' ? blob : undefined;
}

function jsonOf(envelope: Envelope): { readonly [name: string]: Json } {
  const json = toJson(envelope);
  return isJsonObject(json) ? json : {};
}
