import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { v4 } from 'uuid';
import type { Json } from '../../events/canonical.ts';
import { addSeconds } from '../../src/redecide/moments.ts';
import { type FindingCode, findingCodes } from '../../src/redecide/report.ts';
import type { World } from '../handle/world.ts';
import { both, change, drop, type Edit, masked, repeat, set, valueAt } from './edits.ts';
import { type Entry, found } from './redecided.ts';
import { story } from './story.ts';
import { changed, draftOf, indexOf, inside, isObject, repeated, seenIn } from './tampering.ts';

const stoppedAt = (at: string) => ({ due: at, graceUntil: at, hardStop: at, zone: 'Europe/London' });
/** The paths of all strings, numbers and booleans inside a value. */
function scalarsIn(value: Json | undefined, path: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each, i) => scalarsIn(each, `${path}.${i}`));
  if (isObject(value))
    return Object.entries(value).flatMap(([name, each]) => scalarsIn(each, `${path}.${name}`));
  return [path];
}

/** Another value of the same shape. */
function other(value: Json | undefined): Json {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  const text = String(value);
  if (/^[0-9]{4}-/.test(text)) return text.replace(/^2026/, '2027');
  return /[0-9a-f]/.test(text)
    ? text.replace(/[0-9a-f]/, (digit) => (digit === '1' ? '2' : '1'))
    : `${text}x`;
}

