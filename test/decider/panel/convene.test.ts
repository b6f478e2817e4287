import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FrameworkState, FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { frameworks, versionOne } from '../framework.ts';
import { type Act, act, given, givenIn } from '../given.ts';
import { aliasOf, idOf } from '../people.ts';
import {
  convened,
  deadline,
  imported,
  inHistory,
  received,
  screened,
  seatsFor,
  underReview,
} from '../reviews.ts';

const four = seatsFor('ana', 'ben', 'cem', 'dua');
const convene = (changes: Partial<CommandData<'convene-panel'>> = {}): Act =>
  act('sec', 'convene-panel', { seats: [...four], deadline, ...changes });
const withSeat = (seat: CommandData<'convene-panel'>['seats'][number]): Act =>
  convene({ seats: [...four.slice(0, 3), seat] });

describe('convening a panel', () => {
  it('fixes the seats, their holders by pseudonym, and the version in force with its hash', () =>
    given(received(), screened())
      .when(convene())
      .emits({
        type: 'PanelConvened',
        data: {
          panelNumber: 1,
          framework: versionOne.ref,
          seats: [
            { seat: 'ana', holder: aliasOf('ana'), team: 'product-policy' },
            { seat: 'ben', holder: aliasOf('ben'), team: 'product-policy' },
            { seat: 'cem', holder: aliasOf('cem'), team: 'national-security' },
            { seat: 'dua', holder: aliasOf('dua'), team: 'national-security' },
          ],
          deadline,
        },
      }));

  it('relies on the version that it fixes and on the submission as it is', () =>
    given(received(), screened()).when(convene()).reliesOn({ framework: versionOne.ref, version: 1 }));

  it('waits for screening to find the submission in scope', () =>
    given(received())
      .when(convene())
      .refuses('wrong-phase', { phase: 'submitted', accepted: ['screening'] }));

  it('is refused while a panel sits', () =>
    given(...underReview())
      .when(convene())
      .refuses('wrong-phase', { phase: 'review' }));

  it('is the secretary’s', () =>
    given(received(), screened())
      .when(act('cha', 'convene-panel', { seats: [...four] }))
      .refuses('not-permitted', { command: 'convene-panel', accepted: ['secretary'] }));

  it('numbers a panel after the one that was dissolved', () =>
    given(
      ...underReview(),
      act('ana', 'recuse-reviewer', { seat: 'ana', kind: 'self' }),
      act('ben', 'recuse-reviewer', { seat: 'ben', kind: 'self' }),
      act('sec', 'dissolve-panel', { reason: 'Nobody is left of Product Policy' }),
      convened('eli', 'cem', 'dua', 'fay'),
    ).shows(({ panel }) => expect(panel?.panel).to.equal(2)));
});

