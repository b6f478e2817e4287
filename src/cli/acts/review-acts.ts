import {
  type ActVerb,
  audiences,
  called,
  constant,
  id,
  needed,
  prose,
  reason,
  seat,
  type Take,
  whole,
  word,
  words,
} from './act-verb.ts';

const concern: Take = {
  form: '<concern>',
  meaning: 'its id, or an unambiguous beginning of it',
  field: 'concern',
  reading: 'concern',
};

export const reviewActs: readonly ActVerb[] = [
  {
    path: ['review', 'declare'],
    summary: 'declare one’s interests in a submission, or that there are none; before its content is shown',
    command: 'declare-interest',
    takes: [
      constant('--none', 'kind', 'none', 'there are none'),
      called('--category <key...>', words('categories', 'of the framework’s interest categories')),
      prose('detail', 'what there is to know of it'),
      seat,
    ],
    fills: ['seat', 'interest'],
  },
  {
    path: ['review', 'comment'],
    summary: 'say something about a submission',
    command: 'add-comment',
    takes: [
      needed(prose('text', 'the comment')),
      word('visibility', 'who may read it (participants)', audiences),
      called('--reply-to <event>', id('inReplyTo', 'the comment that it answers')),
    ],
  },
  {
    path: ['review', 'judge'],
    summary: 'record a judgment: a finding for each criterion, a position, reasons',
    command: 'record-judgment',
    takes: [
      {
        form: '--finding <criterion=finding...>',
        meaning: 'what was found on a criterion; may be repeated',
        field: 'findings',
        reading: 'findings',
        needed: true,
      },
      needed(
        word('position', 'the position', ['support', 'no-objection', 'reservation', 'block', 'abstain']),
      ),
      called(
        '--reasons <text>',
        prose('reasons.summary', 'why, in short; reasons for each finding go into --data-file'),
      ),
      seat,
      whole('version', 'the version judged; the one shown now where it is left out'),
    ],
    fills: ['seat', 'judged'],
    template: true,
    notes:
      'A judgment is written most easily in a file:\n  govledger review judge SUBMISSION --template > judgment.json\n  govledger review judge SUBMISSION --data-file judgment.json',
  },
  {
    path: ['review', 'withdraw'],
    summary: 'take one’s judgment back',
    command: 'withdraw-judgment',
    takes: [reason, seat, id('judgment', 'the event that recorded it; one’s last where it is left out')],
    fills: ['seat', 'judgment'],
  },
  {
    path: ['concern', 'raise'],
    summary: 'raise a blocking concern',
    command: 'raise-concern',
    takes: [
      needed(called('--criterion <key>', word('criterion', 'the criterion that it rests on'))),
      needed(called('--concern <text>', prose('concern', 'what is wrong'))),
      needed(prose('resolvedIf', 'what would resolve it')),
      seat,
      whole('version', 'the version read; the one shown now where it is left out'),
    ],
    fills: ['seat', 'judged'],
  },
  {
    path: ['concern', 'answer'],
    summary: 'answer a concern',
    command: 'answer-concern',
    names: [concern],
    takes: [needed(prose('answer', 'the answer'))],
  },
  {
    path: ['concern', 'withdraw'],
    summary: 'take one’s concern back',
    command: 'withdraw-concern',
    names: [concern],
    takes: [reason, seat],
    fills: ['seat'],
  },
  {
    path: ['concern', 'adopt'],
    summary: 'make the concern of a recused seat one’s own',
    command: 'adopt-concern',
    names: [concern],
    takes: [reason, seat],
    fills: ['seat'],
  },
  {
    path: ['concern', 'vote'],
    summary: 'vote on overruling a concern; the vote may be changed until the end',
    command: 'record-concern-vote',
    names: [concern],
    takes: [
      constant('--overrule', 'overrule', true, 'the review may go on over it'),
      constant('--keep', 'overrule', false, 'it is to stand'),
      reason,
      seat,
    ],
    fills: ['seat'],
  },
];
