import type { RecordedEvent } from '../../events/decode.ts';
import { decodeDisclosure, digestOf } from '../../events/disclosure.ts';
import { isLedgerError } from '../../events/errors.ts';
import { type Audience, secrecy, type Visibility } from '../../events/fields.ts';
import { digestsOf, reveal } from '../../events/reveal.ts';
import { exportNames } from '../ledger-export/export-manifest.ts';
import type { NumberedLine } from './disclosure-lines.ts';
import type { Findings, Where } from './finding.ts';
import type { Leaf } from './leaf.ts';
import type { SeenDigests } from './seen-digests.ts';
import type { SeenEvents } from './seen-events.ts';

export interface DigestCounts {
  readonly digests: number;
  readonly opened: number;
  readonly erased: number;
  readonly withheld: number;
}

/**
 * Every digest of the log at the export's audience: opened by a disclosure that hashes to it and fits its place, erased by
 * an event that names it, or withheld because it is for a more secret audience. Anything else is a finding.
 */
export class Accounting {
  readonly #audience: Visibility | null;
  readonly #digests: SeenDigests;
  readonly #events: SeenEvents;
  readonly #findings: Findings;

  /** Without an audience nothing is due: every digest counts as withheld. */
  constructor(audience: Visibility | null, digests: SeenDigests, events: SeenEvents, findings: Findings) {
    this.#audience = audience;
    this.#digests = digests;
    this.#events = events;
    this.#findings = findings;
  }

  /** The event with what `lines` open of it in its places. */
  entry({ index, event, where }: Leaf, lines: readonly NumberedLine[]): RecordedEvent {
    const fields = fieldsByDigest(event);
    const due: string[] = [];
    for (const { digest, audience } of digestsOf(event)) {
      const place = { stream: event.stream, field: fields.get(digest) ?? '', audience };
      const known = this.#digests.find(digest);
      if (known < 0) {
        this.#digests.add(digest, index, place, this.#includes(audience) ? 'missing' : 'withheld');
        due.push(digest);
      } else if (place.field === '' || !this.#digests.stands(known, place)) {
        this.#findings.add(
          'digest-repeated',
          `the digest ${digest} stands in entry ${this.#digests.firstIndex(known)} already; only an unchanged field of the same submission may stand again`,
          where,
        );
      }
    }
    const opened = this.#openedBy(lines, due);
    return this.#reveal(event, opened, where);
  }

  #openedBy(lines: readonly NumberedLine[], due: readonly string[]): Map<string, string> {
    const opened = new Map<string, string>();
    let reached = 0;
    for (const { line, digest, disclosure, index } of lines) {
      const where = { path: exportNames.disclosures, line, index };
      const at = due.indexOf(digest, reached);
      const ordinal = this.#digests.find(digest);
      if (at < 0) {
        const here = due.includes(digest);
        this.#findings.add(
          here || ordinal >= 0 ? 'disclosure-out-of-order' : 'disclosure-unknown',
          here || ordinal >= 0
            ? `line ${line} opens ${digest} out of its order, or once more`
            : `line ${line} opens ${digest}, which stands nowhere in entry ${index}`,
          where,
        );
        continue;
      }
      reached = at + 1;
      if (this.#digests.state(ordinal) === 'withheld') {
        this.#findings.add(
          'disclosure-beyond-audience',
          `line ${line} opens ${digest}, which is for ${this.#digests.audience(ordinal)}; the export is for ${this.#audience}`,
          where,
        );
      } else if (digestOf(disclosure) !== digest) {
        this.#findings.add(
          'disclosure-mismatch',
          `line ${line} does not hash to its digest ${digest}: it was changed`,
          where,
        );
      } else {
        this.#digests.setState(ordinal, 'opened');
        opened.set(digest, disclosure);
      }
    }
    return opened;
  }

  /** Each alone where they do not fit together, so that the finding names the one that does not. */
  #reveal(event: RecordedEvent, opened: ReadonlyMap<string, string>, where: Where): RecordedEvent {
    try {
      return reveal(event, opened);
    } catch (error) {
      if (!isLedgerError(error)) throw error;
      const misplaced = [...opened.keys()].find((digest) => !fitsAlone(event, digest, opened));
      const which = misplaced === undefined ? '' : ` (${misplaced}, named ${nameIn(opened.get(misplaced))})`;
      this.#findings.add('disclosure-misplaced', `${error.message}${which}`, where);
      return event;
    }
  }

  /** What the log says is erased; `index` is the event that says so. */
  erased(digest: string, where: Where): void {
    const ordinal = this.#digests.find(digest);
    if (ordinal < 0) {
      this.#findings.add(
        'erasure-unfounded',
        `it says that ${digest} is erased, which stands in no event before it`,
        where,
      );
    } else if (this.#digests.state(ordinal) === 'opened') {
      this.#findings.add(
        'erasure-opened',
        `it says that ${digest} of entry ${this.#digests.firstIndex(ordinal)} is erased, and the export opens it`,
        where,
      );
    } else if (this.#digests.state(ordinal) === 'missing') this.#digests.setState(ordinal, 'erased');
  }

  end(): DigestCounts {
    const counts = { opened: 0, erased: 0, withheld: 0, missing: 0 };
    for (let ordinal = 0; ordinal < this.#digests.size; ordinal += 1) {
      const state = this.#digests.state(ordinal);
      counts[state] += 1;
      if (state === 'erased' || state === 'missing') this.#digests.setGone(ordinal);
      if (state !== 'missing') continue;
      const index = this.#digests.firstIndex(ordinal);
      const event = this.#events.idAt(index);
      this.#findings.add(
        'disclosure-missing',
        `${this.#digests.digest(ordinal)} of entry ${index} is for ${this.#digests.audience(ordinal)}: the export, for ${this.#audience}, does not open it, and no event says that it is erased`,
        { index, ...(event === '' ? {} : { event }) },
      );
    }
    const { opened, erased, withheld } = counts;
    return { digests: this.#digests.size, opened, erased, withheld };
  }

  #includes(audience: Audience): boolean {
    return this.#audience !== null && secrecy(audience) <= secrecy(this.#audience);
  }
}

function fieldsByDigest({ data }: RecordedEvent): ReadonlyMap<string, string> {
  if (!('fields' in data)) return new Map();
  return new Map(
    Object.entries(data.fields).flatMap(([name, { digest }]) =>
      digest === undefined ? [] : [[digest, name]],
    ),
  );
}

function fitsAlone(event: RecordedEvent, digest: string, opened: ReadonlyMap<string, string>): boolean {
  try {
    reveal(event, new Map([[digest, opened.get(digest) ?? '']]));
    return true;
  } catch {
    return false;
  }
}

function nameIn(disclosure = ''): string {
  try {
    return decodeDisclosure(disclosure).name;
  } catch {
    return 'nothing';
  }
}
