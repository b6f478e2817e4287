import type { Recorded } from '../../events/decode.ts';
import type { RecordedSubmissionEvent } from '../../projections/review-state/evolve.ts';
import type { Reading } from './reader.ts';
import { seesPanel } from './submission.ts';
import { type Told, type ToldText, textOf, told } from './told-text.ts';
import { type ToldTurn, turnsOf } from './turns.ts';

export type { ToldText } from './told-text.ts';

export interface ToldCase {
  readonly requests: readonly (Told & {
    readonly due: string | null;
    readonly questions: ToldText;
    readonly answers: readonly (Told & { readonly answer: ToldText })[];
  })[];
  readonly comments: readonly (Told & {
    readonly visibility: string;
    readonly thread: string | null;
    readonly inReplyTo: string | null;
    readonly text: ToldText;
  })[];
  readonly judgments: readonly (Told & {
    readonly seat: string;
    readonly version: number;
    /** When it was taken back; null while it stands. */
    readonly withdrawn: string | null;
    readonly judgment: ToldText;
    readonly reasons: ToldText;
  })[];
  readonly concerns: readonly (Told & {
    readonly concern: string;
    readonly seat: string;
    readonly content: ToldText;
    readonly statement: ToldText;
    readonly answers: readonly (Told & { readonly answer: ToldText })[];
  })[];
  readonly screened: readonly (Told & {
    readonly scope: 'in' | 'out';
    /** Bright lines that it is presumed to cross; of each, `rebuttals` says what would show that it does not. */
    readonly presumed: readonly string[];
    readonly rebuttals: ToldText;
    readonly reasons: ToldText;
  })[];
  readonly turns: readonly ToldTurn[];
  readonly returned: readonly (Told & { readonly reasons: ToldText })[];
  readonly decisions: readonly (Told & {
    readonly decision: string;
    readonly outcome: string;
    readonly reasons: ToldText;
    /** Of the conditions, by their key. */
    readonly texts: ToldText;
  })[];
  readonly dissents: readonly (Told & { readonly seat: string; readonly text: ToldText })[];
  readonly evidence: readonly (Told & {
    readonly condition: string;
    readonly evidence: ToldText;
    readonly rejected: ToldText | null;
  })[];
  readonly published: readonly (Told & {
    readonly title: ToldText;
    readonly summary: ToldText;
    readonly reasons: ToldText;
  })[];
  readonly notes: readonly (Told & { readonly note: { readonly about?: string; readonly text: string } })[];
}

type Type = RecordedSubmissionEvent['type'];

/** What people said in a case, as far as the viewer may read it; what is not for them at all is left out. */
export function toldCase(reading: Reading): ToldCase {
  const of = <T extends Type>(type: T): Recorded<T>[] =>
    reading.events.flatMap(({ event }) => (isOf(type, event) ? [event] : []));
  const text = (event: RecordedSubmissionEvent, value: unknown): ToldText => textOf(reading, event, value);
  const panel = seesPanel(reading.sight);
  const opened = new Set(of('JudgmentOpened').map(({ data }) => data.act));
  return {
    requests: of('InformationRequested').map((event) => ({
      ...told(event),
      due: event.data.due ?? null,
      questions: text(event, event.data.questions),
      answers: of('InformationProvided')
        .filter(({ data }) => data.request === event.id)
        .map((answer) => ({ ...told(answer), answer: text(answer, answer.data.answer) })),
    })),
    comments: of('CommentAdded')
      .map((event) => ({
        ...told(event),
        visibility: event.data.visibility,
        thread: event.data.thread ?? null,
        inReplyTo: event.data.inReplyTo ?? null,
        text: text(event, event.data.text),
      }))
      .filter(({ text: { state } }) => state !== 'withheld'),
    judgments: of('JudgmentRecorded')
      .filter(({ id }) => panel || opened.has(id))
      .map((event) => ({
        ...told(event),
        seat: event.data.seat,
        version: event.data.version,
        withdrawn: of('JudgmentWithdrawn').find(({ data }) => data.judgment === event.id)?.recordedAt ?? null,
        judgment: text(event, event.data.judgment),
        reasons: text(event, event.data.reasons),
      })),
    concerns: of('ConcernRaised').map((event) => ({
      ...told(event),
      concern: event.data.concern,
      seat: event.data.seat,
      content: text(event, event.data.content),
      statement: text(event, event.data.statement),
      answers: of('ConcernAnswered')
        .filter(({ data }) => data.concern === event.data.concern)
        .map((answer) => ({ ...told(answer), answer: text(answer, answer.data.answer) })),
    })),
    screened: of('SubmissionScreened').map((event) => ({
      ...told(event),
      scope: event.data.scope,
      presumed: event.data.presumed,
      rebuttals: text(event, event.data.rebuttals),
      reasons: text(event, event.data.reasons),
    })),
    turns: turnsOf(reading),
    returned: of('SubmissionReturned').map((event) => ({
      ...told(event),
      reasons: text(event, event.data.reasons),
    })),
    decisions: of('DecisionIssued').map((event) => ({
      ...told(event),
      decision: event.data.decision,
      outcome: event.data.outcome,
      reasons: text(event, event.data.reasons),
      texts: text(event, event.data.texts),
    })),
    dissents: of('DissentRecorded').map((event) => ({
      ...told(event),
      seat: event.data.seat,
      text: text(event, event.data.text),
    })),
    evidence: of('ConditionEvidenceSubmitted').map((event) => {
      const rejected = of('ConditionEvidenceRejected').find(({ data }) => data.evidence === event.id);
      return {
        ...told(event),
        condition: event.data.condition,
        evidence: text(event, event.data.evidence),
        rejected: rejected === undefined ? null : text(rejected, rejected.data.reason),
      };
    }),
    published: of('DecisionPublished').map((event) => ({
      ...told(event),
      title: text(event, event.data.title),
      summary: text(event, event.data.summary),
      reasons: text(event, event.data.reasons),
    })),
    notes: of('AuditNoteAdded').flatMap((event) =>
      event.data.note === undefined ? [] : [{ ...told(event), note: event.data.note }],
    ),
  };
}

const isOf = <T extends Type>(type: T, event: RecordedSubmissionEvent): event is Recorded<T> =>
  event.type === type;
