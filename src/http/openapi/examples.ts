import type { AskedOf, CommandName } from '../../commands/catalogue.ts';

type Examples = { readonly [N in CommandName]?: AskedOf<N>['data'] };

const ana = '0196f3f0-0001-7000-8000-00000000a0a0';
const ben = '0196f3f0-0002-7000-8000-00000000b0b0';
const cleo = '0196f3f0-0003-7000-8000-00000000c0c0';
const fixed = {
  due: '2027-03-12T17:00:00.000Z',
  graceUntil: '2027-03-15T17:00:00.000Z',
  hardStop: '2027-03-19T17:00:00.000Z',
  zone: 'Europe/Lisbon',
};

/** Data of the commands by which a review goes from receipt to decision, for a reader of the document. */
const examples: Examples = {
  'receive-submission': {
    framework: 'sample-national-security',
    useCategory: 'translation-and-summarisation',
    fields: {
      title: 'Translating incident reports for liaison officers',
      summary: 'A language model drafts translations; a linguist reads every draft before it goes out.',
      purpose: 'Liaison officers receive reports hours earlier.',
    },
  },
  'revise-submission': {
    fields: { safeguards: 'Names and numbers are compared with the original by a second program.' },
    summary: 'Says how names are checked.',
  },
  'request-information': { questions: 'Who may stop the system, and how soon does it stop?' },
  'provide-information': {
    request: '0b1c6a52-6a3b-5f0e-9d0d-8f6f3a1c2b10',
    answer: 'Any linguist, at once.',
  },
  'screen-submission': {
    scope: 'in',
    riskTier: 'moderate',
    track: 'standard',
    presumed: ['no-harm-to-people'],
    rebuttals: { 'no-harm-to-people': 'What the panel has to find before this presumption is lifted.' },
    reasons: 'In scope: a partner acts on what the system writes.',
  },
  'convene-panel': {
    seats: [
      { seat: 'policy-1', holder: ana, team: 'product-policy' },
      { seat: 'policy-2', holder: ben, team: 'product-policy' },
      { seat: 'security-1', holder: cleo, team: 'national-security' },
    ],
    deadline: fixed,
  },
  'declare-interest': { seat: 'policy-1', kind: 'none' },
  'recuse-reviewer': { seat: 'policy-1', kind: 'self', reason: 'I advised the office that submits this.' },
  'add-comment': { visibility: 'panel', text: 'The testing says nothing about idioms.' },
  'record-judgment': {
    seat: 'policy-1',
    version: 1,
    findings: [
      { criterion: 'no-harm-to-people', finding: 'clear' },
      { criterion: 'human-oversight', finding: 'met-if' },
      { criterion: 'fairness', finding: 'upholds' },
    ],
    position: 'support',
    reasons: { summary: 'Every draft is read by a person who can stop it.' },
  },
  'raise-concern': {
    seat: 'security-1',
    version: 1,
    criterion: 'testing-before-use',
    concern: 'Nothing was tested on reports about named persons.',
    resolvedIf: 'A hundred such reports are translated and compared blind.',
  },
  'answer-concern': {
    concern: '5b0c6a52-6a3b-5f0e-9d0d-8f6f3a1c2b10',
    answer: 'Done: see the file “names”.',
  },
  'record-concern-vote': {
    concern: '5b0c6a52-6a3b-5f0e-9d0d-8f6f3a1c2b10',
    seat: 'policy-2',
    overrule: false,
  },
  'issue-decision': {
    outcome: 'approved-with-conditions',
    conditions: [
      {
        condition: 'trained-linguists',
        kind: 'before',
        criteria: ['human-oversight'],
        owner: ana,
        verifier: ben,
        due: '2027-04-30T17:00:00.000Z',
        text: 'Each linguist has been shown how to refuse a draft.',
      },
    ],
    reasons: {
      facts: 'A linguist reads every draft before it goes out.',
      why: 'The panel finds every bright line clear.',
    },
  },
  'verify-condition': {
    decision: '7d0c6a52-6a3b-5f0e-9d0d-8f6f3a1c2b10',
    condition: 'trained-linguists',
    result: 'acceptable',
  },
  'register-person': {
    person: ana,
    kind: 'human',
    name: 'Ana Example',
    secret: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  },
  'grant-role': { person: ana, role: 'secretary' },
  'join-team': { person: ana, team: 'product-policy' },
};

/** An example of a command's data; undefined where there is none. */
export const exampleOf = (command: CommandName): object | undefined => examples[command];
