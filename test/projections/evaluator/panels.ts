import type { LedgerEvent } from '../../../events/catalogue.ts';
import { createdId } from '../../../events/derived-ids.ts';
import type { Deadline } from '../../../events/panel.ts';
import type { Position } from '../../../events/review.ts';
import { versionOne } from '../../decider/framework.ts';
import { type Given, type Happened, happened, Stream } from '../../decider/given.ts';
import { aliasOf, type Name, submissionId } from '../../decider/people.ts';
import { deadline, teamOf } from '../../decider/reviews.ts';

/** Histories of a panel written as events, whatever today's deciders would say: what the evaluator is shown. */
export const four = ['ana', 'ben', 'cem', 'dua'] as const satisfies readonly Name[];

export const submitted = happened('sub', {
  type: 'SubmissionReceived',
  data: { framework: 'tests', fields: {} },
});

export const screenedWith = (...presumed: readonly string[]): Happened =>
  happened('sec', {
    type: 'SubmissionScreened',
    data: { version: 1, framework: versionOne.ref, scope: 'in', presumed: [...presumed] },
  });

/** A seat named for each person, with a deadline unless told otherwise. */
export const sitting = (names: readonly Name[] = four, until: Deadline | null = deadline): Happened =>
  happened('sec', {
    type: 'PanelConvened',
    data: {
      panelNumber: 1,
      framework: versionOne.ref,
      seats: names.map((name) => ({ seat: name, holder: aliasOf(name), team: teamOf(name) })),
      ...(until === null ? {} : { deadline: until }),
    },
  });

/** The id of the concern that tests name by a word. */
export const concernId = (name: string): string => createdId(submissionId, `concern ${name}`);

export interface JudgmentChanges {
  readonly seat?: string;
  readonly position?: Position;
  /** A concern and the criterion that it cites. */
  readonly concern?: readonly [string, string];
  readonly version?: number;
  readonly found?: Readonly<Record<string, string>>;
}

/** Everything meets and the seat supports, but for what is changed. */
export const judges = (name: Name, changes: JudgmentChanges = {}): Happened =>
  happened(name, judgment(name, changes));

export function judgment(name: Name, changes: JudgmentChanges): LedgerEvent {
  const { found = {}, concern } = changes;
  return {
    type: 'JudgmentRecorded',
    data: {
      seat: changes.seat ?? name,
      version: changes.version ?? 1,
      judgment: {
        findings: versionOne.criteria.map(({ criterion }) => ({
          criterion,
          finding: found[criterion] ?? 'meets',
        })),
        position: changes.position ?? 'support',
        ...(concern === undefined
          ? {}
          : { concern: { concern: concernId(concern[0]), criterion: concern[1] } }),
      },
    },
  };
}

/** A `block` with its concern. */
export const blocks = (name: Name, criterion: string, changes: JudgmentChanges = {}): Happened =>
  judges(name, { position: 'block', concern: [name, criterion], ...changes });

export const revised = (version: number, material: boolean): Happened =>
  happened('sub', {
    type: 'SubmissionRevised',
    data: { version, changed: ['purpose'], material, fields: {} },
  });

export const recused = (seat: Name, kind: 'self' | 'directed' | 'computed', at?: string): Happened => ({
  ...happened(kind === 'directed' ? 'cha' : seat, { type: 'ReviewerRecused', data: { seat, kind } }),
  ...(at === undefined ? {} : { at }),
});
export const lifted = (seat: Name): Happened => happened('cha', { type: 'RecusalLifted', data: { seat } });
export const vacated = (seat: Name): Happened =>
  happened('sec', { type: 'SeatVacated', data: { seat, why: 'left-team' } });
export const replaced = (seat: Name, by: Name): Happened =>
  happened('sec', { type: 'AlternateSeated', data: { seat, holder: aliasOf(by) } });

/** Withdraws the newest judgment. */
export const withdrawsJudgment =
  (name: Name): Given =>
  (stream) =>
    happened(name, {
      type: 'JudgmentWithdrawn',
      data: { seat: name, judgment: stream.last('JudgmentRecorded').id },
    });

export const raises = (name: Name, criterion: string, concern: string = name): Happened =>
  happened(name, {
    type: 'ConcernRaised',
    data: { concern: concernId(concern), seat: name, version: 1, content: { criterion } },
  });
export const withdrawsConcern = (name: Name, concern: string = name): Happened =>
  happened(name, { type: 'ConcernWithdrawn', data: { concern: concernId(concern), seat: name } });
export const adopts = (name: Name, concern: string, at?: string): Happened => ({
  ...happened(name, { type: 'ConcernAdopted', data: { concern: concernId(concern), seat: name } }),
  ...(at === undefined ? {} : { at }),
});
export const overruled = (concern: string): Happened =>
  happened('ana', { type: 'ConcernOverruled', data: { concern: concernId(concern) } });
export const votes = (name: Name, concern: string, overrule: boolean): Happened =>
  happened(name, {
    type: 'ConcernVoteRecorded',
    data: { concern: concernId(concern), seat: name, vote: { overrule } },
  });

/** The stream after all that, with a submission received and screened before it. */
export const streamOf = (...steps: readonly Given[]): Stream =>
  new Stream().play([submitted, screenedWith(), ...steps]);
