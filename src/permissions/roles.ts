import type { Role } from '../../events/ids.ts';
import type { Narrowing, Standing } from './command-rules.ts';

/** What each role is for, as `docs/roles.md` says it. */
export const rolesInWords: Readonly<Record<Role, string>> = {
  submitter:
    'Puts cases up for review, answers what is asked about them, and keeps the conditions that they own.',
  secretary:
    'Runs the desk: checks and screens what comes in, convenes panels, keeps their dates, and closes cases.',
  chair: 'Leads the decision: proposes and issues it, directs recusals, and may suspend or revoke it later.',
  reviewer: 'Sits on panels for a team: declares interests, judges, objects, votes.',
  verifier: 'Is named by a decision to say whether a condition is met.',
  steward: 'Writes and publishes the frameworks by which cases are judged.',
  registrar: 'Keeps the directory: who is there, in which teams, and, with somebody else, in which roles.',
  auditor:
    'Reads everything but cases of their own, replays how it came about, and notes what they find. Their notes change nothing.',
  reporter: 'Makes reports of the whole from its listings.',
  'privacy-officer': 'Answers people who ask what is held about them, and sees to erasure.',
  administrator:
    'Sees to access and to the machine: grants roles with somebody else, ends credentials. Opens no case.',
  service: 'A program. It holds no seat, whatever else it is granted.',
};

/** What somebody is to a case, where that and not the directory lets them act. */
export const standingsInWords: Readonly<Record<Exclude<Standing, 'directory'>, string>> = {
  submitter: 'the submitter of this submission',
  sponsor: 'its sponsor',
  seat: 'the holder of the seat',
  owner: 'the owner of the condition',
  verifier: 'the verifier of the condition',
  self: 'the author of the entry',
};

export const narrowingsInWords: Readonly<Record<Narrowing, string>> = {
  'content-by-submitter':
    'the content is the submitter’s alone to change; the secretary may declare a version material',
  'self-by-holder': 'of their own accord only the holder, directed only somebody else',
  'concern-by-owner': 'a concern that stands already only who raised or adopted it',
  'proposal-by-author-or-chair': 'only who made the proposal, or the chair',
  'export-by-audience': 'for `panel` and `auditors` only an auditor, or the operator at the machine',
};
