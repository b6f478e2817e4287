import { LedgerError } from '../../events/errors.ts';
import type { Role } from '../../events/ids.ts';
import type { CommandName } from '../commands/catalogue.ts';
import type { PersonFacts } from './facts.ts';
import type { Rules } from './rules.ts';

/**
 * How a person comes to a role on one submission: by the directory, or by what they are to the case.
 * `self` is the author of the entry that the command is about.
 */
export type Standing = 'directory' | 'submitter' | 'sponsor' | 'seat' | 'owner' | 'verifier' | 'self';

export interface Grant {
  readonly role: Role;
  readonly by: Standing;
}

const directory = (...roles: readonly Role[]): readonly Grant[] =>
  roles.map((role) => ({ role, by: 'directory' }));
const own: Grant = { role: 'submitter', by: 'submitter' };
const sponsor: Grant = { role: 'submitter', by: 'sponsor' };
const seat: Grant = { role: 'reviewer', by: 'seat' };

/** Command × role × condition: the only source of permission. The first grant that fits names the acting role. */
export const permissions: Readonly<Record<CommandName, readonly Grant[]>> = {
  'open-ledger': [],
  'register-person': directory('registrar'),
  'propose-role': directory('registrar', 'administrator'),
  'grant-role': directory('registrar', 'administrator'),
  'revoke-role': directory('registrar', 'administrator'),
  'join-team': directory('registrar'),
  'leave-team': directory('registrar'),
  'propose-framework': directory('steward'),
  'publish-framework': directory('steward', 'registrar'),
  'retire-framework': directory('steward', 'registrar'),
  'receive-submission': directory('submitter'),
  'revise-submission': [own, ...directory('secretary')],
  'return-submission': directory('secretary'),
  'request-information': directory('secretary'),
  'provide-information': [own, sponsor],
  'screen-submission': directory('secretary'),
  'withdraw-submission': [own],
  'close-submission': directory('secretary'),
  'reopen-submission': directory('secretary'),
  'correct-entry': [{ role: 'submitter', by: 'self' }, ...directory('secretary')],
  'convene-panel': directory('secretary'),
  'decline-seat': [seat],
  'vacate-seat': directory('secretary', 'chair'),
  'seat-alternate': directory('secretary'),
  'declare-interest': [seat],
  'clear-interest': directory('secretary', 'chair'),
  'recuse-reviewer': [seat, ...directory('chair', 'secretary')],
  'lift-recusal': directory('chair', 'secretary'),
  'dissolve-panel': directory('secretary'),
  'set-due-date': directory('secretary'),
  'extend-due-date': directory('secretary'),
  'add-comment': [own, sponsor, seat, ...directory('secretary', 'chair')],
  'record-judgment': [seat],
  'withdraw-judgment': [seat],
  'raise-concern': [seat],
  'answer-concern': [own, sponsor, ...directory('secretary')],
  'withdraw-concern': [seat],
  'adopt-concern': [seat],
  'record-concern-vote': [seat],
  'record-refusal': [],
  'propose-decision': directory('chair', 'secretary'),
  'withdraw-proposal': directory('chair', 'secretary'),
  'issue-decision': directory('chair', 'secretary'),
  'record-dissent': [seat],
  'publish-decision': directory('secretary', 'chair'),
  'submit-evidence': [{ role: 'submitter', by: 'owner' }],
  'reject-evidence': [{ role: 'verifier', by: 'verifier' }],
  'verify-condition': [{ role: 'verifier', by: 'verifier' }],
  'extend-condition': directory('secretary', 'chair'),
  'report-breach': [{ role: 'verifier', by: 'verifier' }, ...directory('secretary')],
  'suspend-decision': directory('chair', 'secretary'),
  'reinstate-decision': directory('chair', 'secretary'),
  'revoke-decision': directory('chair', 'secretary'),
  'supersede-decision': directory('chair', 'secretary'),
  'expire-decision': [],
  'record-overdue-condition': [],
};

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
  const grants = permissions[command];
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

const words: Readonly<Record<Exclude<Standing, 'directory'>, string>> = {
  submitter: 'the submitter of this submission',
  sponsor: 'its sponsor',
  seat: 'the holder of the seat',
  owner: 'the owner of the condition',
  verifier: 'the verifier of the condition',
  self: 'the author of the entry',
};
const inWords = ({ role, by }: Grant): string => (by === 'directory' ? `the role ${role}` : words[by]);