describe('the version that a panel is convened under', () => {
  const versionTwo: FrameworkVersion = {
    ...versionOne,
    version: 2,
    hash: 'b'.repeat(64),
    ref: `tests@2#${'b'.repeat(64)}`,
    criteria: versionOne.criteria.filter(({ criterion }) => criterion !== 'no-weapons'),
  };
  const two: FrameworkState = { ...frameworks, versions: [versionOne, versionTwo] };
  const retired: FrameworkState = {
    ...frameworks,
    versions: [{ ...versionOne, retired: '2026-01-02T00:00:00.000Z' }],
  };
  const inTwo = (...steps: readonly Act[]) => givenIn({ frameworks: two }, ...steps);

  it('is the newest in force', () =>
    inTwo(received(), screened()).when(convene()).reliesOn({ framework: versionTwo.ref }));

  it('can be an older one that is not retired', () =>
    inTwo(received(), screened())
      .when(convene({ frameworkVersion: 1 }))
      .reliesOn({ framework: versionOne.ref }));

  it('has to be published', () =>
    given(received(), screened())
      .when(convene({ frameworkVersion: 7 }))
      .refuses('unknown-reference', { field: 'frameworkVersion', id: '7' }));

  it('has to be in force', () =>
    givenIn(
      { frameworks: retired },
      { ...inHistory(received()) },
      inHistory(screened({ frameworkVersion: 1 })),
    )
      .when(convene({ frameworkVersion: 1 }))
      .refuses('framework-retired', { framework: versionOne.ref }));

  it('is missing where all are retired, but for imported history', () => {
    const steps = [inHistory(received()), inHistory(screened({ frameworkVersion: 1 }))];
    givenIn({ frameworks: retired }, ...steps)
      .when(convene())
      .refuses('unknown-reference', { field: 'frameworkVersion', id: 'current' });
    givenIn({ frameworks: retired }, ...steps)
      .when(inHistory(convene()))
      .broke('framework-retired');
  });

  it('has to have the criteria that screening cited: a case presumed to cross a line is screened again', () =>
    inTwo(received(), screened({ frameworkVersion: 1, presumed: ['no-weapons'] }))
      .when(convene())
      .refuses('screening-outdated', { criteria: ['no-weapons'] }));

  it('has to have them as prohibitions: a bright line that became a value is presumed no more', () => {
    const softened: FrameworkVersion = {
      ...versionOne,
      version: 2,
      hash: 'd'.repeat(64),
      ref: `tests@2#${'d'.repeat(64)}`,
      criteria: versionOne.criteria.map((each) =>
        each.criterion === 'no-weapons' ? { ...each, kind: 'value' as const } : each,
      ),
    };
    const both = { ...frameworks, versions: [versionOne, softened] };
    givenIn({ frameworks: both }, received(), screened({ frameworkVersion: 1, presumed: ['no-weapons'] }))
      .when(convene())
      .refuses('screening-outdated', { criteria: ['no-weapons'] });
  });

  it('stays the panel’s whatever is published in mid-review', () =>
    given(...underReview()).shows(({ panel }) => expect(panel?.framework).to.equal(versionOne.ref)));
});

describe('who may be given a seat', () => {
  const refusedSeat = (
    seat: CommandData<'convene-panel'>['seats'][number],
    code: 'unknown-reference' | 'separation-of-duties' | 'not-in-team' | 'already-seated' | 'invalid-command',
    facts: Readonly<Record<string, unknown>>,
  ) =>
    given(received({ sponsor: idOf('spo') }), screened())
      .when(withSeat(seat))
      .refuses(code, facts);

  it('is a registered person', () =>
    refusedSeat({ seat: 'x', holder: idOf('nobody'), team: 'product-policy' }, 'unknown-reference', {
      field: 'seats.3.holder',
      id: idOf('nobody'),
    }));

  it('is named, with a team, but in imported history', () => {
    refusedSeat({ seat: 'x', team: 'product-policy' }, 'invalid-command', { field: 'seats.3.holder' });
    refusedSeat({ seat: 'x', holder: idOf('dua') }, 'invalid-command', { field: 'seats.3.team' });
  });

  it('sits for a team that the framework knows', () =>
    refusedSeat({ seat: 'x', holder: idOf('dua'), team: 'finance' }, 'unknown-reference', {
      field: 'seats.3.team',
      id: 'finance',
    }));

  it('is a member of that team at that time', () => {
    refusedSeat({ seat: 'x', holder: idOf('dua'), team: 'product-policy' }, 'not-in-team', {
      seat: 'x',
      team: 'product-policy',
    });
    given(received(), screened())
      .when({ ...convene(), now: { dua: { teams: [] } } })
      .refuses('not-in-team', { seat: 'dua', team: 'national-security' });
  });

  it('is neither the submitter nor the sponsor (SOD-1)', () => {
    for (const name of ['sub', 'spo'] as const) {
      given(received({ sponsor: idOf('spo') }), screened())
        .when({
          ...withSeat({ seat: 'x', holder: idOf(name), team: 'product-policy' }),
          now: { [name]: { teams: ['product-policy'] } },
        })
        .refuses('separation-of-duties', { rule: 'SOD-1', command: 'convene-panel' });
    }
  });

  it('is not the secretary who gives it (SOD-7)', () =>
    given(received(), screened())
      .when({
        ...withSeat({ seat: 'x', holder: idOf('sec'), team: 'product-policy' }),
        now: { sec: { teams: ['product-policy'] } },
      })
      .refuses('separation-of-duties', { rule: 'SOD-7' }));

  it('is no administrator (SOD-9)', () => {
    refusedSeat({ seat: 'x', holder: idOf('adm'), team: 'product-policy' }, 'separation-of-duties', {
      rule: 'SOD-9',
    });
  });

  it('is no service account (SOD-10)', () =>
    refusedSeat({ seat: 'x', holder: idOf('bot'), team: 'product-policy' }, 'separation-of-duties', {
      rule: 'SOD-10',
    }));

  it('has no other seat on the panel', () =>
    refusedSeat({ seat: 'x', holder: idOf('ana'), team: 'product-policy' }, 'already-seated', {
      seat: 'ana',
    }));

  it('is nobody who was recused from this submission, also on a later panel', () =>
    given(
      ...underReview(),
      act('ana', 'recuse-reviewer', { seat: 'ana', kind: 'self' }),
      act('ben', 'recuse-reviewer', { seat: 'ben', kind: 'self' }),
      act('sec', 'dissolve-panel', { reason: 'Nobody is left of Product Policy' }),
    )
      .when(convene())
      .refuses('fenced', { command: 'convene-panel' }));

  it('has a seat with a name of its own, in imported history too', () => {
    const twice = withSeat({ seat: 'ana', holder: idOf('dua'), team: 'national-security' });
    given(received(), screened()).when(twice).refuses('invalid-command', { field: 'seats.3.seat' });
    given(inHistory(received()), inHistory(screened()))
      .when(inHistory(twice))
      .refuses('invalid-command', { field: 'seats.3.seat' });
  });
});

