/** What an export proves, part by part: each is proved where none of its findings is a failure. */
export const claims = [
  'signed',
  'witnessed',
  'files',
  'tree',
  'since',
  'events',
  'order',
  'clock',
  'references',
  'openings',
  'accounting',
  'erasures',
  'authority',
  'access',
] as const;
export type Claim = (typeof claims)[number];

/** `failure`: what is there is not what was recorded, or cannot be believed. `note`: for a person to know. */
export type Severity = 'failure' | 'note';

const failure = (claim: Claim) => ({ severity: 'failure', claim }) as const;
const note = (claim: Claim) => ({ severity: 'note', claim }) as const;

/** Every finding that there is, by a code that does not change. */
export const findingCodes = {
  'checkpoint-missing': failure('signed'),
  'checkpoint-invalid': failure('signed'),
  'checkpoint-unsigned': failure('signed'),
  'origin-differs': failure('signed'),
  'key-not-active': failure('signed'),
  'key-not-signing': note('signed'),
  'keys-differ': failure('signed'),
  'log-continues': note('signed'),
  'witness-quorum': failure('witnessed'),
  'manifest-missing': failure('files'),
  'manifest-invalid': failure('files'),
  'manifest-differs': failure('files'),
  'file-missing': failure('files'),
  'file-unexpected': failure('files'),
  'file-unlisted': failure('files'),
  'file-changed': failure('files'),
  'bundle-invalid': failure('tree'),
  'tile-differs': failure('tree'),
  'root-differs': failure('tree'),
  'since-invalid': failure('since'),
  'since-newer': failure('since'),
  'since-differs': failure('since'),
  'event-not-canonical': failure('events'),
  'event-invalid': failure('events'),
  'event-newer': failure('events'),
  'first-event': failure('order'),
  'ledger-differs': failure('order'),
  'revision-wrong': failure('order'),
  'event-id-repeated': failure('order'),
  'event-id-wrong': failure('order'),
  'append-differs': failure('order'),
  'clock-back': failure('clock'),
  'clock-behind': note('clock'),
  'basis-directory': failure('references'),
  'exported-head': failure('references'),
  'framework-unknown': failure('references'),
  'framework-hash': failure('references'),
  'opening-unfounded': failure('openings'),
  'opening-repeated': failure('openings'),
  'digest-repeated': failure('accounting'),
  'disclosure-invalid': failure('accounting'),
  'disclosure-mismatch': failure('accounting'),
  'disclosure-misplaced': failure('accounting'),
  'disclosure-beyond-audience': failure('accounting'),
  'disclosure-out-of-order': failure('accounting'),
  'disclosure-unknown': failure('accounting'),
  'disclosure-missing': failure('accounting'),
  'counts-differ': failure('accounting'),
  'erasure-unfounded': failure('erasures'),
  'erasure-opened': failure('erasures'),
  'erasure-unfinished': note('erasures'),
  'role-not-held': failure('authority'),
  'role-not-accepted': failure('authority'),
  'person-unknown': failure('authority'),
  'link-differs': failure('authority'),
  'person-unlinked': failure('authority'),
  'access-missing': failure('access'),
  'access-differs': failure('access'),
  'access-order': failure('access'),
} as const satisfies Readonly<Record<string, { readonly severity: Severity; readonly claim: Claim }>>;
export type FindingCode = keyof typeof findingCodes;

/** Where to look. */
export interface Where {
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
  /** In bytes from the beginning of the file. */
  readonly offset?: number;
  /** Leaf index. */
  readonly index?: number;
  /** Event id. */
  readonly event?: string;
}

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly claim: Claim;
  readonly message: string;
  readonly where: Where;
}

/** How many of one kind are listed; all are counted. */
const listed = 20;

/** Collects findings in bounded memory. */
export class Findings {
  readonly #findings: Finding[] = [];
  readonly #counts = new Map<FindingCode, number>();

  add(code: FindingCode, message: string, where: Where = {}): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count <= listed) this.#findings.push({ code, ...findingCodes[code], message, where });
  }

  get list(): readonly Finding[] {
    return this.#findings;
  }

  /** How many there are of each kind, listed or not. */
  get counts(): ReadonlyMap<FindingCode, number> {
    return this.#counts;
  }

  failed(claim: Claim): boolean {
    return [...this.#counts.keys()].some(
      (code) => findingCodes[code].claim === claim && findingCodes[code].severity === 'failure',
    );
  }
}
