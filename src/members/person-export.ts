import type { RecordedEvent } from '../../events/decode.ts';
import { LedgerError } from '../../events/errors.ts';
import { instantFromMillis } from '../../events/time.ts';
import type { PersonState } from '../../projections/directory.ts';
import { originOf } from '../../projections/log-keys.ts';
import type { AccessLog } from '../access/access-log.ts';
import { jsonInParts } from '../exports/json-in-parts.ts';
import { type PersonEntry, personExportFormat, personExportSays } from '../exports/person-export.ts';
import { LogRecord } from '../handle/log-record.ts';
import type { CredentialEntry, Identity } from '../identity/identity.ts';
import { requireMayAsk } from '../permissions/requests.ts';
import { decodeStored } from '../store/decode-stored.ts';
import { OwnTexts } from './own-texts.ts';
import { entryOf, type Naming, namingOf, saidOf } from './person-record.ts';
import type { Reader } from './reader.ts';
import type { Viewer } from './viewer.ts';

export interface PersonExportOptions {
  readonly reader: Reader;
  readonly identity: Pick<Identity, 'tokensOf' | 'feedOf' | 'record'>;
  readonly access: Pick<AccessLog, 'record' | 'readsBy'>;
}

/** How many entries have their texts opened, and noted as read, together. */
const together = 200;
const purpose = 'person-export';

/**
 * All that is held about a person and their own acts, as the text of one JSON document, made while it is read. For
 * somebody else it keeps back what would tell of an open review, or of a case that the asker has a part in.
 * @throws LedgerError before the first piece: `not-permitted`, `not-found`
 */
export async function personExport(
  { reader, identity, access }: PersonExportOptions,
  viewer: Viewer,
  person: string,
): Promise<AsyncIterable<string>> {
  requireMayAsk('export-person', viewer, { person });
  const { options } = reader;
  await options.projector.waitFor();
  const directory = await options.directory.now();
  const entry = directory.people.get(person);
  if (entry === undefined)
    throw new LedgerError('not-found', `there is no person ${person}`, { what: 'person', id: person });
  const reached = options.views.head().leaf;
  const log = await new LogRecord(options.store).now();
  const texts = new OwnTexts(reader, viewer, person);
  const counts = { reads: 0, own: 0, entered: 0, about: 0 };
  const submissions = new Set<string>();
  const feed = await identity.feedOf(person);

  return jsonInParts({
    manifest: {
      format: personExportFormat,
      version: 1,
      ledger: log.founded?.ledger ?? '',
      origin: originOf(log)?.origin ?? '',
      person,
      madeFor: viewer.person === person ? 'self' : 'somebody-else',
      madeAt: instantFromMillis(options.now()),
      reached,
      says: personExportSays,
    },
    directory: {
      ...(await inDirectory(entry)),
      proposals: directory.proposals
        .filter((each) => each.person === person || each.by === person)
        .map(({ event, role, change, done, person: about }) => ({
          event,
          role,
          change,
          done,
          about: about === person ? 'them' : 'somebody-else',
        })),
    },
    credentials: {
      tokens: await identity.tokensOf(person),
      feed: feed === null ? null : { created: feed.created },
    },
    credentialHistory: history(),
    reads: reads(),
    record: record(),
    counts: () => ({ ...counts, submissions: submissions.size }),
  });

  async function inDirectory({
    kind,
    registeredAt,
    source,
    roles,
    teams,
    event,
    nameIn,
    addressIn,
  }: PersonState) {
    const name = await saidOf(options, nameIn, 'name');
    const address = await saidOf(options, addressIn, 'address');
    const sourceKey = await saidOf(options, event, 'sourceKey');
    const fields = Object.entries({ name, address, sourceKey }).flatMap(([field, { state }]) =>
      state === 'opened' ? [field] : [],
    );
    access.record({ person: viewer.person, submission: '', fields, purpose });
    return { kind, registeredAt, source, name, address, sourceKey, roles, teams };
  }

  async function* history(): AsyncGenerator<CredentialEntry> {
    let after: number | null = 0;
    while (after !== null) {
      const page = await identity.record({ person, after, limit: 1_000 });
      yield* page.items;
      after = page.next;
    }
  }

  async function* reads(): AsyncGenerator<unknown> {
    for (const { at, submission, fields, purpose: what } of access.readsBy(person)) {
      counts.reads += 1;
      yield { at, submission: submission === '' ? null : submission, fields, purpose: what };
    }
  }

  async function* record(): AsyncGenerator<PersonEntry> {
    let batch: Naming[] = [];
    for await (const naming of namings()) {
      counts[naming.how] += 1;
      if (naming.submission !== null) submissions.add(naming.submission);
      batch.push(naming);
      if (batch.length < together) continue;
      yield* entries(batch);
      batch = [];
    }
    yield* entries(batch);
  }

  async function* entries(batch: readonly Naming[]): AsyncGenerator<PersonEntry> {
    const opening = await texts.of(batch);
    for (const [submission, fields] of texts.opened(batch, opening))
      access.record({ person: viewer.person, submission, fields, purpose });
    for (const naming of batch) yield entryOf(naming, opening.get(naming.event.id) ?? []);
  }

  /** One pass over the log. Only what holds the person's id, or their pseudonym in that submission, is looked at closer. */
  async function* namings(): AsyncGenerator<Naming> {
    const pseudonyms = new Map<string, string | null>();
    let index = -1;
    for await (const stored of options.store.readAll()) {
      index += 1;
      if (index > reached) return;
      const submission = stored.stream.startsWith(prefix) ? stored.stream.slice(prefix.length) : null;
      const known = submission === null ? person : await pseudonymIn(submission, pseudonyms);
      if (known === null || !stored.body.includes(known)) continue;
      const event: RecordedEvent = decodeStored(stored);
      yield namingOf({ index, event, submission, known });
    }
  }

  async function pseudonymIn(
    submission: string,
    pseudonyms: Map<string, string | null>,
  ): Promise<string | null> {
    const known = pseudonyms.get(submission);
    if (known !== undefined) return known;
    const pseudonym = await options.directory.pseudonymIfKept(person, submission);
    pseudonyms.set(submission, pseudonym);
    return pseudonym;
  }
}

const prefix = 'submission-';
