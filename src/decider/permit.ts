import { LedgerError } from '../../events/errors.ts';
import type { Role } from '../../events/ids.ts';
import type { CommandName } from '../commands/catalogue.ts';
import type { Grant, Standing } from '../permissions/command-rules.ts';
import { commandRules } from '../permissions/commands.ts';
import { standingsInWords } from '../permissions/roles.ts';
import type { PersonFacts } from './facts.ts';
import type { Rules } from './rules.ts';

/** In which role, and for which team, a person acts. */
export interface Acting {
  readonly role: Role;
  readonly team: string | null;
}

/** What a person is to the submission, as far as the command asks. */
export interface Relation {
  readonly standings: readonly Standing[];
  /** The team of the seat in which they act. */
  readonly team?: string | null;
}

/**
 * The first grant of the table that fits. In imported mode an act by someone without one is noted as `not-permitted`
 * and recorded under the role that the table asks for first.
 * @throws LedgerError `not-permitted`, naming the roles that would be accepted
 */
export function permit(
  command: CommandName,
  actor: PersonFacts | null,
  relation: Relation,
  rules: Rules,
): Acting {
  const { grants } = commandRules[command];
  const grant = grants.find(({ role, by }) =>
    by === 'directory' ? actor?.roles.includes(role) === true : relation.standings.includes(by),
  );
  rules.require(
    grant !== undefined,
    () =>
      new LedgerError(
        'not-permitted',
        `${command} needs ${grants.map(inWords).join(' or ') || 'the ledger itself'}`,
        {
          command,
          accepted: [...new Set(grants.map(({ role }) => role))],
        },
      ),
  );
  const role = grant?.role ?? grants[0]?.role ?? 'service';
  return { role, team: grant?.by === 'seat' ? (relation.team ?? null) : null };
}

const inWords = ({ role, by }: Grant): string =>
  by === 'directory' ? `the role ${role}` : standingsInWords[by];
