import { LedgerError } from '../../../events/errors.ts';
import type { Seat } from '../../../events/panel.ts';
import { currentVersionOf, type FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter, requirePhase } from '../gate.ts';
import { invalidCommand, type Rules, requireGiven } from '../rules.ts';
import { requireDeadline } from './deadline.ts';
import { holderOf, requireSeatable, requireUnseated } from './seating.ts';

type Asked = AskedOf<'convene-panel'>;

/** Names who reviews, for which teams, and fixes the framework version that they review under. */
export function convene(
  asked: Asked,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requirePhase(state, ['screening'], rules);
  const { deadline, frameworkVersion } = asked.data;
  const framework = versionFor(frameworkVersion, facts, circumstances, rules);
  requireScreened(framework, state, rules);
  const seats = seated(asked, framework, state, facts, circumstances, rules);
  requireWhole(seats, framework, rules);
  if (deadline !== undefined) requireDeadline(deadline, circumstances, rules);
  const labels = asked.data.seats.flatMap(({ seat, label }) =>
    label === undefined ? [] : [[seat, label] as const],
  );
  return decided(
    acting,
    rules.broke(),
    [
      {
        type: 'PanelConvened',
        data: {
          panelNumber: state.panels + 1,
          framework: framework.ref,
          seats,
          ...(deadline === undefined ? {} : { deadline }),
          ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
        },
      },
    ],
    { framework: framework.ref, version: state.version },
  );
}

/** The version asked for, or the newest in force. Imported history may have been judged under a retired one. */
function versionFor(
  asked: number | undefined,
  { frameworks }: Facts,
  { imported }: Circumstances,
  rules: Rules,
): FrameworkVersion {
  const newest = currentVersionOf(frameworks) ?? (imported === null ? null : frameworks.versions.at(-1));
  const version =
    asked === undefined ? newest : frameworks.versions.find((candidate) => candidate.version === asked);
  if (version === null || version === undefined) {
    const wanted = asked === undefined ? 'no version in force' : `no version ${asked}`;
    throw new LedgerError('unknown-reference', `the framework of the submission has ${wanted}`, {
      field: 'frameworkVersion',
      id: String(asked ?? 'current'),
    });
  }
  rules.require(
    version.retired === null,
    () =>
      new LedgerError('framework-retired', `${version.ref} is retired; no new panel convenes under it`, {
        framework: version.ref,
      }),
  );
  return version;
}

/** What screening presumed crossed has to be a prohibition of the version that the panel will judge by. */
function requireScreened(framework: FrameworkVersion, state: ReviewState, rules: Rules): void {
  const prohibitions = framework.criteria.filter(({ kind }) => kind === 'prohibition');
  const known = prohibitions.map(({ criterion }) => criterion);
  const criteria = (state.screening?.presumed ?? []).filter((criterion) => !known.includes(criterion));
  rules.require(
    criteria.length === 0,
    () =>
      new LedgerError(
        'screening-outdated',
        `screening cited ${criteria.join(', ')}, which is no prohibition of ${framework.key} ${framework.version}; screen again`,
        { criteria },
      ),
  );
}

function seated(
  { name, data }: Asked,
  framework: FrameworkVersion,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
  rules: Rules,
): Seat[] {
  const seats: Seat[] = [];
  for (const [index, { seat, holder, team, capacity }] of data.seats.entries()) {
    const field = `seats.${index}`;
    if (seats.some((other) => other.seat === seat)) {
      throw invalidCommand(name, `${field}.seat`, `${seat} names two seats; each has a name of its own`);
    }
    requireGiven(name, { [`${field}.holder`]: holder, [`${field}.team`]: team }, circumstances);
    if (team !== undefined) requireTeam(`${field}.team`, team, framework);
    const person = holder === undefined ? null : holderOf(`${field}.holder`, holder, facts);
    if (person !== null) {
      requireSeatable({ seat, team: team ?? null, person }, name, state, facts, rules);
      requireUnseated(person, seats, rules);
    }
    seats.push({
      seat,
      ...(person === null ? {} : { holder: person.pseudonym }),
      ...(team === undefined ? {} : { team }),
      ...(capacity === undefined ? {} : { capacity }),
    });
  }
  return seats;
}

function requireTeam(field: string, team: string, { terms }: FrameworkVersion): void {
  if (terms.teams.some(({ key }) => key === team)) return;
  const known = terms.teams.map(({ key }) => key).join(', ') || 'none';
  throw new LedgerError(
    'unknown-reference',
    `${field} ${team} is no team of the framework, which has ${known}`,
    {
      field,
      id: team,
    },
  );
}

/** A panel that could never decide is not convened: too small for a quorum, or a required team without a seat. */
function requireWhole(seats: readonly Seat[], { terms }: FrameworkVersion, rules: Rules): void {
  const { minSeats, requiredTeams } = terms.rules;
  const teams = requiredTeams.filter((required) => !seats.some(({ team }) => team === required));
  rules.require(
    seats.length >= minSeats && teams.length === 0,
    () =>
      new LedgerError(
        'panel-incomplete',
        `a panel has at least ${minSeats} seats and one of each required team; these are ${seats.length}, without ${teams.join(', ') || 'a missing team'}`,
        { seats: seats.length, need: minSeats, teams },
      ),
  );
}
