import type { RecordedEvent } from '../../events/decode.ts';
import { ByteTable, Column, uuidBytes, uuidOf } from './byte-table.ts';
import type { Findings, Where } from './finding.ts';

/** Whose pseudonym is whose, as far as the export opens it. A pseudonym belongs to one submission, and to one person. */
export class Links {
  readonly #findings: Findings;
  readonly #pseudonyms = new ByteTable(16);
  readonly #people = new ByteTable(16);
  readonly #personOf = new Column();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** `event` has what the export opens of it in its places. */
  entry({ data }: RecordedEvent, knew: (person: string) => boolean, where: Where): void {
    if (!('links' in data)) return;
    for (const [pseudonym, person] of Object.entries(data.links ?? {})) {
      if (!knew(person))
        this.#findings.add(
          'person-unknown',
          `it links ${pseudonym} to person ${person}, whom the directory does not hold then`,
          where,
        );
      const ordinal = this.#pseudonyms.size;
      if (!this.#pseudonyms.add(uuidBytes(pseudonym))) {
        this.#findings.add('link-differs', `it links ${pseudonym}, which was linked before`, where);
        continue;
      }
      const key = uuidBytes(person);
      this.#people.add(key);
      this.#personOf.set(ordinal, this.#people.find(key));
    }
  }

  /** The directory id behind a pseudonym; null where the export does not open it. */
  personBehind(pseudonym: string): string | null {
    const ordinal = this.#pseudonyms.find(uuidBytes(pseudonym));
    return ordinal < 0 ? null : uuidOf(this.#people.key(this.#personOf.get(ordinal)));
  }
}
