import { Outcome } from '../../../events/decision.ts';
import { Roles } from '../../../events/ids.ts';
import { populationKinds } from '../../../projections/population/kinds.ts';
import { commandNames } from '../../commands/catalogue.ts';
import { commandRules } from '../../permissions/commands.ts';
import { viewNames } from '../../projector/shape.ts';
import { phases } from '../phases.ts';
import type { Choices } from '../verb.ts';

const callable = commandNames.filter((name) => commandRules[name].grants.length > 0);

const known = {
  commands: callable,
  listings: populationKinds,
  outcomes: Outcome.options,
  phases,
  roles: Roles,
  schemas: ['commands', 'history', ...callable],
  views: viewNames,
} as const satisfies Readonly<Record<Exclude<Choices, readonly string[]>, readonly string[]>>;

/** The words of a closed set; none where anything may stand. */
export const wordsOf = (choices: Choices | undefined): readonly string[] =>
  choices === undefined ? [] : typeof choices === 'string' ? known[choices] : choices;
