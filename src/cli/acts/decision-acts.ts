import { type ActVerb, called, id, moment, named, prose, reason, seat, word } from './act-verb.ts';

const outcomes = [
  'approved',
  'approved-with-conditions',
  'declined',
  'declined-prohibited',
  'deferred',
] as const;
const decision = id('decision', 'the decision; the newest where it is left out');
const condition = named('condition', 'condition', 'its name, like pilot-first');

export const decisionActs: readonly ActVerb[] = [
  {
    path: ['decision', 'propose'],
    summary: 'put an outcome forward',
    command: 'propose-decision',
    takes: [word('outcome', 'the outcome', outcomes), prose('reasons', 'why')],
    notes: 'Conditions go into --data-file.',
  },
  {
    path: ['decision', 'withdraw'],
    summary: 'take a proposal back',
    command: 'withdraw-proposal',
    takes: [id('proposal', 'the event that proposed; the newest that stands where it is left out'), reason],
    fills: ['proposal'],
  },
  {
    path: ['decision', 'issue'],
    summary: 'decide: the outcome, with the rule that led to it, and what was judged is opened',
    command: 'issue-decision',
    takes: [
      word('outcome', 'the outcome; as proposed where it is left out', outcomes),
      id('proposal', 'the event that proposed it; the newest that stands where it is left out'),
      called('--facts <text>', prose('reasons.facts', 'what was found')),
      called('--why <text>', prose('reasons.why', 'why it comes out so')),
      moment('effective', 'from when on'),
      moment('expires', 'until when'),
      moment('reReview', 'when it is to be reviewed again'),
    ],
    fills: ['proposal'],
    notes: 'Conditions, further reasons and (with deferred) the new deadline go into --data-file.',
  },
  {
    path: ['decision', 'dissent'],
    summary: 'put on record that one does not share a decision',
    command: 'record-dissent',
    takes: [prose('text', 'why'), seat, decision],
    fills: ['seat', 'decision'],
  },
  {
    path: ['decision', 'publish'],
    summary: 'give a decision its public title, summary and reasons',
    command: 'publish-decision',
    takes: [
      called('--title <text>', prose('title', 'its public title')),
      prose('summary', 'what it is about'),
      prose('reasons', 'why it came out so'),
      called('--reference <id>', word('reference', 'the public identifier under which it appeared')),
    ],
  },
  {
    path: ['decision', 'suspend'],
    summary: 'say that an approval does not hold for now',
    command: 'suspend-decision',
    takes: [word('why', 'incident or other', ['incident', 'other']), reason, decision],
    fills: ['decision'],
  },
  {
    path: ['decision', 'reinstate'],
    summary: 'say that a suspended approval holds again',
    command: 'reinstate-decision',
    takes: [reason, decision],
    fills: ['decision'],
  },
  {
    path: ['decision', 'revoke'],
    summary: 'take an approval back for good',
    command: 'revoke-decision',
    takes: [reason, decision],
    fills: ['decision'],
  },
  {
    path: ['decision', 'supersede'],
    summary: 'say that another submission’s decision takes its place',
    command: 'supersede-decision',
    takes: [
      {
        form: '--by <submission:decision>',
        meaning: 'the other submission and its decision',
        field: 'by',
        reading: 'successor',
      },
      reason,
      decision,
    ],
    fills: ['decision'],
  },
  {
    path: ['condition', 'evidence'],
    summary: 'claim that a condition is met, and show it',
    command: 'submit-evidence',
    names: [condition],
    takes: [called('--evidence <text>', prose('evidence', 'what shows it')), decision],
    fills: ['decision'],
  },
  {
    path: ['condition', 'reject'],
    summary: 'find the evidence wanting',
    command: 'reject-evidence',
    names: [condition],
    takes: [
      reason,
      called(
        '--evidence <event>',
        id('evidence', 'the event; the last for the condition where it is left out'),
      ),
      decision,
    ],
    fills: ['decision', 'evidence'],
  },
  {
    path: ['condition', 'verify'],
    summary: 'find a condition met',
    command: 'verify-condition',
    names: [condition],
    takes: [
      word('result', 'acceptable, or alternate: met in another way', ['acceptable', 'alternate']),
      prose('note', 'what was looked at'),
      called(
        '--evidence <event>',
        id('evidence', 'the event; the last for the condition where it is left out'),
      ),
      decision,
    ],
    fills: ['decision', 'evidence'],
  },
  {
    path: ['condition', 'extend'],
    summary: 'give a condition more time',
    command: 'extend-condition',
    names: [condition],
    takes: [moment('due', 'by when'), reason, decision],
    fills: ['decision'],
  },
  {
    path: ['condition', 'breach'],
    summary: 'say that a condition was broken',
    command: 'report-breach',
    names: [condition],
    takes: [reason, decision],
    fills: ['decision'],
  },
];
