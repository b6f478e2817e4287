import type { FrameworkVersion } from '../framework-versions.ts';
import type { Waiting, WaitReason } from './waiting.ts';

const phrases: Readonly<Record<WaitReason, string>> = {
  'screen-submission': 'screen the submission',
  'answer-information': 'answer a request for information',
  'convene-panel': 'convene a panel',
  'seat-alternate': 'seat an alternate',
  'declare-interest': 'declare any interest in the case',
  'clear-interest': 'clear a declared interest, or direct a recusal',
  'record-judgment': 'record a judgment',
  'judge-again': 'judge again: the submission changed since the judgment',
  'answer-concern': 'answer a concern',
  'vote-on-concern': 'vote on a concern',
  'adopt-concern': 'adopt a concern whose raiser is recused, or let it lapse',
  'propose-decision': 'propose a decision',
  'extend-or-dissolve': 'extend the due date, or dissolve the panel: time ended without a quorum',
  'issue-decision': 'issue the decision, or withdraw the proposal',
  'publish-decision': 'publish the decision',
  'submit-evidence': 'show that a condition is met',
  'verify-condition': 'verify a condition',
  'resolve-suspension': 'end the suspension: have its condition verified, reinstate or revoke',
  're-review': 'review the approval again',
  'close-submission': 'close the submission',
};

/** What has to be done, without a word about where or by whom: it may stand where anybody reads it. */
export const reasonInWords = (why: WaitReason): string => phrases[why];

/** What has to be done, as a person reads it: `record a judgment (National Security)`. */
export function waitingInWords({ why, who }: Waiting, framework: FrameworkVersion | null): string {
  if (who.team === null) return phrases[why];
  const team = framework?.terms.teams.find(({ key }) => key === who.team)?.label ?? who.team;
  return `${phrases[why]} (${team})`;
}
