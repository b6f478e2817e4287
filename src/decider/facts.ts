import type { z } from 'zod';
import type { EventType } from '../../events/catalogue.ts';
import type { PersonKind } from '../../events/directory.ts';
import type { Via } from '../../events/envelope.ts';
import type { Visibility } from '../../events/fields.ts';
import type { Role } from '../../events/ids.ts';
import type { Occurred } from '../../events/time.ts';
import type { CaseEnd } from '../../projections/case-end.ts';
import type { DirectoryState } from '../../projections/directory.ts';
import type { ErasureState } from '../../projections/erasures.ts';
import type { FrameworkState } from '../../projections/framework-versions.ts';
import type { HoldsState } from '../../projections/holds.ts';
import type { LogState } from '../../projections/log-keys.ts';

/** A person as the rules see them: directory id, the pseudonym in this stream, standing at `basis.directory`. */
export interface PersonFacts {
  readonly person: string;
  /** Equal to `person` outside a submission's stream. */
  readonly pseudonym: string;
  readonly kind: z.infer<typeof PersonKind>;
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
}

/** An earlier event of the same stream. */
export interface EntryFact {
  readonly id: string;
  readonly type: EventType;
  readonly revision: number;
  /** Whose act it was (pseudonym or directory id); null where imported history does not say. */
  readonly by: string | null;
  /** For a comment: the first of its thread. */
  readonly thread: string | null;
  /** The audience to which the entry itself narrowed what it says; null where its schema alone decides. */
  readonly visibility: Visibility | null;
}

/** The two whom `LedgerOpened` names: they register each other and hold the first two roles. */
export interface Founders {
  readonly administrator: string;
  readonly registrar: string;
}

/** What holds and erasures are decided on. */
export interface ErasingFacts {
  readonly holds: HoldsState;
  /** Of the stream that the command is for; empty for one on the ledger's own. */
  readonly erasure: ErasureState;
  /** What the selection names and nobody has on record. */
  readonly unknown: readonly { readonly field: string; readonly id: string }[];
  /** What the selection would erase. */
  readonly covered: {
    readonly digests: number;
    readonly submissions: readonly {
      readonly submission: string;
      /** Some of it is a rule field of a review that is open. */
      readonly isNeeded: boolean;
      readonly end: CaseEnd | null;
    }[];
    /** A standing hold that covers some of it. */
    readonly hold: string | null;
  };
}

/** What `decide` knows beside the stream's own state: the state of other streams, read by the handler, never from views. */
export interface Facts {
  readonly directory: DirectoryState;
  /**
   * Whose act it is. Null for the system, and for an imported act whose person the source does not name; with
   * `record-refusal`, the system's own act, it is the person who was refused.
   */
  readonly actor: PersonFacts | null;
  /** Everyone whom the command names, by directory id. Registered people only; decide refuses the others. */
  readonly people: ReadonlyMap<string, PersonFacts>;
  /**
   * Whether the person behind a pseudonym of this submission is a member of the team now. Asked of seat holders, whom no
   * command names.
   */
  readonly belongs: (pseudonym: string, team: string) => boolean;
  /** The framework of the submission, or that of the framework stream itself. */
  readonly frameworks: FrameworkState;
  readonly entry: (id: string) => EntryFact | undefined;
  /** The salt under which an act's rule field is sealed: it goes into the log when the act is opened. */
  readonly ruleSalt: (event: string) => string | undefined;
  /** Open panels on which a person sits, for changes of roles and teams (SOD-7). */
  readonly openSeats: (person: string) => number;
  /** Null while the ledger is not open. Needed for acts on the ledger and directory streams. */
  readonly founders: Founders | null;
  /** The log's names, keys, sealed days and exports. Known for acts on the ledger stream alone. */
  readonly log: LogState;
  /** Null for commands that neither hold nor erase. */
  readonly erasing: ErasingFacts | null;
}

/** The circumstances of one command: made at the edge, so that a replay decides the same. */
export interface Circumstances {
  /** The command's UUID; ids of what it creates derive from it. */
  readonly command: string;
  /** The id of what it creates inside a sealed field; nobody can derive it from `command`. */
  readonly sealedId: string;
  /** The instant it is judged by. */
  readonly at: string;
  readonly via: Via;
  /** The submission, framework key or '' that the stream is named for. */
  readonly subject: string;
  /** Set in imported mode: governance rules are evaluated and noted, but do not refuse. */
  readonly imported: { readonly source: string; readonly as?: string; readonly occurred?: Occurred } | null;
}
