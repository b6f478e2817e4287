import { decode, type RecordedEvent } from '../../events/decode.ts';
import { digestsOf, reveal } from '../../events/reveal.ts';
import { directoryStream } from '../../events/stream.ts';
import type { Ledger } from '../folder/open-ledger.ts';

export type NameSource = Pick<Ledger, 'store' | 'vault' | 'views'>;

/** A name as it can be shown: the text, or why there is none. */
export type Shown =
  | { readonly state: 'opened'; readonly text: string }
  | { readonly state: 'erased' | 'sealed' };

export const inWords = (shown: Shown): string => (shown.state === 'opened' ? shown.text : `(${shown.state})`);

/** The name that an entry of the directory says: a registration, or a correction of one. */
const nameIn = (event: RecordedEvent): string | undefined => {
  if (event.type === 'PersonRegistered') return event.data.name;
  return event.type === 'EntryCorrected' ? event.data.reading?.text : undefined;
};

/** Opens the names that the directory holds sealed, as they are asked for. */
export class Names {
  readonly #ledger: NameSource;
  readonly #known = new Map<string, Shown>();

  constructor(ledger: NameSource) {
    this.#ledger = ledger;
  }

  async of(person: string): Promise<Shown> {
    const known = this.#known.get(person) ?? (await this.#open(person));
    this.#known.set(person, known);
    return known;
  }

  async #open(person: string): Promise<Shown> {
    const { views, store, vault } = this.#ledger;
    const place = views.entry(views.person(person)?.nameIn ?? person);
    if (place === null) return { state: 'sealed' };
    const range = { from: place.revision, to: place.revision };
    let erased = false;
    for await (const { body } of store.readStream(directoryStream, range)) {
      const event = decode(body);
      const opened = new Map<string, string>();
      for (const [digest, found] of await vault.open(digestsOf(event).map((each) => each.digest))) {
        if (found.state === 'erased') erased = true;
        if (found.state === 'opened') opened.set(digest, found.disclosure.disclosure);
      }
      const text = nameIn(reveal(event, opened));
      if (text !== undefined) return { state: 'opened', text };
    }
    return { state: erased ? 'erased' : 'sealed' };
  }
}
