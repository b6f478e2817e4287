import { decode, type RecordedEvent } from '../../events/decode.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { LedgerError } from '../../events/errors.ts';
import { digestsOf } from '../../events/reveal.ts';
import { schemaOf } from '../../events/schemas.ts';
import { submissionStream } from '../../events/stream.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { Ledger } from '../folder/open-ledger.ts';
import { inWords, Names, type Shown } from '../members/names.ts';
import type { Opened } from '../vault/vault.ts';
import { isUuid } from './given.ts';
import { ambiguous, requireBeginning } from './people.ts';

/**
 * The id of the submission that somebody names by it or by an unambiguous beginning.
 * @throws LedgerError `not-found`, UsageError
 */
export function submissionOf({ views }: Ledger, text: string): string {
  const id = text.toLowerCase();
  if (isUuid(id)) {
    if (views.state(id) !== null) return id;
  } else {
    requireBeginning(id, 'submission', 'its id or a beginning of it');
    const found = [...views.submissionIds()].filter((each) => each.startsWith(id));
    if (found.length > 1) throw ambiguous('submission', id, found.length);
    if (found[0] !== undefined) return found[0];
  }
  throw new LedgerError('not-found', `there is no submission ${id}`, { what: 'submission', id });
}

/** The value of a field as the vault has it now. */
export interface Content {
  readonly field: string;
  readonly audience: string;
  readonly value: Shown;
}

/** A submission's fields in the framework's order, opened where the vault still can. */
export async function contentOf(ledger: Ledger, state: ReviewState): Promise<readonly Content[]> {
  const order = fieldOrder(ledger, state);
  const rank = (field: string): number => (order.includes(field) ? order.indexOf(field) : order.length);
  const fields = Object.entries(state.fields).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const digests = fields.flatMap(([, { digest }]) => (digest === undefined ? [] : [digest]));
  const opened = await ledger.vault.open(digests);
  return fields.map(([field, { audience, digest }]) => ({
    field,
    audience,
    value: shownOf(digest === undefined ? undefined : opened.get(digest)),
  }));
}

/** The one field that says in a line what a submission is. Frameworks name it as they like. */
export async function titleOf(ledger: Ledger, state: ReviewState): Promise<Shown> {
  const order = fieldOrder(ledger, state);
  const names = [...order, ...Object.keys(state.fields)].filter((name) => Object.hasOwn(state.fields, name));
  const name =
    names.find((each) => each === 'title') ??
    names.find((each) => /(?:^|[._-])(?:title|name)$/.test(each)) ??
    names[0];
  const digest = name === undefined ? undefined : state.fields[name]?.digest;
  if (digest === undefined) return { state: 'sealed' };
  return shownOf((await ledger.vault.open([digest])).get(digest));
}

function fieldOrder({ views }: Ledger, { framework }: ReviewState): readonly string[] {
  const versions = framework === null ? [] : (views.framework(framework)?.versions ?? []);
  return versions.at(-1)?.terms.fields.map(({ field }) => field) ?? [];
}

function shownOf(found: Opened | undefined): Shown {
  if (found === undefined || found.state === 'missing') return { state: 'sealed' };
  if (found.state === 'erased') return { state: 'erased' };
  const { value } = decodeDisclosure(found.disclosure.disclosure);
  return { state: 'opened', text: typeof value === 'string' ? value : JSON.stringify(value) };
}

/** One event of a submission with what the operator may read of its sealed fields. */
export interface ReadEvent {
  readonly event: RecordedEvent;
  /** Opened prose by field; rule fields of an open review stay sealed to everyone here. */
  readonly said: readonly { readonly field: string; readonly value: Shown }[];
}

export interface ReadSubmission {
  readonly events: readonly ReadEvent[];
  /** Pseudonym → person, as far as the links can be opened. */
  readonly people: ReadonlyMap<string, { readonly person: string; readonly name: Shown }>;
}

/** Reads a submission's stream with the vault: prose, and who is behind each pseudonym. */
export async function readSubmission(ledger: Ledger, submission: string): Promise<ReadSubmission> {
  const events: ReadEvent[] = [];
  const people = new Map<string, { person: string; name: Shown }>();
  const names = new Names(ledger);
  for await (const { body } of ledger.store.readStream(submissionStream(submission))) {
    const event = decode(body);
    const own = digestsOf(event).map(({ digest }) => digest);
    const said: { field: string; value: Shown }[] = [];
    for (const [, found] of await ledger.vault.open(own)) {
      if (found.state === 'erased') said.push({ field: 'something', value: { state: 'erased' } });
      if (found.state !== 'opened') continue;
      const { name, audience } = found.disclosure;
      if (name.startsWith('links.')) {
        const value = shownOf(found);
        if (value.state === 'opened')
          people.set(name.slice('links.'.length), { person: value.text, name: await names.of(value.text) });
      } else if (audience !== 'auditors' && !isRuleField(event, name)) {
        said.push({ field: name, value: shownOf(found) });
      }
    }
    events.push({ event, said });
  }
  return { events, people };
}

function isRuleField(event: RecordedEvent, name: string): boolean {
  const mark = schemaOf(event.type).fields.get(name.split('.')[0] ?? name)?.mark;
  return mark?.kind === 'confidential' && mark.rule;
}

/** Who a pseudonym is, for people: their name, or the beginning of the pseudonym where it is not known. */
export const personInWords = (people: ReadSubmission['people'], pseudonym: string | null): string => {
  if (pseudonym === null) return '';
  const known = people.get(pseudonym);
  return known === undefined ? pseudonym.slice(0, 8) : inWords(known.name);
};
