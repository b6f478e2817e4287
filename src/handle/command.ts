import type { EventType } from '../../events/catalogue.ts';
import type { Via } from '../../events/envelope.ts';
import {
  directoryStream,
  erasureStream,
  frameworkStream,
  ledgerStream,
  reportStream,
  type StreamKind,
  submissionStream,
} from '../../events/stream.ts';
import type { Occurred } from '../../events/time.ts';
import type { Asked } from '../commands/catalogue.ts';
import type { Position } from '../store/event-store.ts';

/** What an importer says of an act beside its own fields. */
export interface ImportedAct {
  readonly source: string;
  /** The capacity in which the source says the person acted. */
  readonly as?: string;
  readonly occurred?: Occurred;
  /** Directory id of who imports: the actor of the event. */
  readonly importer: string;
  /** The id of what the act creates inside a sealed field, so that later acts of the source can refer to it. */
  readonly sealedId: string;
}

/** A command as an edge hands it over: checked, with its id and its author. One command, one stream, one append. */
export interface Command {
  /** A UUID; sent again, it acts once (DESIGN §5.5). */
  readonly id: string;
  readonly asked: Asked;
  /** The submission's or the erasure's id, or the framework's key; '' for the ledger and the directory. */
  readonly subject: string;
  /** Directory id of whose act it is; null for the system, and for an imported act of nobody known. */
  readonly actor: string | null;
  readonly via: Via;
  /** The instant it is judged by; the handler's clock where it is left out. */
  readonly at?: string;
  readonly imported?: ImportedAct;
  /** The revision that the caller saw: a stream that has gone on refuses with `revision-conflict`. */
  readonly ifRevision?: number;
  readonly correlation?: string;
  readonly causation?: string;
}

export interface AcceptedEvent {
  readonly id: string;
  readonly type: EventType;
  readonly revision: number;
}

/** The answer to a command, the same one when it is sent again. */
export interface Accepted {
  readonly stream: string;
  readonly events: readonly AcceptedEvent[];
  readonly recordedAt: string;
  /** Of the last event. */
  readonly position: Position;
  /** Rules that an imported act broke; none for a native one. */
  readonly broke: readonly string[];
  /** True when the command had been recorded before. */
  readonly replayed: boolean;
}

export function streamOf(kind: StreamKind, subject: string): string {
  switch (kind) {
    case 'ledger':
      return ledgerStream;
    case 'directory':
      return directoryStream;
    case 'framework':
      return frameworkStream(subject);
    case 'submission':
      return submissionStream(subject);
    case 'report':
      return reportStream(subject);
    case 'erasure':
      return erasureStream(subject);
    default:
      return kind satisfies never;
  }
}
