import type { RecordedEvent } from '../../events/decode.ts';

/** What can be found wrong, each by one check. */
export const findingCodes = [
  /** A revision of the stream is missing, or stands twice. */
  'stream-gap',
  /** An event is of an instant before the one that stands before it in its stream. */
  'time-backwards',
  /** The event is the first of its stream to name somebody and holds no sealed link to who that is; or links another. */
  'stranger',
  /** The events of one append differ in what they must share: actor, basis, command, time. */
  'append-differs',
  /** No command causes this event, or none with this data. */
  'unasked',
  /** The act would have come to another event than the one that stands here. */
  'does-not-follow',
  /** The act would have come to one more event. */
  'event-missing',
  /** An open field is not what the act would have come to. */
  'content-differs',
  'role-differs',
  'team-differs',
  /** Framework or version of the basis are not those that the rules use, or the directory revision did not exist yet. */
  'basis-differs',
  /** Rules that an imported act broke are not those that it names. */
  'broke-differs',
  /** Who acted held nothing that permits it. */
  'not-permitted',
  /** By this door the act does not come: the operator judges nothing, the system does only its own acts. */
  'via-not-allowed',
  'separation-of-duties',
  /** Another rule of the act would have refused it; `rule` names it. */
  'rule-broken',
  /** A proposed, computed or due act of the system does not follow from what the stream holds. */
  'system-act',
  'opening-unknown',
  'opening-differs',
  'opening-twice',
  'opening-missing',
  'rules-unknown',
  /** What a framework version holds has another hash than the one it is pinned by. */
  'rules-differ',
  'evaluation-differs',
  'input-missing',
  'input-added',
  'atom-differs',
  'atom-missing',
  'atom-added',
  'result-differs',
  'outcome-not-allowed',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** Why something of an act could not be checked from what was given. */
export const doubts = {
  'actor-unlinked':
    'who acted is a pseudonym that no given link unmasks: role and team are taken as the event says them',
  'people-unlinked':
    'the act names pseudonyms, or depends on teams of seat holders, that no given link unmasks',
  'open-seats-unlinked': 'who sits on the panels open then is not all unmasked, so SOD-7 is not settled',
  'panels-moved': 'a panel changed within seconds of the act: which of the two it saw the log cannot say',
  sealed: 'what it says is sealed and was never opened in the log',
  refusal: 'that something was refused is on record; what was asked is not',
  'no-command': 'this software knows no command that causes it: only what its own stream shows was checked',
} as const;
export type Doubt = keyof typeof doubts;

export interface Finding {
  /** Ledger index of the event that it is about. */
  readonly index: number;
  readonly event: string;
  readonly stream: string;
  readonly what: FindingCode;
  /** The rule, as refusals and `broke` lists name it: `SOD-1`, `late`. */
  readonly rule?: string;
  readonly says: string;
}

/** Nothing wrong by the rules, and yet worth an auditor's look. */
export interface Note {
  readonly index: number;
  readonly event: string;
  readonly stream: string;
  readonly what: 'role-revoked-before';
  readonly says: string;
}

interface Tally {
  readonly agree: number;
  readonly differ: number;
}

export interface RedecisionReport {
  readonly events: number;
  readonly decisions: Tally & { readonly imported: Tally };
  readonly acts: {
    /** Appends that were decided again whole. */
    readonly checked: number;
    /** Those of which something could not be checked, and how often for which reason. */
    readonly partly: number;
    readonly doubts: Readonly<Partial<Record<Doubt, number>>>;
    /** Of both, how many were imported. */
    readonly imported: number;
  };
  /** In ledger order; at most `FINDINGS_LIMIT`, and how many there are. */
  readonly findings: readonly Finding[];
  readonly findingsCount: number;
  readonly notes: readonly Note[];
  readonly notesCount: number;
}

/** So many findings, and so many notes, are listed; the others are counted. */
export const FINDINGS_LIMIT = 10_000;

/** One thing found wrong in an append, before it is known where that stands. */
export interface Fault {
  readonly what: FindingCode;
  readonly says: string;
  readonly rule?: string;
  /** Which event of the append; the first where it is left out. */
  readonly at?: number;
}

/** What came of deciding one act again. */
export interface Checked {
  readonly faults: readonly Fault[];
  readonly doubts: ReadonlySet<Doubt>;
}

/** An event and where it stands. */
export interface Leaf<E extends RecordedEvent = RecordedEvent> {
  readonly index: number;
  readonly event: E;
  /** Links opened of it, pseudonym to directory id. */
  readonly links?: ReadonlyMap<string, string>;
}

/** Gathers what the checks find. */
export class Findings {
  readonly #findings: Finding[] = [];
  readonly #notes: Note[] = [];
  #findingsCount = 0;
  #notesCount = 0;
  readonly #decisions = { agree: 0, differ: 0 };
  readonly #imported = { agree: 0, differ: 0 };
  readonly #doubts: Partial<Record<Doubt, number>> = {};
  #checked = 0;
  #partly = 0;
  #importedActs = 0;

  /** What is found wrong in an append beside what deciding it again comes to. */
  found(leaves: readonly [Leaf, ...Leaf[]], faults: readonly Fault[]): void {
    for (const { what, says, rule, at } of faults) {
      this.#findingsCount += 1;
      if (this.#findings.length >= FINDINGS_LIMIT) continue;
      const { index, event } = leaves[at ?? 0] ?? leaves[0];
      const where = { index, event: event.id, stream: event.stream };
      this.#findings.push({ ...where, what, ...(rule === undefined ? {} : { rule }), says });
    }
  }

  /** One append, with all that was found wrong in it and all that could not be checked. */
  act(leaves: readonly [Leaf, ...Leaf[]], faults: readonly Fault[], unsure: ReadonlySet<Doubt>): void {
    this.found(leaves, faults);
    if (unsure.size === 0) this.#checked += 1;
    else this.#partly += 1;
    for (const doubt of unsure) this.#doubts[doubt] = (this.#doubts[doubt] ?? 0) + 1;
    if (leaves[0].event.imported !== undefined) this.#importedActs += 1;
    for (const { event } of leaves) {
      if (event.type !== 'DecisionIssued') continue;
      const tally = event.imported === undefined ? this.#decisions : this.#imported;
      if (faults.length === 0) tally.agree += 1;
      else tally.differ += 1;
    }
  }

  note({ index, event }: Leaf, says: string): void {
    this.#notesCount += 1;
    if (this.#notes.length >= FINDINGS_LIMIT) return;
    this.#notes.push({ index, event: event.id, stream: event.stream, what: 'role-revoked-before', says });
  }

  report(events: number): RedecisionReport {
    return {
      events,
      decisions: { ...this.#decisions, imported: { ...this.#imported } },
      acts: {
        checked: this.#checked,
        partly: this.#partly,
        doubts: { ...this.#doubts },
        imported: this.#importedActs,
      },
      findings: [...this.#findings].sort((a, b) => a.index - b.index),
      findingsCount: this.#findingsCount,
      notes: [...this.#notes],
      notesCount: this.#notesCount,
    };
  }
}
