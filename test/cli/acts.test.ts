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

const Recorded = z.looseObject({
  person: z.string().optional(),
  events: z.array(z.looseObject({ id: z.string(), type: z.string() })),
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

describe('a review on the command line', () => {
  let folder: Folder;
  let made: MadeLedger;
  const tokens: Record<string, string> = {};

  before(async () => {
    folder = emptyFolder();
    made = await makeLedger(join(folder.path, 'data'));
    const chair = await registered('Cho Example', 'chair');
    for (const [name, person] of Object.entries({
      ...made.people,
      cho: chair,
      vic: await registered('Vic Example', 'verifier'),
      owen: await registered('Owen Example', 'submitter'),
    }))
      tokens[name] = await enrolled(made.data, person, join(folder.path, `${name}.token`));
  });
  after(() => folder.remove());

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
    for (const who of ['ana', 'ben', 'cem']) {
      const { events } = Recorded.parse(
        (
          await ok(
            on(
              'review judge',
              '--data-file',
              file,
              ...(who === 'ana' ? [] : ['--seat', who === 'ben' ? 'ns-1' : 'ns-2']),
            ),
            who,
          )
        ).json(),
      );
      expect(events.map(({ type }) => type)).to.deep.equal(['JudgmentRecorded']);
    }
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
    const concern =
      /"concern": "([0-9a-f-]{36})"/.exec(
        (await ok(['submission', 'timeline', made.submission], null)).out,
      )?.[1] ?? '';
    expect(raised.out + concern).to.match(/ConcernRaised[\s\S]*[0-9a-f-]{36}$/);
    await ok(on('concern answer', concern, '--answer', 'the duty officer does'));
    await ok(on('concern withdraw', concern, '--reason', 'answered'), 'cem');

    await ok(on('decision propose', '--outcome', 'approved', '--reasons', 'all agree'), 'cho');
    const issued = await ok(
      on(
        'decision issue',
        '--outcome',
        'approved',
        '--facts',
        'three judged',
        '--why',
        'all agree',
        '--expires',
        '2031-01-01',
      ),
      'cho',
    );
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
    await ok(on('decision suspend', '--why', 'incident', '--reason', 'a report'), 'cho');
    await ok(on('decision reinstate', '--reason', 'it was another'), 'cho');
    const { out: shown } = await ok(['submission', 'show', made.submission]);
    expect(shown).to.match(/"outcome": "approved"/);
    expect(readFileSync(join(made.data, 'ledger.db')).includes('nobody watches')).to.equal(false);
  });
});
