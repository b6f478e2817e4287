import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { z } from 'zod';
import { findings } from '../decider/framework.ts';
import { criteriaHash } from '../handle/world.ts';
import { caseUnderReview } from './a-case.ts';
import { codeOf, ServedWorld } from './served-world.ts';

const aKey = () => ({ 'idempotency-key': randomUUID() });
const Stale = z.object({
  detail: z.string(),
  facts: z.object({
    current: z.string(),
    changed: z.array(z.object({ revision: z.number(), type: z.string(), recordedAt: z.string() })),
  }),
});

describe('people who act at once', () => {
  let up: ServedWorld;
  let submission: string;
  before(async () => {
    up = await ServedWorld.open();
  });
  after(() => up.close());
  beforeEach(async () => {
    submission = await caseUnderReview(up.world);
  });

  const tagOf = async (name: 'sec' | 'cha' | 'sub'): Promise<string> =>
    (await up.as(name).get(`/api/submissions/${submission}`)).headers.etag ?? '';
  const revise = (title: string, tag: string, key = aKey()) =>
    up
      .as('sub')
      .post(
        `/api/submissions/${submission}/revise-submission`,
        { fields: { title } },
        { ...key, 'if-match': tag },
      );

  it('on one revision: the second is told that it is stale, and what changed', async () => {
    const [hers, his] = [await tagOf('sub'), await tagOf('sub')];
    expect((await revise('First', hers)).status).to.equal(201);
    const second = await revise('Second', his);
    expect([second.status, codeOf(second)]).to.deep.equal([412, 'stale']);
    const { detail, facts } = Stale.parse(second.json());
    expect(facts.changed.map(({ type }) => type)).to.deep.equal(['SubmissionRevised']);
    expect(detail).to.contain('SubmissionRevised');
    expect((await revise('Second', facts.current)).status).to.equal(201);
  });

  it('at the very same moment: one is taken, the other is stale', async () => {
    const tag = await tagOf('sub');
    const both = await Promise.all(['One', 'Two'].map((title) => revise(title, tag)));
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).to.deep.equal([201, 412]);
  });

  it('sent again under its key, an act that rested on a tag answers as it did, though that is stale by its own doing', async () => {
    const [tag, key] = [await tagOf('sub'), aKey()];
    expect((await revise('Once', tag, key)).status).to.equal(201);
    const again = await revise('Once', tag, key);
    expect([again.status, Object(again.json()).replayed]).to.deep.equal([200, true]);
  });

  it('what the sender cannot see does not disturb them', async () => {
    const tag = await tagOf('sub');
    await up.world.act(
      'sec',
      'add-comment',
      { text: 'Among us', visibility: 'panel' },
      { subject: submission },
    );
    expect((await revise('Undisturbed', tag)).status).to.equal(201);
  });

  it('a tag is good for its viewer alone', async () => {
    const answered = await revise('Borrowed', await tagOf('sec'));
    expect(answered.status).to.equal(412);
  });

  it('judging is not disturbed by what others say meanwhile', async () => {
    const judge = up.as('cem').post(
      `/api/submissions/${submission}/record-judgment`,
      {
        seat: 'cem',
        version: 1,
        criteria: criteriaHash,
        findings: findings(),
        position: 'support',
        reasons: { summary: 's' },
      },
      aKey(),
    );
    const comments = ['ana', 'sub', 'sec'] as const;
    const said = comments.map((name) =>
      up.as(name).post(`/api/submissions/${submission}/add-comment`, { text: 'Meanwhile' }, aKey()),
    );
    const all = await Promise.all([judge, ...said]);
    expect(all.map(({ status }) => status)).to.deep.equal([201, 201, 201, 201]);
  });

  it('a judgment on another version or other criteria than its author saw is refused', async () => {
    const judge = (changes: object) =>
      up.as('cem').post(
        `/api/submissions/${submission}/record-judgment`,
        {
          seat: 'cem',
          version: 1,
          criteria: criteriaHash,
          findings: findings(),
          position: 'support',
          reasons: { summary: 's' },
          ...changes,
        },
        aKey(),
      );
    expect(codeOf(await judge({ version: 2 }))).to.equal('version-changed');
    const other = await judge({ criteria: 'f'.repeat(64) });
    expect([other.status, codeOf(other)]).to.deep.equal([412, 'criteria-changed']);
  });

  it('one key on two connections at once acts once, and answers the same', async () => {
    const key = aKey();
    const send = () => up.as('ana').post(`/api/submissions/${submission}/add-comment`, { text: 'Once' }, key);
    const both = await Promise.all([send(), send(), send()]);
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).to.deep.equal([200, 200, 201]);
    const answers = both.map((each) => ({ ...Object(each.json()), replayed: null }));
    expect(answers[1]).to.deep.equal(answers[0]);
    expect(answers[2]).to.deep.equal(answers[0]);
  });

  it('who is recused hears of nothing, and their act goes on record once they have heard', async () => {
    const send = () =>
      up.as('dua').post(`/api/submissions/${submission}/add-comment`, { text: 'Let me' }, aKey());
    const missing = await up
      .as('dua')
      .post(`/api/submissions/${randomUUID()}/add-comment`, { text: 'x' }, aKey());
    const fenced = await send();
    const masked = (body: string): string => body.replaceAll(/[0-9a-f-]{36}/g, 'ID');
    expect([fenced.status, masked(fenced.body)]).to.deep.equal([missing.status, masked(missing.body)]);
    let body = '';
    for (let tries = 0; !body.includes('ActRefused') && tries < 100; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      body = (await up.as('aud').get(`/api/submissions/${submission}/timeline`)).body;
    }
    expect(body).to.contain('ActRefused');
  });

  it('a missing id and a foreign one cost the same', async () => {
    const timed = async (id: string): Promise<number> => {
      const started = performance.now();
      await up.as('fay').get(`/api/submissions/${id}`);
      return performance.now() - started;
    };
    const [foreign, missing]: [number[], number[]] = [[], []];
    for (let i = 0; i < 60; i += 1) {
      foreign.push(await timed(submission));
      missing.push(await timed(randomUUID()));
    }
    // What else the machine does only adds: the least of each is what it costs. A wide bound, for what it has to notice
    // is a state that is read and parsed for one of them.
    expect(Math.min(...foreign) / Math.min(...missing)).to.be.within(0.4, 2.5);
  });
});
