import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { caseUnderReview, marks } from './a-case.ts';
import { ServedWorld } from './served-world.ts';

describe('listings for auditors', () => {
  let up: ServedWorld;
  let submission: string;
  before(async () => {
    up = await ServedWorld.open();
    submission = await caseUnderReview(up.world);
  });
  after(() => up.close());

  const listed = async (kind: string) => (await up.as('aud').get(`/api/population/${kind}`)).body;

  it('name people, and it is noted that they were read', async () => {
    expect(await listed('judgments'))
      .to.contain(submission)
      .and.to.contain('Name of ana');
    const noted = [...up.access.readsBy(up.world.id('aud'))].map(({ purpose }) => purpose);
    expect(noted).to.contain('population');
  });

  it('name nobody to one who has a part in a case', async () => {
    await up.world.act(
      'sub',
      'receive-submission',
      { framework: 'tests', fields: { title: 'Own', purpose: 'p' }, sponsor: up.world.id('aud') },
      { subject: '0190a5de-7c3a-7000-8000-0123456789ab' },
    );
    await up.projector.waitFor();
    expect(await listed('judgments'))
      .to.contain(submission)
      .and.not.to.contain('Name of');
  });
});

describe('a panel that is dissolved', () => {
  let up: ServedWorld;
  before(async () => {
    up = await ServedWorld.open();
  });
  after(() => up.close());

  it('opens no judgment to who sat on it and had not judged; to the desk it does', async () => {
    const submission = await caseUnderReview(up.world);
    const subject = { subject: submission };
    await up.world.act('cem', 'recuse-reviewer', { seat: 'cem', kind: 'self', reason: 'r' }, subject);
    await up.world.act('ben', 'recuse-reviewer', { seat: 'ben', kind: 'self', reason: 'r' }, subject);
    await up.world.act('eli', 'decline-seat', { seat: 'dua', reason: 'r' }, subject);
    await up.world.act('sec', 'dissolve-panel', { reason: 'r' }, subject);
    await up.projector.waitFor();
    const read = async (name: 'sec' | 'eli' | 'ana') =>
      (await up.as(name).get(`/api/submissions/${submission}/timeline`)).body;
    expect(await read('sec')).to.contain(marks.reasonsOf('ben'));
    expect(await read('eli')).not.to.contain(marks.reasonsOf('ben'));
    expect(await read('ana')).not.to.contain(marks.reasonsOf('ben'));
  });
});
