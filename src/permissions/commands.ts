import type { Role } from '../../events/ids.ts';
import type { StreamKind } from '../../events/stream.ts';
import { type CommandName, commandNames, commandSpecs } from '../commands/catalogue.ts';
import type { CommandRule, Grant } from './command-rules.ts';
import type { RuleId } from './rule-ids.ts';

const directory = (...roles: readonly Role[]): readonly Grant[] =>
  roles.map((role) => ({ role, by: 'directory' }));
const own: Grant = { role: 'submitter', by: 'submitter' };
const sponsor: Grant = { role: 'submitter', by: 'sponsor' };
const seat: Grant = { role: 'reviewer', by: 'seat' };
const owner: Grant = { role: 'submitter', by: 'owner' };
const verifier: Grant = { role: 'verifier', by: 'verifier' };

const steers = true;
const liftsFences = true;
const neverByOperator = true;

/** To sit, and to be of the seat's team still. */
const held = ['seat-recused', 'seat-vacant', 'left-team'] as const;
/** Also to have declared one's interests, and had a declared one cleared. */
const opened = [...held, 'interest-undeclared', 'interest-uncleared'] as const;
/** A judgment, concern or vote while a panel reviews. */
const judging = ['wrong-phase', 'late', ...opened, 'seat-exhausted'] as const;
const filled = ['seat-recused', 'seat-vacant'] as const;
/** Who may be given a seat. */
const seatable = ['SOD-1', 'SOD-7', 'SOD-9', 'SOD-10', 'fenced', 'not-in-team', 'already-seated'] as const;
/** What keeps a text from being erased. */
const kept = ['review-open', 'held', 'retention'] as const;
const conditional = ['SOD-2', 'SOD-9', 'fenced'] as const;

