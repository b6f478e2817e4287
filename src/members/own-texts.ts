import { decodeDisclosure } from '../../events/disclosure.ts';
import { type Audience, secrecy } from '../../events/fields.ts';
import { digestsOf } from '../../events/reveal.ts';
import { directoryStream } from '../../events/stream.ts';
import { isReviewOpen } from '../../projections/review-state/open.ts';
import type { PersonText } from '../exports/person-export.ts';
import type { Disclosure, Opened } from '../vault/vault.ts';
import type { Naming } from './person-record.ts';
import type { Reader } from './reader.ts';
import type { Viewer } from './viewer.ts';

type Texts = ReadonlyMap<string, readonly PersonText[]>;

/**
 * The sealed texts that are somebody's own: what they wrote, wherever it stands, and what the directory holds about them.
 * It is no second way to read a case: nothing that others wrote is opened.
 */
export class OwnTexts {
  readonly #reader: Reader;
  readonly #viewer: Viewer;
  readonly #person: string;

  constructor(reader: Reader, viewer: Viewer, person: string) {
    this.#reader = reader;
    this.#viewer = viewer;
    this.#person = person;
  }

  /** By event. */
  async of(batch: readonly Naming[]): Promise<Texts> {
    const wanted = batch.filter(({ how }) => how !== 'entered');
    const digests = wanted.flatMap(({ event }) =>
      digestsOf(event).flatMap(({ digest, audience }) => (audience === 'custodian' ? [] : [digest])),
    );
    const found = await this.#reader.options.vault.open(new Set(digests));
    const texts = new Map<string, readonly PersonText[]>();
    for (const naming of wanted) {
      const barred = await this.#barred(naming);
      const own = digestsOf(naming.event).flatMap(({ digest, audience }) =>
        this.#text(naming, { digest, audience, found: found.get(digest) }, barred),
      );
      texts.set(naming.event.id, own);
    }
    return texts;
  }

  /** What was opened: of one's own in one word for all, of somebody else's for each submission. */
  opened(batch: readonly Naming[], texts: Texts): ReadonlyMap<string, readonly string[]> {
    const fields = new Map<string, string[]>();
    for (const { event, submission } of batch) {
      const where = this.#viewer.person === this.#person ? '' : (submission ?? '');
      const names = (texts.get(event.id) ?? []).flatMap(({ state, field }) =>
        state === 'opened' && field !== null && !field.startsWith(linkPrefix) ? [field] : [],
      );
      fields.set(where, [...(fields.get(where) ?? []), ...names]);
    }
    return fields;
  }

  #text(
    { how, event, known }: Naming,
    { digest, audience, found }: { digest: string; audience: Audience; found: Opened | undefined },
    barred: (audience: Audience) => string | null,
  ): readonly PersonText[] {
    if (audience === 'custodian')
      return how === 'about' && event.stream === directoryStream
        ? [{ field: 'secret', digest, state: 'withheld', why: 'it leaves the ledger for nobody' }]
        : [];
    if (found === undefined || found.state === 'missing')
      return how === 'own' ? [{ field: null, digest, state: 'missing' }] : [];
    if (found.state === 'erased') return how === 'own' ? [{ field: null, digest, state: 'erased' }] : [];
    const { disclosure } = found;
    const field = disclosure.name;
    if (how === 'about' && !disclosure.about.includes(this.#person)) return [];
    const why = this.#notTheirs(how, known, disclosure) ?? barred(audience);
    if (why !== null) return [{ field, digest, state: 'withheld', why }];
    const { salt, value } = decodeDisclosure(disclosure.disclosure);
    return [{ field, digest, state: 'opened', value, salt }];
  }

  #notTheirs(how: Naming['how'], known: string, { name, author }: Disclosure): string | null {
    if (name.startsWith(linkPrefix))
      return name === `${linkPrefix}${known}` ? null : 'who is behind another pseudonym';
    if (how === 'own') return author === this.#person ? null : 'written by somebody else';
    return author === this.#person || theirs.includes(name) ? null : 'written by somebody else';
  }

  /** Why somebody else may not be handed a text of this submission. */
  async #barred({ submission }: Naming): Promise<(audience: Audience) => string | null> {
    if (this.#viewer.person === this.#person || submission === null) return () => null;
    const { as } = await this.#reader.entrance.partOf(this.#viewer, submission);
    if (as.length > 0) return () => 'the asker has a part in this submission';
    const state = this.#reader.options.views.state(submission);
    const open = state === null || isReviewOpen(state);
    return (audience) =>
      open && secrecy(audience) >= secrecy('panel') ? 'the review is open; the person may export it' : null;
  }
}

const linkPrefix = 'links.';

/** What the directory holds about somebody, whoever entered it. */
const theirs: readonly string[] = ['name', 'address', 'sourceKey', 'reading'];
