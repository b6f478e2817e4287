import { canonical } from '../../events/canonical.ts';
import type { RecordedEvent } from '../../events/decode.ts';
import { LedgerError } from '../../events/errors.ts';
import { secrecy, type Visibility } from '../../events/fields.ts';
import { digestsOf } from '../../events/reveal.ts';
import { openedOf } from '../backup/account.ts';
import type { Vault } from '../vault/vault.ts';
import type { DigestCounts } from '../verify/accounting.ts';
import { ByteTable, digestBytes } from '../verify/byte-table.ts';
import type { OpenFile } from './folder-writer.ts';
import type { Survey } from './survey.ts';

/** Digests opened together: few turns, and never many texts in memory. */
const digestsAtOnce = 1_000;

/** A text that belongs into an export and is not in it: the vault has lost it, or erased it without an event. */
export interface LeftOut {
  readonly digest: string;
  /** Leaf index of the first event where it stands. */
  readonly index: number;
  readonly state: 'missing' | 'damaged' | 'erased';
}

export interface DisclosureWriterOptions {
  readonly file: OpenFile;
  readonly vault: Pick<Vault, 'open'>;
  readonly audience: Visibility;
  readonly survey: Pick<Survey, 'erased' | 'erasedSince'>;
}

const mostNamed = 20;

/** Writes what an audience may open, one line per digest, in the order in which the digests first stand in the log. */
export class DisclosureWriter {
  readonly #options: DisclosureWriterOptions;
  readonly #seen = new ByteTable(32);
  readonly #counts = { digests: 0, opened: 0, erased: 0, withheld: 0 };
  readonly #leftOut: LeftOut[] = [];
  #leftOutCount = 0;
  #waiting = new Map<string, number>();

  constructor(options: DisclosureWriterOptions) {
    this.#options = options;
  }

  /** Each digest counts once; those of one event in the order of `digestsOf`. */
  get counts(): DigestCounts {
    return { ...this.#counts };
  }

  get leftOutCount(): number {
    return this.#leftOutCount;
  }

  /** The first of each state. */
  get leftOut(): readonly LeftOut[] {
    return this.#leftOut;
  }

  /** @throws LedgerError `disclosure-missing` for a text that was erased behind the head that is exported */
  async take(event: RecordedEvent, index: number): Promise<void> {
    const { audience, survey } = this.#options;
    for (const each of digestsOf(event)) {
      if (!this.#seen.add(digestBytes(each.digest))) continue;
      this.#counts.digests += 1;
      // What is kept for the custodian is more secret than every audience.
      if (secrecy(each.audience) > secrecy(audience)) this.#counts.withheld += 1;
      else if (survey.erased.has(each.digest)) this.#counts.erased += 1;
      else {
        const by = survey.erasedSince.get(each.digest);
        if (by !== undefined) throw erasedSince(each.digest, index, by);
        this.#waiting.set(each.digest, index);
      }
    }
    if (this.#waiting.size >= digestsAtOnce) await this.#write();
  }

  async finish(): Promise<void> {
    await this.#write();
    await this.#options.file.end();
  }

  async #write(): Promise<void> {
    const { file, vault } = this.#options;
    const waiting = this.#waiting;
    this.#waiting = new Map();
    const opened = await openedOf(vault, new Set(waiting.keys()));
    let lines = '';
    for (const [digest, index] of waiting) {
      const found = opened.get(digest) ?? null;
      if (found?.state === 'opened') {
        const { disclosure } = found.disclosure;
        lines += `${canonical({ digest, disclosure, index })}\n`;
        this.#counts.opened += 1;
      } else {
        this.#leaveOut({ digest, index, state: found?.state ?? 'damaged' });
      }
    }
    if (lines !== '') await file.write(lines);
  }

  #leaveOut(one: LeftOut): void {
    this.#leftOutCount += 1;
    if (this.#leftOut.filter(({ state }) => state === one.state).length < mostNamed) this.#leftOut.push(one);
  }
}

export const erasedSince = (digest: string, index: number, by: number): LedgerError<'disclosure-missing'> =>
  new LedgerError(
    'disclosure-missing',
    `a text of the event at index ${index} was erased by the event at index ${by}, behind the head that is to be exported; export at a head of ${by + 1} events or more`,
    { digest },
  );
