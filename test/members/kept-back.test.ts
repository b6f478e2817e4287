import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { LedgerError } from '../../events/errors.ts';
import { caseUnderReview } from '../http/a-case.ts';
import { refused } from '../vault/refusals.ts';
import { MembersWorld } from './members-world.ts';

describe('of an open review', () => {
  let up: MembersWorld;
  let submission: string;
  before(async () => {
    up = await MembersWorld.open();
    submission = await caseUnderReview(up.world);
  });
  after(() => up.close());

  it('whose case it is hears how many have judged, and not which seats', async () => {
    const panel = await up.members.submission(up.viewer('sec'), submission);
    const own = await up.members.submission(up.viewer('sub'), submission);
    expect(panel.state.judgments).not.to.deep.equal([]);
    expect(own.state.judgments).to.deep.equal([]);
    expect(own.state.votes).to.deep.equal([]);
    expect(own.progress).to.deep.equal(panel.progress);
  });

  it('a title in a list of work is noted, and not given where that cannot be noted', async () => {
    const viewer = up.viewer('cem');
    const { items } = await up.members.work(viewer, {});
    expect(items.map(({ title }) => title.state)).to.include('opened');
    expect([...up.access.readsBy(viewer.person)].map(({ purpose }) => purpose)).to.include('work');
    const closed = up.readingWith({
      record: () => {
        throw new LedgerError('store-unavailable', 'the access log cannot be written', { reason: 'full' });
      },
    });
    await refused(closed.work(viewer, {}), 'store-unavailable');
  });

  it('the operator is not taken for whose case it is', async () => {
    const changes = { roles: ['secretary'] } as const;
    const { entrance } = up.members;
    const own = await entrance.enter(up.viewer('sub', changes), submission);
    const operator = await entrance.enter(up.viewer('sub', { ...changes, via: 'operator' }), submission);
    expect([own.audience, operator.audience]).to.deep.equal(['participants', 'panel']);
  });
});