/** Command × role × condition: the only source of permission, printed to `docs/roles.md`. */
export const commandRules: Readonly<Record<CommandName, CommandRule>> = {
  'open-ledger': { grants: [], founding: true, rules: ['SOD-7'] },
  'recover-ledger': { grants: directory('registrar'), atTheMachine: true, rules: [] },
  'add-log-key': { grants: directory('administrator'), rules: [] },
  'retire-log-key': { grants: directory('administrator'), rules: ['already-done', 'last-log-key'] },
  'record-export': {
    grants: directory('auditor', 'reporter', 'privacy-officer', 'secretary'),
    narrowed: 'export-by-audience',
    rules: ['visibility-not-allowed'],
  },
  'seal-access': { grants: [], bySystem: true, rules: ['not-due', 'already-done'] },

  'place-hold': { grants: directory('privacy-officer', 'auditor'), rules: [] },
  'release-hold': { grants: directory('privacy-officer', 'auditor'), rules: ['SOD-8', 'already-done'] },
  'set-retention': { grants: directory('privacy-officer'), rules: [] },

  'register-person': { grants: directory('registrar'), founding: true, rules: [] },
  'correct-person': { grants: directory('registrar'), rules: ['SOD-7'] },
  'propose-role': {
    grants: directory('registrar', 'administrator'),
    rules: ['SOD-7', 'SOD-9', 'SOD-10'],
  },
  'grant-role': {
    grants: directory('registrar', 'administrator'),
    founding: true,
    rules: ['SOD-7', 'SOD-9', 'SOD-10'],
  },
  'revoke-role': { grants: directory('registrar', 'administrator'), rules: ['SOD-7'] },
  'join-team': { grants: directory('registrar'), rules: ['SOD-7'] },
  'leave-team': { grants: directory('registrar'), rules: ['SOD-7'] },

  'propose-framework': { grants: directory('steward'), rules: [] },
  'publish-framework': { grants: directory('steward', 'registrar'), rules: ['SOD-6'] },
  'retire-framework': { grants: directory('steward', 'registrar'), rules: [] },

  'receive-submission': { grants: directory('submitter'), rules: [] },
  'revise-submission': {
    grants: [own, ...directory('secretary')],
    narrowed: 'content-by-submitter',
    rules: ['wrong-phase', 'listed-as-material'],
  },
  'return-submission': { grants: directory('secretary'), rules: ['wrong-phase'] },
  'request-information': { grants: directory('secretary'), rules: ['wrong-phase'] },
  'provide-information': { grants: [own, sponsor], rules: ['wrong-phase'] },
  'screen-submission': {
    grants: directory('secretary'),
    steers,
    rules: ['wrong-phase', 'presumption-stands'],
  },
  'withdraw-submission': { grants: [own], rules: ['wrong-phase'] },
  'close-submission': { grants: directory('secretary'), rules: ['wrong-phase'] },
  'reopen-submission': { grants: directory('secretary'), steers, rules: ['wrong-phase'] },
  'correct-entry': { grants: [{ role: 'submitter', by: 'self' }, ...directory('secretary')], rules: [] },

  'convene-panel': {
    grants: directory('secretary'),
    steers,
    rules: [
      'wrong-phase',
      'framework-retired',
      'screening-outdated',
      'panel-incomplete',
      'invalid-deadline',
      ...seatable,
    ],
  },
  'decline-seat': { grants: [seat], rules: ['wrong-phase', ...filled, 'seat-judged'] },
  'vacate-seat': {
    grants: directory('secretary', 'chair'),
    steers,
    rules: ['SOD-7', 'wrong-phase', ...filled, 'seat-taken', 'seat-judged'],
  },
  'seat-alternate': {
    grants: directory('secretary'),
    steers,
    liftsFences,
    rules: ['wrong-phase', 'seat-taken', ...seatable],
  },
  'declare-interest': {
    grants: [seat],
    neverByOperator,
    rules: ['wrong-phase', ...held, 'interest-uncleared'],
  },
  'clear-interest': {
    grants: directory('secretary', 'chair'),
    steers,
    liftsFences,
    rules: ['SOD-7', 'wrong-phase', ...filled],
  },
  'recuse-reviewer': {
    grants: [seat, ...directory('chair', 'secretary')],
    narrowed: 'self-by-holder',
    steers,
    neverByOperator,
    rules: ['SOD-7', 'wrong-phase', ...filled],
  },
  'lift-recusal': {
    grants: directory('chair', 'secretary'),
    steers,
    liftsFences,
    neverByOperator,
    rules: ['wrong-phase', 'seat-taken', 'recusal-computed'],
  },
  'dissolve-panel': { grants: directory('secretary'), steers, rules: ['wrong-phase', 'quorum-possible'] },
  'set-due-date': { grants: directory('secretary'), rules: ['wrong-phase', 'invalid-deadline'] },
  'extend-due-date': { grants: directory('secretary'), rules: ['wrong-phase', 'invalid-deadline'] },

  'add-comment': {
    grants: [own, sponsor, seat, ...directory('secretary', 'chair')],
    rules: ['wrong-phase', 'late', ...opened, 'visibility-not-allowed'],
  },
  'record-judgment': {
    grants: [seat],
    narrowed: 'concern-by-owner',
    neverByOperator,
    rules: [
      ...judging,
      'version-changed',
      'criteria-changed',
      'findings-missing',
      'position-not-allowed',
      'review-sealed',
      'concern-ended',
    ],
  },
  'withdraw-judgment': { grants: [seat], neverByOperator, rules: ['wrong-phase', ...held] },
  'raise-concern': {
    grants: [seat],
    neverByOperator,
    rules: [...judging, 'version-changed', 'criteria-changed'],
  },
  'answer-concern': {
    grants: [own, sponsor, ...directory('secretary')],
    rules: ['wrong-phase', 'review-sealed', 'concern-ended'],
  },
  'withdraw-concern': {
    grants: [seat],
    narrowed: 'concern-by-owner',
    neverByOperator,
    rules: ['wrong-phase', ...held, 'review-sealed', 'concern-ended'],
  },
  'adopt-concern': {
    grants: [seat],
    neverByOperator,
    rules: [...judging, 'review-sealed', 'concern-ended', 'concern-not-adoptable'],
  },
  'record-concern-vote': {
    grants: [seat],
    neverByOperator,
    rules: [...judging, 'review-sealed', 'concern-ended', 'own-concern'],
  },
  'record-refusal': { grants: [], bySystem: true, rules: [] },
  'add-audit-note': { grants: directory('auditor'), neverByOperator, rules: ['SOD-1'] },

  'propose-decision': {
    grants: directory('chair', 'secretary'),
    neverByOperator,
    rules: ['SOD-1', 'wrong-phase', ...conditional],
  },
  'withdraw-proposal': {
    grants: directory('chair', 'secretary'),
    narrowed: 'proposal-by-author-or-chair',
    rules: ['already-done'],
  },
  'issue-decision': {
    grants: directory('chair', 'secretary'),
    neverByOperator,
    rules: [
      'SOD-1',
      'wrong-phase',
      ...conditional,
      'already-done',
      'review-sealed',
      'outcome-not-allowed',
      'invalid-deadline',
    ],
  },
  'record-dissent': { grants: [seat], neverByOperator, rules: [...held, 'not-judged', 'already-done'] },
  'publish-decision': { grants: directory('secretary', 'chair'), rules: [] },

  'submit-evidence': { grants: [owner], rules: ['wrong-standing'] },
  'reject-evidence': { grants: [verifier], rules: ['SOD-2', 'wrong-standing', 'already-done'] },
  'verify-condition': { grants: [verifier], rules: ['SOD-2', 'wrong-standing', 'already-done'] },
  'extend-condition': {
    grants: directory('secretary', 'chair'),
    steers,
    rules: ['wrong-standing', 'condition-broken', 'already-done'],
  },
  'report-breach': {
    grants: [verifier, ...directory('secretary')],
    rules: ['wrong-standing', 'already-done'],
  },
  'suspend-decision': {
    grants: directory('chair', 'secretary'),
    rules: ['wrong-standing', 'already-done'],
  },
  'reinstate-decision': {
    grants: directory('chair', 'secretary'),
    steers,
    rules: ['wrong-standing', 'condition-broken'],
  },
  'revoke-decision': { grants: directory('chair', 'secretary'), rules: ['wrong-standing'] },
  'supersede-decision': { grants: directory('chair', 'secretary'), rules: ['wrong-standing'] },
  'expire-decision': { grants: [], bySystem: true, rules: ['not-due', 'already-done'] },
  'record-overdue-condition': { grants: [], bySystem: true, rules: ['not-due', 'already-done'] },

  'propose-erasure': { grants: directory('privacy-officer', 'registrar'), rules: [...kept, 'already-done'] },
  'approve-erasure': { grants: directory('privacy-officer'), rules: ['SOD-8', ...kept, 'already-done'] },
  'record-erased': { grants: [], bySystem: true, rules: ['already-done'] },
};

/** Only the ledger itself asks for these. */
export const systemCommands: readonly CommandName[] = commandNames.filter(
  (name) => commandRules[name].bySystem === true,
);

/** Those that callers of the API may give: not what the ledger itself asks for, nor what is done at the machine alone. */
export const offeredCommands: readonly CommandName[] = commandNames.filter(
  (name) => commandRules[name].grants.length > 0 && commandRules[name].atTheMachine !== true,
);

/** All that may stand in the way of somebody whom a grant fits: what the gate of every act on a submission asks, and its own. */
export function rulesOf(command: CommandName): readonly RuleId[] {
  const { rules, steers, liftsFences, neverByOperator, bySystem } = commandRules[command];
  const gate: readonly (RuleId | false | undefined)[] = [
    neverByOperator && 'operator-cannot-vote',
    steers && 'SOD-1',
    liftsFences && 'SOD-7',
    streamOf(command) === 'submission' && bySystem !== true && 'fenced',
  ];
  const asked = gate.filter((rule) => rule !== false && rule !== undefined);
  return [...new Set([...asked, ...rules])];
}

const streamOf = (command: CommandName): StreamKind | undefined =>
  commandSpecs.find(({ name }) => name === command)?.stream;
