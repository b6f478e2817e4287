import type { FrameworkDefinition } from '../../events/framework.ts';
import type { Act } from '../history/act.ts';
import { generatedText } from '../joss/texts.ts';
import { type Draw, drawing } from './draw.ts';

export interface GeneratedHistory {
  readonly seed: number;
  readonly submissions: number;
  /** On average, of each submission. */
  readonly comments: number;
  /** Of each comment. */
  readonly textBytes: number;
}

const teams = ['product-policy', 'national-security'] as const;

const definition: FrameworkDefinition = {
  key: 'generated',
  version: 1,
  title: 'A generated framework',
  notice: 'Made by a program, to measure and to test with.',
  scales: [
    {
      scale: 'line',
      label: 'Line',
      findings: [
        { finding: 'clear', label: 'Clear', value: 1, effect: 'meets' },
        { finding: 'crossed', label: 'Crossed', value: -1, effect: 'prohibits' },
      ],
    },
  ],
  rules: {
    minSeats: 2,
    threshold: { num: 2, den: 3 },
    overrule: { num: 2, den: 3 },
    requiredTeams: [...teams],
    adoptionDays: 5,
  },
  teams: teams.map((key) => ({ key, label: key })),
  fields: [
    { field: 'title', label: 'Title', audience: 'participants', required: true },
    { field: 'purpose', label: 'Purpose', audience: 'participants', required: true },
  ],
  materialFields: ['purpose'],
  useCategories: [],
  riskTiers: [
    { key: 'low', label: 'Low' },
    { key: 'high', label: 'High' },
  ],
  tracks: [],
  interestCategories: [],
  recusing: [],
  criteria: [
    {
      criterion: 'no-harm',
      kind: 'prohibition',
      scale: 'line',
      title: 'No harm',
      text: 'No harm to people.',
    },
  ],
};

/**
 * A history of reviews that nobody wrote: people and teams, and for each submission its panel, comments, revisions,
 * judgments and decision. The same acts for the same numbers, in the order of a history file; each refers as real ones do.
 */
export function* generatedHistory(options: GeneratedHistory): Generator<Act> {
  const draw = drawing(options.seed);
  const people = Math.max(12, Math.round(options.submissions * 1.9));
  const name = (n: number): string => `person ${n}`;
  yield { act: 'framework', key: 'framework', definition, summary: 'The first version.' };
  for (let n = 0; n < people; n += 1) {
    yield { act: 'person', key: `registered/${n}`, person: name(n), kind: 'human', name: `Generated ${n}` };
  }
  for (let n = 0; n < people / 4; n += 1) {
    yield { act: 'team', key: `joined/${n}`, person: name(n), team: teams[n % 2] ?? teams[0] };
  }
  for (let n = 0; n < options.submissions; n += 1)
    yield* review(n, options, draw, (below) => name(draw(below ?? people)));
}

const day = (draw: Draw, year: number): string =>
  `${year}-${String(1 + draw(12)).padStart(2, '0')}-${String(1 + draw(28)).padStart(2, '0')}`;

function* review(
  n: number,
  { comments, textBytes }: GeneratedHistory,
  draw: Draw,
  someone: (below?: number) => string,
): Generator<Act> {
  const submission = `case ${n}`;
  const year = 2016 + draw(8);
  let count = 0;
  const on = (act: string, fields: Partial<Act>): Act => {
    count += 1;
    return { act, key: `${n}/${count}`, submission, ...fields };
  };
  const text = (what: string): string => generatedText(`${n}/${count}/${what}`, textBytes);
  const by = someone();
  const [seatOne, seatTwo] = [someone(12), someone(12)];
  yield on('receive-submission', {
    by,
    at: day(draw, year),
    framework: 'generated',
    fields: { title: `Case ${n}`, purpose: text('purpose') },
  });
  if (draw(2) === 0)
    yield on('screen-submission', { by: someone(), scope: 'in', riskTier: draw(3) === 0 ? 'high' : 'low' });
  yield on('convene-panel', {
    by: someone(),
    at: day(draw, year + 1),
    seats: [
      { seat: 'one', holder: seatOne, team: teams[0], capacity: 'reviewer' },
      { seat: 'two', holder: seatTwo, team: teams[1], capacity: 'reviewer' },
      { seat: 'three', capacity: 'guest', label: 'a name struck out' },
    ],
  });
  let version = 1;
  let comment: string | null = null;
  for (let left = draw(2 * comments + 1); left > 0; left -= 1) {
    if (draw(40) === 0) {
      version += 1;
      yield on('revise-submission', { by, fields: { purpose: text('purpose') } });
    }
    const reply = comment !== null && draw(3) === 0 ? { inReplyTo: comment } : {};
    const said = on('add-comment', { by: draw(2) === 0 ? by : someone(), text: text('comment'), ...reply });
    comment = said.key;
    yield said;
  }
  for (const [seat, holder] of [
    ['one', seatOne],
    ['two', seatTwo],
  ] as const) {
    const finding = draw(10) === 0 ? 'crossed' : 'clear';
    yield on('record-judgment', {
      by: holder,
      at: day(draw, year + 1),
      seat,
      version,
      findings: [{ criterion: 'no-harm', finding }],
      position: finding === 'clear' ? 'support' : 'abstain',
      reasons: { summary: text('reasons') },
    });
  }
  if (draw(5) === 0) return;
  yield on('issue-decision', {
    by: someone(),
    at: day(draw, year + 2),
    outcome: 'approved',
    reasons: { facts: text('facts'), why: text('why') },
  });
  yield on('publish-decision', { by: someone(), at: day(draw, year + 2), title: `Case ${n}` });
}
