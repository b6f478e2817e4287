import type { RecordedEvent } from '../../events/decode.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { digestsOf } from '../../events/reveal.ts';
import { isOfKind } from '../../events/stream.ts';
import type { Disclosure } from '../vault/vault.ts';

const linkTo = 'links.';

/**
 * Files the disclosures of an export as they were once filed: under who wrote them and whom they are about, so that
 * what is held about a person is found. Who a pseudonym is, only an export for auditors says; without it the texts of
 * submissions are filed under nobody.
 */
export class Filing {
  /** Directory ids by pseudonym. Each pseudonym is of one submission. */
  readonly #people = new Map<string, string>();

  /** What `opened` (digest → disclosure) opens in this event. Events come in ledger order. */
  file(event: RecordedEvent, opened: ReadonlyMap<string, string>): Disclosure[] {
    if (opened.size === 0) return [];
    const found = digestsOf(event).flatMap(({ digest, audience }) => {
      const disclosure = opened.get(digest);
      if (disclosure === undefined) return [];
      const { name, value } = decodeDisclosure(disclosure);
      if (name.startsWith(linkTo) && typeof value === 'string')
        this.#people.set(name.slice(linkTo.length), value);
      return [{ digest, disclosure, audience, name }];
    });
    const { stream } = event;
    const author = this.#authorOf(event);
    return found.map((each) => ({ ...each, stream, author, about: this.#aboutWhom(each.name, event) }));
  }

  #authorOf({ stream, actor }: RecordedEvent): string {
    if (actor.via === 'system') return '';
    return isOfKind(stream, 'submission') ? (this.#people.get(actor.person) ?? '') : actor.person;
  }

  #aboutWhom(name: string, { data }: RecordedEvent): readonly string[] {
    if (name.startsWith(linkTo)) {
      const person = this.#people.get(name.slice(linkTo.length));
      return person === undefined ? [] : [person];
    }
    return 'person' in data && data.person !== undefined ? [data.person] : [];
  }
}
