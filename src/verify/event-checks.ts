import type { Visibility } from '../../events/fields.ts';
import { Accounting, type DigestCounts } from './accounting.ts';
import { type ActCounts, Authority } from './authority.ts';
import type { DisclosureLines } from './disclosure-lines.ts';
import { Erasures } from './erasures.ts';
import type { Findings, Where } from './finding.ts';
import { FrameworkVersions } from './frameworks.ts';
import { frameOf, readEntry } from './leaf.ts';
import { LedgerFacts } from './ledger-facts.ts';
import { checkOpening, isOpening } from './openings.ts';
import { Order } from './order.ts';
import { SeenDigests } from './seen-digests.ts';
import { SeenEvents } from './seen-events.ts';

/** What the entries say, checked one by one in ledger order. */
export class EventChecks {
  readonly ledger: LedgerFacts;
  readonly #audience: Visibility | null;
  readonly #findings: Findings;
  readonly #lines: DisclosureLines | null;
  readonly #events = new SeenEvents();
  readonly #digests = new SeenDigests();
  readonly #order: Order;
  readonly #accounting: Accounting;
  readonly #erasures: Erasures;
  readonly #frameworks: FrameworkVersions;
  readonly #authority: Authority;

  /** `audience` and `lines`: what the export opens; without a manifest nobody knows, and nothing is accounted for. */
  constructor(audience: Visibility | null, lines: DisclosureLines | null, findings: Findings) {
    this.#audience = audience;
    this.#findings = findings;
    this.#lines = audience === null ? null : lines;
    this.ledger = new LedgerFacts(findings);
    this.#order = new Order(this.#events, findings);
    this.#accounting = new Accounting(audience, this.#digests, this.#events, findings);
    this.#erasures = new Erasures(this.#accounting, findings);
    this.#frameworks = new FrameworkVersions(findings);
    this.#authority = new Authority(findings);
  }

  /** Before the entries below `end` are given. */
  async prepare(end: number): Promise<void> {
    await this.#lines?.readUpTo(end);
  }

  entry(index: number, bytes: Uint8Array, place: Where): void {
    const event = readEntry(bytes, place, this.#findings);
    const lines = this.#lines?.take(index) ?? [];
    const frame = event ?? frameOf(bytes);
    const where = frame === null ? place : { ...place, event: frame.id };
    if (frame !== null) this.#order.entry(index, frame, event, where);
    this.ledger.entry(event, index, where);
    if (event === null) return;
    const revealed = this.#accounting.entry({ index, event, where }, lines);
    if (isOpening(event)) checkOpening({ index, event, where }, this.#digests, this.#events, this.#findings);
    this.#erasures.entry(event, index, where);
    this.#frameworks.entry(event, where);
    this.#authority.entry(revealed, where);
  }

  async end(): Promise<{ readonly digests: DigestCounts; readonly acts: ActCounts }> {
    // Read to its end for the file's own digest; all lines of entries that are there have been taken.
    await this.#lines?.readUpTo(Number.POSITIVE_INFINITY);
    this.#erasures.end();
    this.#frameworks.end();
    const digests = this.#accounting.end();
    if (this.#audience === 'auditors')
      this.#authority.requireLinks((stream) => this.#digests.isGoneIn(stream));
    return { digests, acts: this.#authority.counts };
  }
}
