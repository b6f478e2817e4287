import {
  type ActVerb,
  audiences,
  called,
  id,
  moment,
  named,
  prose,
  reason,
  texts,
  whole,
  word,
  words,
  yes,
} from './act-verb.ts';

const closings = [
  'returned',
  'out-of-scope',
  'withdrawn',
  'declined',
  'completed',
  'retired',
  'lapsed',
  'revoked',
  'superseded',
] as const;

export const submissionActs: readonly ActVerb[] = [
  {
    path: ['submission', 'revise'],
    summary: 'change what was submitted: fields that are not named stay as they are',
    command: 'revise-submission',
    takes: [
      called('--field <name=value...>', texts('fields', 'a field and its new value; may be repeated')),
      called('--remove <name...>', words('removed', 'fields that are taken out')),
      word('useCategory', 'one of the framework’s use categories'),
      yes('material', 'judgments so far are to be made again, whatever changed'),
      prose('summary', 'what was changed, and why'),
    ],
    fills: ['fields'],
  },
  {
    path: ['submission', 'screen'],
    summary: 'say whether it is in scope, and how much it needs',
    command: 'screen-submission',
    takes: [
      word('scope', 'in or out', ['in', 'out']),
      word('riskTier', 'one of the framework’s risk tiers'),
      word('track', 'one of the framework’s tracks'),
      called(
        '--presume <criterion...>',
        words('presumed', 'prohibitions presumed crossed until found otherwise'),
      ),
      called('--rebuttal <criterion=text...>', texts('rebuttals', 'what would lift a presumption')),
      whole('frameworkVersion', 'screened against this version; the current one where it is left out'),
      prose('reasons', 'why'),
    ],
  },
  {
    path: ['submission', 'return'],
    summary: 'send it back unreviewed',
    command: 'return-submission',
    takes: [prose('reasons', 'why, and what would make it reviewable')],
  },
  {
    path: ['submission', 'ask'],
    summary: 'ask the submitter for information',
    command: 'request-information',
    takes: [prose('questions', 'what is asked'), moment('due', 'by when')],
  },
  {
    path: ['submission', 'answer'],
    summary: 'answer what was asked',
    command: 'provide-information',
    takes: [
      prose('answer', 'the answer'),
      id('request', 'the event that asked; the open one where it is left out'),
    ],
    fills: ['request'],
  },
  {
    path: ['submission', 'withdraw'],
    summary: 'take one’s own submission back, before a decision',
    command: 'withdraw-submission',
    takes: [reason],
  },
  {
    path: ['submission', 'close'],
    summary: 'say that nothing more is expected in this case',
    command: 'close-submission',
    takes: [word('why', 'why', closings), prose('note', 'more about it')],
  },
  {
    path: ['submission', 'reopen'],
    summary: 'take a closed case up again',
    command: 'reopen-submission',
    takes: [reason],
  },
  {
    path: ['submission', 'correct'],
    summary: 'put a text of an entry right; both texts stay visible',
    command: 'correct-entry',
    names: [named('entry', 'entry', 'the event that said it')],
    takes: [
      called('--field <name>', word('field', 'a text of the entry, like reasons, or occurred')),
      prose('text', 'what it should say'),
      word('visibility', 'who may read it', audiences),
      reason,
    ],
  },
  {
    path: ['submission', 'note'],
    summary: 'put an auditor’s note on a case, for auditors alone',
    command: 'add-audit-note',
    takes: [prose('text', 'the note')],
  },
];
