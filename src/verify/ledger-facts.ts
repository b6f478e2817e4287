import type { RecordedEvent } from '../../events/decode.ts';
import { ledgerStream } from '../../events/stream.ts';
import { activeKeys, initialLogState, type LogState, logKeys, originOf } from '../../projections/log-keys.ts';
import type { Findings, Where } from './finding.ts';

/** Under which name and keys the log was published at some size. */
export interface Publisher {
  readonly origin: string;
  /** Verifier keys. */
  readonly keys: readonly string[];
}

/** What the log says of itself: which ledger it is, its names and keys, its sealed days of reads. */
export class LedgerFacts {
  readonly #findings: Findings;
  #state: LogState = initialLogState;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  get state(): LogState {
    return this.#state;
  }

  get publisher(): Publisher {
    return { origin: originOf(this.#state)?.origin ?? '', keys: activeKeys(this.#state) };
  }

  /** `event` is null for an entry that is not understood. */
  entry(event: RecordedEvent | null, index: number, where: Where): void {
    if (index === 0 && event?.type !== 'LedgerOpened')
      this.#findings.add(
        'first-event',
        'the first entry of a ledger is LedgerOpened, and this one is not',
        where,
      );
    switch (event?.type) {
      case 'LedgerOpened':
        this.#opened(event.data, index, where);
        break;
      case 'AccessSealed':
        this.#sealed(event.data, where);
        break;
      case 'LogKeyRetired':
        if (!this.publisher.keys.includes(event.data.key))
          this.#findings.add(
            'keys-differ',
            `it retires ${event.data.key}, which is no key of the log then`,
            where,
          );
        break;
      case 'LogKeyAdded':
      case 'ExportProduced':
        break;
      default:
        return;
    }
    if (event.stream === ledgerStream) this.#state = logKeys.evolve(this.#state, event);
  }

  #opened(
    { ledger, continues }: Extract<RecordedEvent, { type: 'LedgerOpened' }>['data'],
    index: number,
    where: Where,
  ): void {
    const { founded } = this.#state;
    if ((index === 0) !== (founded === null) || (founded !== null && continues === undefined))
      this.#findings.add(
        'first-event',
        'a ledger is opened once, and again only to go on behind a head that it lost',
        where,
      );
    if (founded !== null && founded.ledger !== ledger)
      this.#findings.add('ledger-differs', `it opens ledger ${ledger}, and this is ${founded.ledger}`, where);
    if (continues !== undefined)
      this.#findings.add(
        'log-continues',
        `the log goes on under a new name behind a head of ${continues.origin} that it lost: ${continues.size} entries, root ${continues.root}. Whoever holds that checkpoint can see what is missing`,
        where,
      );
  }

  #sealed({ day, previous }: Extract<RecordedEvent, { type: 'AccessSealed' }>['data'], where: Where): void {
    const last = this.#state.sealedDays.at(-1);
    if (last !== undefined && last.day >= day)
      this.#findings.add('access-order', `it seals ${day}, and ${last.day} is sealed already`, where);
    if (last?.sealed.event !== previous)
      this.#findings.add(
        'access-order',
        `it names ${previous ?? 'none'} as the day sealed before it, and that is ${last?.sealed.event ?? 'none'}`,
        where,
      );
  }
}
