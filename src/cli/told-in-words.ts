import type { ToldCase, ToldText } from '../members/told.ts';
import { turnInWords } from '../members/turns.ts';
import { closedInWords } from './closed-in-words.ts';
import type { Wording } from './state-in-words.ts';
import { listing } from './table.ts';

/** What was said in a case and matters to whoever looks at how it stands: questions, concerns, reasons, evidence. */
export function toldInWords(told: ToldCase, wording: Wording): string {
  return (
    section('Asked for', asked(told, wording), wording) +
    section('Concerns', concerns(told, wording), wording) +
    section('Reasons', reasons(told, wording), wording) +
    section('Evidence', evidence(told, wording), wording)
  );
}

type Pairs = readonly (readonly [string, string])[];

const section = (heading: string, pairs: Pairs, { columns }: Wording): string =>
  pairs.length === 0 ? '' : `\n${heading}\n${listing(pairs, columns)}`;

function asked({ requests }: ToldCase, { moment, person }: Wording): Pairs {
  return requests.flatMap(({ at, due, questions, answers }) => [
    [moment(at).slice(0, 10), `${text(questions)}${due === null ? '' : ` (by ${moment(due)})`}`] as const,
    ...answers.map(({ by, answer }) => ['', `${person(by) || 'somebody'}: ${text(answer)}`] as const),
  ]);
}

function concerns({ concerns: all }: ToldCase, { person }: Wording): Pairs {
  return all.flatMap(({ concern, seat, content, statement, answers }) => [
    [concern.slice(0, 8), `${seat}, ${text(content)}: ${text(statement)}`] as const,
    ...answers.map(({ by, answer }) => ['', `${person(by) || 'somebody'}: ${text(answer)}`] as const),
  ]);
}

function reasons({ screened, turns, returned, decisions, dissents, published }: ToldCase, _: Wording): Pairs {
  return [
    ...screened.flatMap(({ scope, rebuttals, reasons: why }) => [
      ...(why.state === 'not-given'
        ? []
        : [[scope === 'in' ? 'screened' : 'out of scope', text(why)] as const]),
      ...(rebuttals.state === 'not-given' ? [] : [['to be rebutted', text(rebuttals)] as const]),
    ]),
    ...returned.map(({ reasons: why }) => ['returned', text(why)] as const),
    ...decisions.flatMap(({ outcome, reasons: why, texts }) => [
      [outcome, text(why)] as const,
      ...(texts.state === 'not-given' ? [] : [['conditions', text(texts)] as const]),
    ]),
    ...dissents.map(({ seat, text: why }) => [`dissent of ${seat}`, text(why)] as const),
    ...published.map(({ reasons: why }) => ['published', text(why)] as const),
    ...turns
      .filter(({ reason }) => reason.state !== 'not-given')
      .map(
        ({ what, condition, reason }) =>
          [`${turnInWords[what]}${condition === null ? '' : ` (${condition})`}`, text(reason)] as const,
      ),
  ];
}

function evidence({ evidence: all }: ToldCase, _: Wording): Pairs {
  return all.map(({ condition, evidence: shown, rejected }) => [
    condition,
    `${text(shown)}${rejected === null ? '' : `\nrejected: ${text(rejected)}`}`,
  ]);
}

/** Inner texts stand a line each, behind their names. */
function text(told: ToldText): string {
  const { state, value } = told;
  if (state !== 'opened') return closedInWords(told);
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, each]) => `${name}: ${typeof each === 'string' ? each : JSON.stringify(each)}`)
    .join('\n');
}
