import { createHash } from 'node:crypto';
import { lowerBound } from '../../events/time.ts';
import type { Act } from './history.ts';
import type { Line } from './lines.ts';
import { type Fault, parseAct } from './parse-act.ts';
import { mapReferences, type Referring } from './references.ts';

/** A fault with the place where it stands. */
export interface Finding extends Fault {
  readonly file: string;
  readonly line: number;
}

/** What the ledger holds already, as far as a history may lean on it. */
export interface Standing {
  /** The instant of the import: nothing in a history can have happened after it. */
  readonly now: string;
  readonly hasFramework: (key: string) => boolean;
}

/** A submission as far as later acts can name its parts. */
interface Submission {
  readonly number: number;
  seats: ReadonlySet<string>;
}

/**
 * Checks a history line by line, in order: each act by itself, that its key is new, and that what it refers to stands
 * before it. Of each key it keeps a few bytes, so that memory stays small at any length.
 */
export class HistoryChecker {
  readonly #standing: Standing;
  /** An act's key, short → its submission and name, packed. */
  readonly #acts = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #people = new Set<string>();
  readonly #frameworks = new Set<string>();
  readonly #submissions = new Map<string, Submission>();

  constructor(standing: Standing) {
    this.#standing = standing;
  }

  /** The act of a line, or what is wrong with it. */
  check(
    line: Line,
  ): { readonly act: Act; readonly faults: readonly [] } | { readonly faults: readonly Fault[] } {
    const parsed = parseAct(line);
    if (!('act' in parsed)) return parsed;
    const { act } = parsed;
    const faults = this.#checked(act);
    return faults.length === 0 ? { act, faults: [] } : { faults };
  }

  #checked(act: Act): readonly Fault[] {
    const { frame, spec } = act;
    const faults: Fault[] = [];
    const add = (field: string, rule: string, message: string): void => {
      faults.push({ field, rule, message });
    };
    const from = frame.at === undefined ? null : lowerBound(frame.at);
    if (from !== null && from > this.#standing.now)
      add('at', 'future', 'what has not happened cannot be imported');
    const submission = this.#subjectOf(act, add);
    const note = (referring: Referring): string => {
      const fault = this.#unresolved(referring, submission);
      if (fault !== null) add(referring.field, 'reference', fault);
      return referring.key;
    };
    mapReferences(spec.references, { ...act.fields, by: frame.by }, note);
    this.#seatOf(act, submission, add);
    if (this.#acts.has(shortOf(frame.key))) add('key', 'key-used', 'another act of the history has this key');
    this.#remember(act, submission);
    return faults;
  }

  #subjectOf({ frame, fields, spec }: Act, add: Add): Submission | null {
    if (frame.submission === undefined) return null;
    const short = shortOf(frame.submission);
    const known = this.#submissions.get(short);
    if (spec.name !== 'receive-submission') {
      if (known === undefined) add('submission', 'reference', 'no receive-submission of it stands before');
      return known ?? null;
    }
    const framework = String(fields['framework']);
    if (!this.#frameworks.has(framework) && !this.#standing.hasFramework(framework)) {
      add(
        'framework',
        'reference',
        'no framework act before publishes it, and the ledger has none of this key',
      );
    }
    if (known !== undefined) {
      add('submission', 'received-before', 'another receive-submission of it stands before');
      return known;
    }
    const received: Submission = { number: this.#submissions.size, seats: new Set() };
    this.#submissions.set(short, received);
    return received;
  }

  #unresolved({ reference, key, beside }: Referring, own: Submission | null): string | null {
    if (reference.to === 'person') {
      return this.#people.has(shortOf(key)) ? null : 'no person act of this key stands before';
    }
    const packed = this.#acts.get(shortOf(key));
    const submission = reference.to === 'successor' ? this.#besideOf(beside) : own;
    const isThere = packed !== undefined && submission !== null && packed % 2 ** 32 === submission.number;
    const name = isThere ? (this.#names[Math.floor(packed / 2 ** 32)] ?? '') : '';
    if (isThere && (reference.acts === null || reference.acts.includes(name))) return null;
    return `no ${reference.acts?.join(' or ') ?? 'act'} of this key stands before on that submission`;
  }

  #besideOf(beside: unknown): Submission | null {
    if (typeof beside !== 'object' || beside === null || !('submission' in beside)) return null;
    return this.#submissions.get(shortOf(String(beside.submission))) ?? null;
  }

  /** A seat that an act names is one of the panel that sits. */
  #seatOf({ fields, spec }: Act, submission: Submission | null, add: Add): void {
    if (submission === null) return;
    if (spec.name === 'convene-panel') {
      const seats = Array.isArray(fields['seats']) ? fields['seats'] : [];
      const keys = seats.map(({ seat }: { readonly seat: string }) => seat);
      submission.seats = new Set(keys);
      if (submission.seats.size < keys.length) add('seats', 'seat-used', 'two seats have one key');
    }
    if (spec.name === 'dissolve-panel') submission.seats = new Set();
    const seat = fields['seat'];
    if (typeof seat === 'string' && !submission.seats.has(seat)) {
      const seats = [...submission.seats].join(', ');
      add('seat', 'reference', seats === '' ? 'no panel sits' : `the panel's seats are ${seats}`);
    }
  }

  #remember({ frame, fields, spec }: Act, submission: Submission | null): void {
    if (spec.name === 'person') this.#people.add(shortOf(String(fields['person'])));
    if (spec.name === 'framework') this.#frameworks.add(keyOf(fields['definition']));
    let name = this.#names.indexOf(spec.name);
    if (name < 0) name = this.#names.push(spec.name) - 1;
    this.#acts.set(shortOf(frame.key), name * 2 ** 32 + (submission?.number ?? 2 ** 32 - 1));
  }
}

type Add = (field: string, rule: string, message: string) => void;

const keyOf = (definition: unknown): string =>
  typeof definition === 'object' && definition !== null && 'key' in definition ? String(definition.key) : '';

/** What is kept of a key: a long one by 96 bits of its hash, behind a character that no key has. */
const shortOf = (key: string): string =>
  key.length <= 32 ? key : `\0${createHash('sha256').update(key).digest().toString('latin1', 0, 12)}`;

/** How many findings a refusal lists; the rest are counted. */
export const FINDINGS_LIMIT = 20;