describe('re-decision of a ledger that was edited and made good again', () => {
  let log: readonly Entry[];
  let world: World;
  /** Pseudonyms by name. */
  const alias = new Map<string, string>();
  const as = (name: string): string => alias.get(name) ?? '';
  before(async () => {
    ({ log, world } = await story());
    for (const name of ['ana', 'ben', 'cem', 'dua', 'eli', 'sub', 'spo', 'sec', 'cha', 'own', 'ver'])
      alias.set(name, await world.handler.directory.pseudonym(world.id(name), world.submission));
  });

  const issued = -1;
  /** What was edited, and the checks that find it. */
  const table: readonly (readonly [string, () => Edit, readonly string[]])[] = [
    [
      'a judgment that counted is missing',
      () => drop('JudgmentRecorded', 2),
      ['input-added', 'atom-differs', 'opening-unknown'],
    ],
    ['a judgment is there twice', () => repeat('JudgmentRecorded', 2), ['opening-missing', 'input-missing']],
    ['the alternate is missing', () => drop('AlternateSeated'), ['input-added', 'not-permitted']],
    ['the deadline that was extended is missing', () => drop('DueDateExtended'), ['input-added']],
    [
      'the overruling is missing',
      () => drop('ConcernOverruled'),
      ['event-missing', 'input-added', 'outcome-not-allowed'],
    ],
    ['the stale marks are missing', () => drop('JudgmentsMarkedStale'), ['event-missing']],
    ['a computed recusal is missing', () => drop('ReviewerRecused'), ['input-added']],
    [
      'a declaration of interest is missing',
      () => drop('InterestDeclared', 1),
      ['rule-broken interest-undeclared'],
    ],
    [
      'an event is missing, and the revisions show it',
      () => (all) => all.filter((_, i) => i !== indexOf(all, 'CriterionPublished')),
      ['stream-gap'],
    ],
    ['a vote is missing', () => drop('ConcernVoteRecorded', 1), ['does-not-follow']],
    [
      'an input is not named',
      () => change('DecisionIssued', issued, 'data.evaluation.inputs.0', () => undefined),
      ['input-missing'],
    ],
    [
      'an input is named that is none',
      () =>
        change('DecisionIssued', issued, 'data.evaluation.inputs', (all) =>
          Array.isArray(all) ? [...all, 'ffffffff-ffff-4fff-bfff-ffffffffffff'] : all,
        ),
      ['input-added'],
    ],
    [
      'an atom is changed',
      () => change('DecisionIssued', issued, 'data.evaluation.atoms.0.holds', (was) => was !== true),
      ['atom-differs'],
    ],
    [
      'an atom is missing',
      () => change('DecisionIssued', issued, 'data.evaluation.atoms.0', () => undefined),
      ['atom-missing'],
    ],
    [
      'an atom is added',
      () =>
        change('DecisionIssued', issued, 'data.evaluation.atoms', (all) =>
          Array.isArray(all) ? [...all, { atom: 'charm', holds: true }] : all,
        ),
      ['atom-added'],
    ],
    [
      'a result is changed',
      () => change('DecisionIssued', issued, 'data.evaluation.result.0.allowed', (was) => was !== true),
      ['result-differs'],
    ],
    [
      'a deferral’s result is changed',
      () => change('DecisionIssued', 0, 'data.evaluation.result.0.allowed', () => false),
      ['result-differs'],
    ],
    [
      'the outcome is changed',
      () => set('DecisionIssued', issued, 'data.outcome', 'approved'),
      ['outcome-not-allowed'],
    ],
    [
      'the instant of the evaluation is changed',
      () => set('DecisionIssued', issued, 'data.evaluation.at', '2026-01-08T00:00:00.000Z'),
      ['evaluation-differs'],
    ],
    [
      'the decision is evaluated by rules that were never published',
      () =>
        change('DecisionIssued', issued, 'data.evaluation.rules', (was) => String(was).replace(/#./, '#0')),
      ['rules-unknown'],
    ],
    [
      'a rule of the framework is changed',
      () => set('FrameworkPublished', 0, 'data.terms.rules.threshold.num', 1),
      ['rule-broken invalid-command', 'rules-differ', 'atom-differs'],
    ],
    [
      'a criterion of the framework is changed',
      () => set('CriterionPublished', 3, 'data.criterion.kind', 'requirement'),
      ['rule-broken invalid-command', 'rules-differ'],
    ],
    ['a criterion is added to a published framework', () => repeat('CriterionPublished', 3), ['unasked']],
    [
      'a seat’s holder is changed',
      () => set('PanelConvened', 0, 'data.seats.0.holder', as('eli')),
      ['not-permitted'],
    ],
    [
      'a seat’s holder becomes the submitter',
      () => set('PanelConvened', 0, 'data.seats.0.holder', as('sub')),
      ['separation-of-duties SOD-1'],
    ],
    [
      'a seat’s team is changed',
      () => set('PanelConvened', 0, 'data.seats.1.team', 'national-security'),
      ['rule-broken not-in-team', 'rule-broken left-team'],
    ],
    [
      'a seat’s team is changed, where nobody is unmasked',
      () => both(masked, set('PanelConvened', 0, 'data.seats.1.team', 'national-security')),
      ['team-differs'],
    ],
    [
      'an alternate is changed',
      () => set('AlternateSeated', 0, 'data.holder', as('cem')),
      ['rule-broken already-seated'],
    ],
    ['an actor’s role is changed', () => set('PanelConvened', 0, 'actor.role', 'chair'), ['role-differs']],
    [
      'an actor’s team is changed',
      () => set('JudgmentRecorded', 1, 'actor.team', 'national-security'),
      ['team-differs'],
    ],
    ['an actor is changed', () => set('SubmissionScreened', 0, 'actor.person', as('ben')), ['stranger']],
    [
      'an actor is somebody without a link',
      () => (all) => changed(all, indexOf(all, 'DueDateExtended'), 'actor.person', () => v4()),
      ['stranger'],
    ],
    ['the submitter decides', () => set('DecisionIssued', 0, 'actor.person', as('sub')), ['not-permitted']],
    [
      'the operator decides',
      () => set('DecisionIssued', 0, 'actor.via', 'operator'),
      ['via-not-allowed operator-cannot-vote'],
    ],
    [
      'a person does the system’s own act',
      () => set('DecisionExpired', 0, 'actor.via', 'token'),
      ['via-not-allowed', 'not-permitted'],
    ],
    [
      'the system does a person’s act',
      () => set('SubmissionScreened', 0, 'actor.via', 'system'),
      ['via-not-allowed', 'not-permitted'],
    ],
    [
      'an act names no source, and came by import',
      () => set('SubmissionScreened', 0, 'actor.via', 'import'),
      ['via-not-allowed'],
    ],
    [
      'the system acts as somebody else',
      () => (all) => changed(all, indexOf(all, 'DecisionExpired'), 'actor.person', () => as('cha')),
      ['system-act'],
    ],
    [
      'what became due is of another instant',
      () => change('DecisionExpired', 0, 'data.expires', (was) => String(was).replace('2026', '2027')),
      ['rule-broken already-done', 'system-act'],
    ],
    [
      'a refusal names an act that there is not',
      () => set('ActRefused', 0, 'data.act', 'wave-through'),
      ['system-act'],
    ],
    ['a role grant is missing', () => drop('RoleGranted', grantOf('cha')), ['not-permitted']],
    [
      'a role grant is changed',
      () => set('RoleGranted', grantOf('cha'), 'data.role', 'auditor'),
      ['not-permitted', 'rule-broken invalid-command'],
    ],
    [
      'a role is granted by who proposed it',
      () => (all) =>
        changed(all, indexOf(all, 'RoleGranted', -1), 'actor.person', () =>
          valueAt(all, 'RoleProposed', -1, 'actor.person'),
        ),
      ['separation-of-duties SOD-7'],
    ],
    [
      'a framework is published by its author',
      () => (all) =>
        changed(all, indexOf(all, 'FrameworkPublished', -1), 'actor.person', () =>
          valueAt(all, 'FrameworkProposed', -1, 'actor.person'),
        ),
      ['separation-of-duties SOD-6'],
    ],
    [
      'a condition is verified by its owner',
      () => set('DecisionIssued', issued, 'data.conditions.0.verifier', as('own')),
      ['separation-of-duties SOD-2', 'atom-differs'],
    ],
    [
      'a seat is held by an administrator',
      () => role('dua', 'administrator'),
      ['separation-of-duties SOD-9'],
    ],
    ['a seat is held by a program', () => linked('ben', 'bot'), ['separation-of-duties SOD-10']],
    [
      'an opening says another finding',
      () => set('JudgmentOpened', 1, 'data.judgment.findings.2.finding', 'falls-short'),
      ['opening-differs'],
    ],
    [
      'an opening says another vote',
      () => set('VoteOpened', 1, 'data.vote.overrule', false),
      ['opening-differs', 'does-not-follow'],
    ],
    [
      'an opening has another salt',
      () =>
        change(
          'ConcernOpened',
          0,
          'data.salt',
          (was) => `${String(was).slice(0, 21)}${String(was).endsWith('A') ? 'Q' : 'A'}`,
        ),
      ['opening-differs'],
    ],
    ['an opening is missing', () => drop('JudgmentOpened', 1), ['opening-missing']],
    [
      'an opening stands twice',
      () => (all) =>
        repeated(all, indexOf(all, 'JudgmentOpened'), (event) => Object.assign(event, { id: v4() })),
      ['opening-twice'],
    ],
    [
      'a concern is overruled by nobody',
      () => (all) =>
        repeated(all, indexOf(all, 'ConcernVoteRecorded'), (event) => {
          Object.assign(event, {
            id: v4(),
            type: 'ConcernOverruled',
            data: { concern: inside(event, 'data.concern') ?? null },
          });
        }),
      ['does-not-follow'],
    ],
    [
      'a judgment is of after the hard stop',
      () =>
        change('PanelConvened', 0, 'data.deadline', () =>
          stoppedAt(addSeconds(String(valueAt(log, 'PanelConvened', 0, 'recordedAt')), 60)),
        ),
      ['rule-broken late'],
    ],
    [
      'time goes backwards',
      () => set('InterestCleared', 0, 'recordedAt', '2026-01-04T00:00:00.000Z'),
      ['time-backwards'],
    ],
    [
      'an act rests on a directory that is still to come',
      () => set('SubmissionScreened', 0, 'basis.directory', 9_000),
      ['basis-differs'],
    ],
    [
      'an act rests on other rules',
      () => change('JudgmentRecorded', 1, 'basis.framework', (was) => String(was).replace(/#./, '#0')),
      ['basis-differs'],
    ],
    [
      'two events of one append have two actors',
      () => set('JudgmentsMarkedStale', 0, 'actor.person', as('cha')),
      ['append-differs'],
    ],
    [
      'a changed field keeps its name out',
      () => set('SubmissionRevised', 0, 'data.changed', []),
      ['content-differs'],
    ],
    [
      'a material version is called immaterial',
      () => set('SubmissionRevised', 0, 'data.material', false),
      ['rule-broken listed-as-material'],
    ],
  ];

  const grantOf = (name: string): number =>
    log
      .filter(({ body }) => body.includes('"type":"RoleGranted"'))
      .findIndex((entry) => inside(draftOf(entry), 'data.person') === world.id(name));
  /** Somebody has a further role from the beginning. */
  const role =
    (name: string, held: string): Edit =>
    (all) =>
      changed(all, indexOf(all, 'RoleGranted', grantOf(name)), 'data.role', () => held);
  /** A pseudonym turns out to be somebody else. */
  const linked =
    (name: string, person: string): Edit =>
    (all) =>
      all.map((entry) => ({
        ...entry,
        links: new Map(
          [...entry.links].map(([pseudonym, who]) => [
            pseudonym,
            who === world.id(name) ? world.id(person) : who,
          ]),
        ),
      }));

  const reached = new Set<FindingCode>();
  for (const [what, edit, expected] of table)
    it(`finds that ${what}`, () => {
      const seen = seenIn(edit()(log));
      if ('refused' in seen) throw new Error(`reading it was refused: ${seen.refused}`);
      for (const { what: code } of seen.findings) reached.add(code);
      expect(found(seen), JSON.stringify(seen.findings, null, 1)).to.include.members([...expected]);
      expect(seen.findingsCount).to.be.greaterThan(0);
    });

  it('finds every value of a frozen evaluation that is changed', function () {
    this.timeout(60_000);
    const at = indexOf(log, 'DecisionIssued', issued);
    const paths = scalarsIn(inside(draftOf(log[at]), 'data.evaluation'), 'data.evaluation');
    expect(paths.length).to.be.greaterThan(70);
    const unseen = paths.filter((path) => {
      const seen = seenIn(changed(log, at, path, other));
      return !('refused' in seen) && seen.findingsCount === 0;
    });
    expect(unseen).to.deep.equal([]);
  });

  it('reaches every check of the table but that of imported acts', () => {
    expect(findingCodes.filter((code) => !reached.has(code))).to.deep.equal(['broke-differs']);
  });
});
