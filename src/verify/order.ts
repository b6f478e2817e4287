import { canonical } from '../../events/canonical.ts';
import { eventId } from '../../events/derived-ids.ts';
import type { Envelope } from '../../events/envelope.ts';
import { toJson } from '../../events/json.ts';
import { directoryStream } from '../../events/stream.ts';
import { millisOf } from '../../events/time.ts';
import type { Findings, Where } from './finding.ts';
import type { Frame } from './leaf.ts';
import type { SeenEvents } from './seen-events.ts';

/** An event that lies further behind the ledger clock is reported (DESIGN §5.6). */
const behindMs = 5_000;

interface Stream {
  revision: number;
  recordedAt: string;
}

/** One append: consecutive entries of one command in one stream. */
interface Append {
  readonly stream: string;
  readonly command: string;
  /** Revision of the stream before it. */
  readonly after: number;
  /** Its newest event that is understood. */
  event: Envelope | null;
  length: number;
}

/**
 * The order of the log: revisions dense in each stream; ids that occur once and follow from command, stream and place in
 * the append; events of one append that agree on who, when and on which basis; times that never go back in a stream; a
 * `basis.directory` that lies before the event.
 */
export class Order {
  readonly #seen: SeenEvents;
  readonly #findings: Findings;
  readonly #streams = new Map<string, Stream>();
  #append: Append | null = null;
  #clock = '';

  constructor(seen: SeenEvents, findings: Findings) {
    this.#seen = seen;
    this.#findings = findings;
  }

  /** `event` is null for an entry that is not understood. */
  entry(index: number, frame: Frame, event: Envelope | null, where: Where): void {
    const { id, stream, revision, recordedAt, command } = frame;
    if (!this.#seen.add(id, index))
      this.#findings.add('event-id-repeated', `the id ${id} has been used by an earlier event`, where);
    const known = this.#streams.get(stream) ?? { revision: -1, recordedAt: '' };
    if (revision !== known.revision + 1)
      this.#findings.add(
        'revision-wrong',
        `it is revision ${revision} of ${stream}, and ${known.revision + 1} is next: an event is missing, moved or put in`,
        where,
      );
    const append = this.#appendOf(frame, event, known.revision, where);
    const expected = eventId(command, stream, append.length - 1);
    if (id !== expected)
      this.#findings.add(
        'event-id-wrong',
        `its id is ${id}; by its command, stream and place in the append it is ${expected}`,
        where,
      );
    this.#time(recordedAt, known.recordedAt, stream, where);
    if (event !== null) this.#basis(event, append, where);
    this.#streams.set(stream, { revision, recordedAt });
  }

  #appendOf(frame: Frame, event: Envelope | null, after: number, where: Where): Append {
    const { stream, command } = frame;
    const last = this.#append;
    if (last?.stream !== stream || last.command !== command) {
      this.#append = { stream, command, after, event, length: 1 };
      return this.#append;
    }
    last.length += 1;
    if (event !== null && last.event !== null && sharedBy(event) !== sharedBy(last.event))
      this.#findings.add(
        'append-differs',
        'it was appended together with the event before it, and they differ in actor, time, basis or cause',
        where,
      );
    last.event = event ?? last.event;
    return last;
  }

  #time(recordedAt: string, before: string, stream: string, where: Where): void {
    if (recordedAt < before)
      this.#findings.add(
        'clock-back',
        `it is of ${recordedAt}, and ${stream} was at ${before} already`,
        where,
      );
    if (recordedAt >= this.#clock) {
      this.#clock = recordedAt;
      return;
    }
    const behind = millisOf(this.#clock) - millisOf(recordedAt);
    if (behind > behindMs)
      this.#findings.add(
        'clock-behind',
        `it is of ${recordedAt}, ${Math.round(behind / 1000)} s behind the ledger clock, ${this.#clock}`,
        where,
      );
  }

  #basis({ stream, basis: { directory } }: Envelope, { after }: Append, where: Where): void {
    const last = this.#streams.get(directoryStream)?.revision ?? -1;
    const given = directory ?? -1;
    if (stream === directoryStream && given !== after)
      this.#findings.add(
        'basis-directory',
        `it rests on revision ${directory} of the directory, and was appended behind revision ${after}`,
        where,
      );
    if (given > last)
      this.#findings.add(
        'basis-directory',
        `it rests on revision ${directory} of the directory, which was at ${last} then`,
        where,
      );
  }
}

const sharedBy = ({
  recordedAt,
  occurred,
  actor,
  basis,
  correlation,
  causation,
  imported,
}: Envelope): string =>
  canonical(toJson([recordedAt, occurred ?? null, actor, basis, correlation, causation, imported ?? null]));
