import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { routes } from '../../src/http/routes/routes.ts';
import { cast, type Name } from '../decider/people.ts';
import { caseUnderReview, marks } from './a-case.ts';
import { ServedWorld } from './served-world.ts';

const judged = [marks.reasonsOf('ana'), marks.reasonsOf('ben'), marks.reasonsOf('dua')];
const ofParticipants = [marks.title, marks.comment, marks.question];
const ofPanel = [...ofParticipants, marks.panelComment, marks.concern];
const all = [...ofPanel, ...judged, marks.note];
/** Says what ana's sealed position is; it stands in no other data of the case. */
const position = '"abstain"';

/** Which of the marks each may read while the review is open; nobody else reads any. */
const mayRead: Partial<Record<Name, readonly string[]>> = {
  sub: ofParticipants,
  spo: ofParticipants,
  ana: [...ofPanel, ...judged],
  ben: [...ofPanel, ...judged],
  cem: ofPanel,
  // Recused: nothing of the case but what they wrote, and that in the export of their own acts alone.
  dua: [marks.reasonsOf('dua')],
  sec: [...ofPanel, ...judged],
  cha: [...ofPanel, ...judged],
  aud: all,
};
const ownExport = '/api/people/{person}/export';
const knowPosition: readonly Name[] = ['ana', 'ben', 'sec', 'cha', 'aud'];

describe('while a review is open', () => {
  let up: ServedWorld;
  let submission: string;
  before(async () => {
    up = await ServedWorld.open();
    submission = await caseUnderReview(up.world);
    await up.projector.waitFor();
  });
  after(() => up.close());

  /** Everything that the API answers to somebody, on every route that there is to read. */
  async function everythingFor(name: Name, wanted = (_path: string): boolean => true): Promise<string> {
    const answers: string[] = [];
    for (const { method, path, may: request } of routes) {
      // What describes the service says which positions there are, to anyone.
      if (method !== 'GET' || request === 'read-service' || !wanted(path)) continue;
      const address = path
        .replace('{submission}', submission)
        .replace('{person}', up.world.id(name))
        .replace('{framework}', 'tests')
        .replace('{version}', '1')
        .replace('{day}', '2026-01-05')
        .replace('{kind}', 'submissions')
        .replaceAll(/\{\w+\}/g, randomUUID());
      const { body, headers } = await up.as(name).get(address);
      answers.push(body, JSON.stringify(headers));
    }
    return answers.join('\n');
  }

  for (const name of Object.keys(cast).filter((each): each is Name => each in cast)) {
    const may = mayRead[name] ?? [];
    it(`${name} reads what is theirs (${may.length} of ${all.length} marks) and nothing else`, async () => {
      const text = await everythingFor(name);
      expect(all.filter((mark) => text.includes(mark))).to.have.members([...may]);
      if (!knowPosition.includes(name)) expect(text).not.to.contain(position);
    });
  }

  it('whoever is recused reads what they wrote in the export of their own acts alone', async () => {
    const text = await everythingFor('dua', (path) => path !== '/api/me/export' && path !== ownExport);
    expect(all.filter((mark) => text.includes(mark))).to.deep.equal([]);
  });

  it('nobody reads anything in the log of the server, its metrics, or the public log', async () => {
    const texts = [
      up.logged.join('\n'),
      (await up.operator.get('/metrics')).body,
      (await up.publicly('/events?limit=10000')).body,
      (await up.publicly('/frameworks')).body,
    ];
    for (const text of texts) {
      expect(all.filter((mark) => text.includes(mark))).to.deep.equal([]);
      expect(text).not.to.contain(position);
    }
    expect(up.logged.join('\n')).not.to.contain(submission);
  });

  it('a refusal tells nobody a mark, a position or a seat that is not theirs', async () => {
    const attempts: readonly (readonly [Name, string, object])[] = [
      ['cem', 'issue-decision', { outcome: 'approved' }],
      ['sub', 'record-judgment', { seat: 'ana', version: 1, findings: [], position: 'support' }],
      ['eli', 'record-judgment', { seat: 'dua', version: 1, findings: [], position: 'support' }],
      ['fay', 'add-comment', { text: 'x' }],
    ];
    for (const [name, command, data] of attempts) {
      const { status, body } = await up.as(name).command(submission, command, data);
      expect(status).to.be.within(400, 499);
      expect(all.filter((mark) => body.includes(mark))).to.deep.equal([]);
      expect(body).not.to.contain(position);
    }
  });

  it('who has not judged yet is not told by an entity tag how others did', async () => {
    const tag = async () => (await up.as('sub').get(`/api/submissions/${submission}`)).headers.etag;
    const before = await tag();
    await up.world.act(
      'sec',
      'add-comment',
      { text: 'Among us', visibility: 'panel' },
      { subject: submission },
    );
    expect(await tag()).to.equal(before);
    await up.world.act('sec', 'add-comment', { text: 'To all' }, { subject: submission });
    expect(await tag()).not.to.equal(before);
  });
});
