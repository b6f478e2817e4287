import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { acts } from '../../src/cli/acts/acts.ts';
import { commandNames } from '../../src/commands/catalogue.ts';
import { specOf } from '../../src/commands/parse.ts';
import { commandRules } from '../../src/permissions/commands.ts';
import { type Called, type Circumstances, call, emptyFolder, type Folder } from './calling.ts';
import { enrolled, type MadeLedger, makeLedger } from './ledger.ts';
import { type ServedFolder, serveFolder } from './serving.ts';

const Recorded = z.looseObject({
  person: z.string().optional(),
  events: z.array(z.looseObject({ id: z.string(), type: z.string() })),
});
const Case = z.looseObject({
  told: z.looseObject({ concerns: z.array(z.looseObject({ concern: z.string() })) }),
});
const Template = z.looseObject({
  position: z.string(),
  findings: z.array(
    z.looseObject({ criterion: z.string(), finding: z.string(), reasons: z.string(), '_one of': z.string() }),
  ),
});

describe('verbs that are one command on a submission', () => {
  it('cover every command that people have there, each once', () => {
    const onSubmissions = commandNames.filter(
      (name) =>
        specOf(name).stream === 'submission' &&
        commandRules[name].grants.length > 0 &&
        commandRules[name].bySystem !== true &&
        name !== 'receive-submission',
    );
    expect(acts.map(({ command }) => command)).to.have.members(onSubmissions);
  });

  it('fill fields that their commands have, with choices that they take', () => {
    for (const { path, command, names = [], takes } of acts) {
      const schema = z.toJSONSchema(specOf(command).data, { unrepresentable: 'any', io: 'input' });
      for (const { field, choices } of [...names, ...takes]) {
        const [outer = '', inner] = field.split('.');
        const property = z
          .looseObject({})
          .parse(schema.properties?.[outer], { error: () => `${path.join(' ')} ${field}` });
        const own =
          inner === undefined
            ? property
            : z.looseObject({ properties: z.record(z.string(), z.looseObject({})) }).parse(property)
                .properties[inner];
        expect(own, `${path.join(' ')} ${field}`).to.be.an('object');
        if (choices !== undefined)
          expect(
            z.looseObject({ enum: z.array(z.string()) }).parse(own).enum,
            `${path.join(' ')} ${field}`,
          ).to.have.members([...choices]);
      }
    }
  });
});