describe('a panel as a whole', () => {
  it('has at least as many seats as make a quorum', () =>
    given(received(), screened())
      .when(convene({ seats: seatsFor('ana', 'cem') }))
      .refuses('panel-incomplete', { seats: 2, need: 3, teams: [] }));

  it('has a seat of each required team', () =>
    given(received(), screened())
      .when(convene({ seats: seatsFor('cem', 'dua', 'eli') }))
      .refuses('panel-incomplete', { seats: 3, need: 3, teams: ['product-policy'] }));

  it('is taken over from a source as it stood, with what the rules would have refused', () =>
    given(inHistory(received()))
      .when(
        inHistory(
          act(null, 'convene-panel', {
            seats: [
              { seat: 'editor', capacity: 'editor', label: '@ed' },
              { seat: 'reviewer-1', capacity: 'reviewer', label: '', holder: idOf('adm') },
            ],
          }),
        ),
      )
      .broke('SOD-9', 'not-permitted', 'panel-incomplete', 'wrong-phase'));

  it('keeps the labels that a source printed, apart from the seats', () =>
    given(inHistory(received()), inHistory(screened()))
      .when(
        inHistory(
          act('sec', 'convene-panel', {
            seats: [
              { seat: 'editor', capacity: 'editor', label: '@ed' },
              { seat: 'reviewer-1', capacity: 'reviewer', label: '' },
              { seat: 'reviewer-2', holder: idOf('ana'), capacity: 'reviewer' },
            ],
          }),
        ),
      )
      .emits({
        type: 'PanelConvened',
        data: {
          panelNumber: 1,
          framework: versionOne.ref,
          seats: [
            { seat: 'editor', capacity: 'editor' },
            { seat: 'reviewer-1', capacity: 'reviewer' },
            { seat: 'reviewer-2', holder: aliasOf('ana'), capacity: 'reviewer' },
          ],
          labels: { editor: '@ed', 'reviewer-1': '' },
        },
      }));

  it('is not noted as late in a history whose panel sat long ago', () =>
    given(inHistory(received()), inHistory(screened()))
      .when({
        ...convene({
          deadline: {
            due: '2019-02-01T00:00:00.000Z',
            graceUntil: '2019-02-01T00:00:00.000Z',
            hardStop: '2019-02-01T00:00:00.000Z',
            zone: 'UTC',
          },
        }),
        imported: { ...imported, occurred: '2019-01-01' },
      })
      .broke());

  it('takes no deadline out of order or in the past', () => {
    given(received(), screened())
      .when(convene({ deadline: { ...deadline, graceUntil: '2026-01-30T16:59:59.999Z' } }))
      .refuses('invalid-deadline', { field: 'deadline.graceUntil' });
    given(received(), screened())
      .when(convene({ deadline: { ...deadline, hardStop: '2026-01-31T16:59:59.999Z' } }))
      .refuses('invalid-deadline', { field: 'deadline.hardStop' });
    given(received(), screened())
      .when({ ...convene(), at: deadline.due })
      .refuses('invalid-deadline', { field: 'deadline.due' });
  });
});
