import { inWords, type Shown } from '../members/names.ts';
import type { ShownPerson } from '../members/people-of.ts';
import { inOneLine } from './printable.ts';

/** Who a pseudonym is to whoever reads: by name, by what they are in the case, or by its beginning. */
export class PeopleInWords {
  readonly #people: ReadonlyMap<string, ShownPerson>;

  constructor(people: readonly ShownPerson[]) {
    this.#people = new Map(people.map((each) => [each.pseudonym, each]));
  }

  of = (pseudonym: string | null): string => {
    if (pseudonym === null) return '';
    const found = this.#people.get(pseudonym);
    if (found === undefined) return pseudonym.slice(0, 8);
    if (found.name.state === 'sealed' && found.is.length > 0) return found.is.join(', ');
    return inOneLine(inWords(found.name));
  };

  /** As a name that stands in a text. */
  shown = (pseudonym: string): Shown | undefined =>
    this.#people.has(pseudonym) ? { state: 'opened', text: this.of(pseudonym) } : undefined;
}