for (const way of ['the folder', 'a server'] as const) {
  describe(`a review on the command line through ${way}`, () => {
    let folder: Folder;
    let server: ServedFolder | null = null;
    let made: MadeLedger;
    const tokens: Record<string, string> = {};
    const people: Record<string, string> = {};

    before(async () => {
      folder = emptyFolder();
      made = await makeLedger(join(folder.path, 'data'));
      if (way === 'a server') server = await serveFolder(made.data);
      for (const [name, role] of [
        ['cho', 'chair'],
        ['vic', 'verifier'],
        ['owen', 'submitter'],
      ] as const)
        people[name] = await registered(`${name} Example`, role);
      Object.assign(people, made.people);
      for (const [name, person] of Object.entries(people))
        tokens[name] = await enrolled(made.data, person, join(folder.path, `${name}.token`));
    });
    after(async () => {
      await server?.stop();
      folder.remove();
    });

    const registered = async (name: string, role: string): Promise<string> => {
      const { person = '' } = Recorded.parse((await ok(['person', 'register', name])).json());
      await ok(['role', 'grant', person, role]);
      return person;
    };

    /** By somebody's token, or by the operator. */
    const done = (who: string | null, args: readonly string[], given?: Circumstances): Promise<Called> => {
      const token = who === null ? [] : ['--token-file', tokens[who] ?? ''];
      return call([...args, ...token, '--json', '--data', made.data], given);
    };
    const ok = async (
      args: readonly string[],
      who: string | null = null,
      given?: Circumstances,
    ): Promise<Called> => {
      const called = await done(who, args, given);
      expect(called.code, `${args.join(' ')}: ${called.err}`).to.equal(0);
      return called;
    };
    const on = (verb: string, ...args: readonly string[]): readonly string[] => [
      ...verb.split(' '),
      made.submission.slice(0, 8),
      ...args,
    ];

    it('say what is accepted where something is left out', async () => {
      expect((await done(null, on('submission screen'))).err).to.include('--scope: is needed: in or out');
      expect((await done('ana', on('review judge', '--position', 'support'))).err).to.include(
        'criterion=finding, one for each criterion; --template shows them',
      );
      expect((await call(['schema', 'nope'])).err).to.include('govledger schema commands lists them');
    });

    it('makes a feed address and ends it, by a token alone', async () => {
      expect((await ok(['token', 'feed'], 'ana')).out).to.match(
        /\/feeds\/[^"]+\.ics[\s\S]*\/feeds\/[^"]+\.atom/,
      );
      await ok(['token', 'feed', '--end'], 'ana');
      expect((await done(null, ['token', 'feed'])).err).to.include('not-signed-in');
    });

    it('names whoever asks who they are', async () => {
      for (const [who, name] of [
        ['ana', 'Ana Example'],
        ['owen', 'owen Example'],
      ] as const) {
        const { out } = await call(['whoami', '--token-file', tokens[who] ?? '', '--data', made.data]);
        expect(out).to.match(new RegExp(`^name +${name}$`, 'm'));
      }
    });

    it('goes from declared interests over a concern to a decision, each by their own token', async () => {
      for (const who of ['ana', 'ben', 'cem']) await ok(on('review declare', '--none'), who);
      await ok(on('review comment', '--text', '-'), 'ana', { input: 'who checks the routes?' });

      const { out } = await ok(on('review judge', '--template'), 'ana');
      const template = Template.parse(JSON.parse(out));
      const file = join(folder.path, 'judgment.json');
      writeFileSync(file, out);
      const unfinished = await done('ana', on('review judge', '--data-file', file));
      expect([unfinished.code, unfinished.err]).to.deep.equal([
        2,
        '{"error":{"code":"usage","message":"findings: nothing is found on no-harm-to-people yet","facts":{"field":"findings"}}}\n',
      ]);
      const filledIn = {
        ...template,
        position: 'support',
        findings: template.findings.map((each) => ({
          ...each,
          finding: each['_one of'].split(', ')[0],
          reasons: 'looked at',
        })),
      };
      writeFileSync(file, JSON.stringify(filledIn));
      for (const [who, seat] of [
        ['ana', []],
        ['ben', ['--seat', 'ns-1']],
        ['cem', ['--seat', 'ns-2']],
      ] as const)
        expect((await ok(on('review judge', '--data-file', file, ...seat), who)).out).to.match(
          /"JudgmentRecorded"/,
        );
      const raised = await ok(
        on(
          'concern raise',
          '--criterion',
          'human-oversight',
          '--concern',
          'nobody watches',
          '--resolved-if',
          'somebody does',
        ),
        'cem',
      );
      expect(raised.out).to.match(/"ConcernRaised"/);
      const shown = Case.parse((await ok(['submission', 'show', made.submission], 'ben')).json());
      const concern = shown.told.concerns[0]?.concern.slice(0, 8) ?? '';
      await ok(on('concern vote', concern, '--keep', '--reason', 'it is grave'), 'ben');
      await ok(on('concern answer', concern, '--answer', 'the duty officer does'));
      await ok(on('concern withdraw', concern, '--reason', 'answered'), 'cem');

      const conditions = join(folder.path, 'conditions.json');
      const condition = {
        condition: 'pilot-first',
        kind: 'before',
        criteria: ['human-oversight'],
        due: '2031-01-01T00:00:00.000Z',
        text: 'Try it first.',
      };
      const owned = { ...condition, owner: people['owen'], verifier: people['vic'] };
      writeFileSync(conditions, JSON.stringify({ conditions: [owned] }));
      await ok(
        on(
          'decision propose',
          '--outcome',
          'approved-with-conditions',
          '--reasons',
          'all agree',
          '--data-file',
          conditions,
        ),
        'cho',
      );
      await ok(on('decision propose', '--outcome', 'declined', '--reasons', 'a slip'), 'cho');
      expect((await ok(on('decision withdraw', '--reason', 'it was one'), 'cho')).out).to.match(
        /"DecisionProposalWithdrawn"/,
      );
      const issuing = [
        '--facts',
        'three judged',
        '--why',
        'all agree',
        '--expires',
        '2031-01-01',
        '--data-file',
        conditions,
      ];
      const issued = await ok(on('decision issue', ...issuing), 'cho');
      expect(issued.out).to.match(/"DecisionIssued"/);
      await ok(
        on(
          'decision publish',
          '--title',
          'Convoys',
          '--summary',
          'Routes of convoys',
          '--reasons',
          'All agreed',
        ),
      );
      await ok(on('condition evidence', 'pilot-first', '--evidence', 'it ran a week'), 'owen');
      await ok(on('condition reject', 'pilot-first', '--reason', 'a week is short'), 'vic');
      await ok(on('condition evidence', 'pilot-first', '--evidence', 'it ran a month'), 'owen');
      await ok(on('condition verify', 'pilot-first', '--result', 'acceptable'), 'vic');
      await ok(on('decision dissent', '--text', 'too soon'), 'cem');
      await ok(on('decision suspend', '--why', 'incident', '--reason', 'a report'), 'cho');
      await ok(on('decision reinstate', '--reason', 'it was another'), 'cho');
      const { out: after } = await ok(['submission', 'show', made.submission]);
      expect(after)
        .to.match(/"outcome": "approved-with-conditions"/)
        .and.to.match(/"standing": "in-force"/);
      expect(readFileSync(join(made.data, 'ledger.db')).includes('nobody watches')).to.equal(false);
    });
  });
}
