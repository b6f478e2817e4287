import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { acts } from '../../src/cli/acts/acts.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { shippedFramework } from '../../src/frameworks/shipped.ts';
import { packageRoot } from '../package-root.ts';
import { call, emptyFolder, type Folder } from './calling.ts';
import { enrolled, fields, framework, type MadeLedger, makeLedger } from './ledger.ts';

type Case = readonly [
  verb: string,
  args: (made: MadeLedger) => readonly string[],
  says: RegExp,
  holds: string,
];

/** Every verb but `serve` and those about tokens and backups (`token.test.ts`, `test/backup`): how it is called, what people read, and a member of the JSON document. */
const cases: readonly Case[] = [
  ['init', () => [], /A new ledger stands in .*\n[\s\S]*mode 0600/, 'ledger'],
  ['doctor', () => [], /ok {6}vault {7}opens with its key[\s\S]*Nothing is wrong/, 'findings'],
  [
    'do',
    ({ submission }) => ['add-comment', '--submission', submission, '--with', '{"text":"hello"}'],
    /add-comment: recorded\n[\s\S]*CommentAdded {2}revision/,
    'events',
  ],
  [
    'framework propose',
    () => ['--data-file', definition, '--summary', 'what is new'],
    /propose-framework: recorded/,
    'events',
  ],
  [
    'framework publish',
    () => ['--data-file', definition, '--token-file', registrar],
    /publish-framework: recorded/,
    'events',
  ],
  ['framework list', () => [], /sample-national-security {2}1 {8}in force/, 'frameworks'],
  [
    'framework show',
    () => [framework, '1'],
    /Prohibitions: never outvoted[\s\S]*No harm to people/,
    'definition',
  ],
  ['framework diff', () => [framework, '1', '2'], /from version 1 to 2\n {2}\S/, 'changes'],
  ['person register', () => ['Dora Example'], /register-person: recorded\n {2}person {2,}\S{36}/, 'person'],
  [
    'person correct',
    ({ people }) => [people.cem, '--name', 'Cem Corrected', '--reason', 'Misspelt'],
    /correct-person: recorded\n[\s\S]*EntryCorrected {2}revision/,
    'events',
  ],
  ['person list', () => [], /^(?=[\s\S]*Cem Corrected)[\s\S]*Ana Example +human +product-policy/, 'people'],
  [
    'person show',
    ({ people }) => [people.ana.slice(0, 8)],
    /Ana Example[\s\S]*teams +product-policy/,
    'teams',
  ],
  ['team join', () => ['registrar', 'national-security'], /join-team: recorded/, 'events'],
  ['team leave', () => ['registrar', 'national-security'], /leave-team: recorded/, 'events'],
  [
    'team list',
    () => [],
    /^product-policy +\S{36} +(Ana|Ben) Example +Product Policy(?=[\s\S]*Cem Corrected)/m,
    'teams',
  ],
  ['role propose', ({ people }) => [people.cem, 'chair'], /propose-role: recorded/, 'events'],
  ['role grant', () => ['registrar', 'verifier'], /grant-role: recorded/, 'events'],
  ['role revoke', () => ['registrar', 'verifier'], /revoke-role: recorded/, 'events'],
  ['role list', () => [], /administrator +\S{36} +First administrator/, 'roles'],
  [
    'log keys',
    () => [],
    /^KEY +SINCE[\s\S]* now +log\.key +test\.example\/log\n[\s\S]*\ntest\.example\/log\+/,
    'keys',
  ],
  ['log make-key', () => [], /log-[0-9a-f]{8}\.key: a key that nothing is signed by yet/, 'vkey'],
  ['log seal-access', () => [], /^No day of reads was left to seal\.$/m, 'sealed'],
  ['hold list', () => [], /^No hold was ever placed\.$/m, 'holds'],
  ['access', () => [], /AT +SUBMISSION +FOR +FIELDS/, 'items'],
  ['whoami', () => [], /Operator of this ledger[\s\S]*through +the folder \//, 'person'],
  ['submission receive', () => receiving, /receive-submission: recorded\n {2}submission/, 'submission'],
  ['submission list', () => ['--phase', 'review'], /review +- +- +the title of the convoys/, 'submissions'],
  [
    'submission show',
    ({ submission }) => [submission.slice(0, 6)],
    /Panel 1, convened[\s\S]*purpose {2,}the purpose/,
    'fields',
  ],
  [
    'submission timeline',
    ({ submission }) => [submission],
    /PanelConvened[\s\S]*holder Ben Example/,
    'entries',
  ],
  ['work', () => [], /screen the submission/, 'work'],
  [
    'explain',
    ({ submission }) => [submission],
    /What an approval still needs[\s\S]*one more judgment from National Security/,
    'needed',
  ],
  ['events', () => ['--limit', '1'], /^\{"actor":.*"type":"LedgerOpened","v":1\}\n$/, 'actor'],
  [
    'replay',
    ({ submission }) => [submission, '--step'],
    /panel: none → 3 seats[\s\S]*phase {2,}review/,
    'steps',
  ],
  ['rebuild', () => ['people'], /rebuilt people from \d+ events in/, 'views'],
  ['import', () => [example, '--source', 'example'], /added +\d+\n[\s\S]*events appended/, 'added'],
  ['schema', () => ['record-judgment'], /"title": "The data of record-judgment"/, 'properties'],
  [
    'population',
    () => ['people'],
    /Ana Example[\s\S]*people: \d+ rows\nfrom the log up to index \d+/,
    'rows',
  ],
];
const example = join(packageRoot, 'docs/examples/history.ndjson');
let definition = '';
let registrar = '';
const receiving = [
  '--framework',
  framework,
  '--use-category',
  'logistics',
  ...Object.entries(fields).flatMap(([name, value]) => ['--field', `${name}=${value}`]),
];

describe('the verbs of the command line', () => {
  let folder: Folder;
  let made: MadeLedger;

  before(async () => {
    folder = emptyFolder();
    made = await makeLedger(join(folder.path, 'data'));
    registrar = await enrolled(made.data, 'registrar', join(folder.path, 'registrar.token'));
    definition = join(folder.path, 'v2.json');
    writeFileSync(definition, JSON.stringify(shippedFramework(2)));
  });
  after(() => folder.remove());

  const called = (verb: string, args: readonly string[]) =>
    call([...verb.split(' '), ...args, '--data', made.data]);

  it('are all tried here, but for those with tests of their own', () => {
    const elsewhere = [
      'serve',
      'backup',
      'restore',
      'recover',
      'hold place',
      'hold release',
      'erase propose',
      'erase approve',
      'redecide',
      'export',
      'adopt',
      'submission export',
      'submission check-export',
      'person export',
      'framework retire',
      'log add-key',
      'log retire-key',
      'submission file',
      'vault rotate-key',
      'verify',
      'receipt',
      'receipt verify',
      'completion',
      ...acts.map(({ path }) => path.join(' ')),
    ];
    const others = verbs.map(({ path }) => path.join(' ')).filter((verb) => !verb.startsWith('token '));
    expect([...cases.map(([verb]) => verb), ...elsewhere]).to.have.members(others);
  });

  for (const [verb, args, says] of cases) {
    it(`${verb} says to people what they need`, async () => {
      const { code, out, err } = await called(verb, args(made));
      expect(err).to.equal('');
      expect(out).to.match(says);
      expect(code).to.equal(0);
    });
  }

  for (const [verb, args, , member] of cases) {
    // What the first round did cannot all be done twice: then the refusal is the JSON document.
    it(`${verb} gives programs one JSON document`, async () => {
      const { code, out, err } = await called(verb, [...args(made), '--json']);
      if (code === 0) expect(JSON.parse(out)).to.have.property(member);
      else expect(JSON.parse(err)).to.have.nested.property('error.code').that.is.oneOf(again);
    });
  }

  it('fit into 80 columns where a person looks', async () => {
    for (const [verb, args] of cases.filter(([name]) => reads.includes(name))) {
      const { out } = await call([...verb.split(' '), ...args(made), '--data', made.data], { columns: 80 });
      for (const line of out.split('\n')) expect([...line].length, `${verb}: ${line}`).to.be.at.most(80);
    }
  });
});

/** Refusals of a second round. */
const again = ['already-exists', 'not-found', 'unknown-reference', 'not-permitted'];
const reads = [
  'framework show',
  'framework list',
  'person list',
  'person show',
  'team list',
  'role list',
  'submission list',
  'submission show',
  'submission timeline',
  'work',
  'explain',
  'replay',
  'population',
  'framework diff',
];
