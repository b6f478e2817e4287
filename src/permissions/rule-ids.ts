import type { ErrorCode, SeparationRule } from '../../events/errors.ts';

/** The refusals that are conditions of an act: when it is accepted, and of whom. Everything else refused is its shape, or a reference. */
export const conditions = [
  'operator-cannot-vote',
  'fenced',
  'wrong-phase',
  'late',
  'seat-recused',
  'seat-vacant',
  'left-team',
  'interest-undeclared',
  'interest-uncleared',
  'not-in-team',
  'already-seated',
  'seat-taken',
  'seat-judged',
  'recusal-computed',
  'panel-incomplete',
  'quorum-possible',
  'invalid-deadline',
  'framework-retired',
  'screening-outdated',
  'presumption-stands',
  'version-changed',
  'criteria-changed',
  'listed-as-material',
  'findings-missing',
  'position-not-allowed',
  'visibility-not-allowed',
  'seat-exhausted',
  'review-sealed',
  'concern-ended',
  'concern-not-adoptable',
  'own-concern',
  'outcome-not-allowed',
  'not-judged',
  'wrong-standing',
  'condition-broken',
  'not-due',
  'already-done',
  'last-log-key',
  'held',
  'retention',
  'review-open',
] as const satisfies readonly ErrorCode[];
export type Condition = (typeof conditions)[number];

/** As refusals, `broke` lists and reports name it. */
export type RuleId = SeparationRule | Condition;

/** What each separation of duties says (DESIGN §7). */
export const separations: Readonly<Record<SeparationRule, string>> = {
  'SOD-1':
    'Submitter and sponsor hold no seat in their own case, neither steer its review nor decide it; and nobody audits a case that they are part of.',
  'SOD-2': 'Who owns a condition, and who submitted the case, does not verify the condition.',
  'SOD-6': 'The author of a framework version does not publish it.',
  'SOD-7':
    'Nobody grants, lifts or edits their own role, team, name in the directory, seat, fence or credential; some changes of roles take two people.',
  'SOD-8': 'Who proposes an erasure, writes a report or places a hold does not approve or release it.',
  'SOD-9': 'An administrator holds no role and no seat in which content is opened or judged.',
  'SOD-10': 'A service account never holds a voting seat.',
};
