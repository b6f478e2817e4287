import { expect } from 'chai';
import { after, beforeEach, describe, it } from 'mocha';
import { canonical } from '../../events/canonical.ts';
import { LedgerError } from '../../events/errors.ts';
import { toJson } from '../../events/json.ts';
import { submissionStream } from '../../events/stream.ts';
import { concernsOf } from '../../projections/evaluator/concerns.ts';
import type { Viewer } from '../../src/members/viewer.ts';
import { findings } from '../decider/framework.ts';
import type { Name } from '../decider/people.ts';
import { criteriaHash } from '../handle/world.ts';
import { caseUnderReview, marks } from '../http/a-case.ts';
import { refused } from '../vault/refusals.ts';
import { MembersWorld } from './members-world.ts';

describe('while a review is open, who sits on it', () => {
  let up: MembersWorld;
  let submission: string;
  const opened: MembersWorld[] = [];
  beforeEach(async () => {
    up = await MembersWorld.open();
    opened.push(up);
    submission = await caseUnderReview(up.world);
  });
  after(() => Promise.all(opened.map((each) => each.close())));

  /** All that somebody is answered about the case. */
  const readBy = async (name: Name, changes: Partial<Viewer> = {}): Promise<string> => {
    const viewer = up.viewer(name, changes);
    const { members } = up;
    return [
      await members.submission(viewer, submission),
      await members.timeline(viewer, submission),
      await members.explain(viewer, submission),
    ]
      .map((answer) => canonical(toJson(answer)))
      .join('\n');
  };
  const others = [marks.reasonsOf('ana'), marks.reasonsOf('ben'), '"abstain"'];
  const foundBy = async (name: Name): Promise<readonly string[]> => {
    const text = await readBy(name);
    return others.filter((mark) => text.includes(mark));
  };
  const judge = (name: Name, version = 1) =>
    up.world.act(
      name,
      'record-judgment',
      {
        seat: name,
        version,
        criteria: criteriaHash,
        findings: findings(),
        position: 'support',
        reasons: { summary: `MINE${name}` },
      },
      { subject: submission },
    );

  const answer = (concern: string, text: string) =>
    up.world.act('sub', 'answer-concern', { concern, answer: text }, { subject: submission });

  it('reads how others judged once they have judged, and not before', async () => {
    expect(await foundBy('cem')).to.deep.equal([]);
    expect((await up.members.explain(up.viewer('cem'), submission)).sealed).to.equal(true);
    await judge('cem');
    expect(await foundBy('cem')).to.deep.equal(others);
    expect((await up.members.explain(up.viewer('cem'), submission)).sealed).to.equal(false);
  });

  it('reads it no more once they took their judgment back, but still reads their own', async () => {
    const { events } = await judge('cem');
    const judgment = events.find(({ type }) => type === 'JudgmentRecorded')?.id ?? '';
    const reason = 'BACK';
    await up.world.act(
      'cem',
      'withdraw-judgment',
      { seat: 'cem', judgment, reason },
      { subject: submission },
    );
    expect(await foundBy('cem')).to.deep.equal([]);
    expect(await readBy('cem')).to.contain('MINEcem');
    // Why somebody took theirs back is a word about a judgment as well.
    await up.world.act(
      'ana',
      'withdraw-judgment',
      {
        seat: 'ana',
        judgment: (await lastJudgment('ana')) ?? '',
        reason: 'BACKana',
      },
      { subject: submission },
    );
    expect(await readBy('cem')).not.to.contain('BACKana');
    expect(await readBy('ben')).to.contain('BACKana');
  });

  const lastJudgment = async (seat: string): Promise<string | undefined> =>
    (await up.world.handler.history(`submission-${submission}`)).state.judgments.findLast(
      (each) => each.seat === seat,
    )?.event;

  it('judges again before reading others, once the case has changed in what matters', async () => {
    await judge('cem');
    await up.world.act(
      'sub',
      'revise-submission',
      { fields: { purpose: 'Plan evacuation' } },
      { subject: submission },
    );
    expect(await foundBy('cem')).to.deep.equal([]);
    await judge('cem', 2);
    expect(await foundBy('cem')).to.deep.equal(others);
  });

  it('reads no more than their own words once they have left the team', async () => {
    await judge('cem');
    const text = await readBy('cem', { teams: [] });
    expect(text).to.contain('MINEcem');
    expect([...others, marks.concern, marks.title].filter((mark) => text.includes(mark))).to.deep.equal([]);
  });

  it('reads a concern that was raised by itself at once', async () => {
    const { state } = await up.world.handler.history(submissionStream(submission));
    await answer(state.raised[0]?.concern ?? '', 'ANSWERraised');
    const text = await readBy('cem');
    expect(text).to.contain(marks.concern);
    expect(text).to.contain('ANSWERraised');
  });

  it('reads nothing of a concern that came in a judgment before they have judged, nor what is said about it', async () => {
    await up.world.act(
      'ana',
      'record-judgment',
      {
        seat: 'ana',
        version: 1,
        criteria: criteriaHash,
        findings: findings(),
        position: 'block',
        reasons: { summary: 'R' },
        concern: { criterion: 'fairness', concern: 'CARRIEDconcern', resolvedIf: 'x' },
      },
      { subject: submission },
    );
    const { state } = await up.world.handler.history(submissionStream(submission));
    const all = concernsOf(state, up.world.now, 5).map(({ concern }) => concern);
    const concern = all.find((id) => !state.raised.some((each) => each.concern === id)) ?? '';
    await answer(concern, 'CARRIEDanswer');
    await up.world.act(
      'ana',
      'withdraw-concern',
      { seat: 'ana', concern, reason: 'CARRIEDback' },
      { subject: submission },
    );
    const said = ['CARRIEDconcern', 'CARRIEDanswer', 'CARRIEDback'];
    const read = async (name: Name) => {
      const text = await readBy(name);
      return said.filter((mark) => text.includes(mark));
    };
    expect(await read('cem')).to.deep.equal([]);
    expect(await read('ben')).to.deep.equal(said);
    expect(await read('sub')).to.deep.equal(['CARRIEDanswer']);
    await judge('cem');
    expect(await read('cem')).to.deep.equal(said);
  });
});

describe('an answer that opens sealed text', () => {
  let up: MembersWorld;
  after(() => up.close());

  it('is noted, by the names of what was opened, and is refused where that cannot be noted', async () => {
    up = await MembersWorld.open();
    const submission = await caseUnderReview(up.world);
    const viewer = up.viewer('sub');
    await up.members.submission(viewer, submission);
    const noted = [...up.access.readsOf(submission)];
    // Names are opened by themselves, and noted so.
    expect(noted.map(({ person, purpose }) => [person, purpose])).to.deep.equal([
      [viewer.person, 'submission'],
      [viewer.person, 'submission'],
    ]);
    expect(noted.flatMap(({ fields }) => fields)).to.include.members(['fields.title', 'name']);
    expect(JSON.stringify(noted)).not.to.contain(marks.title);
    const closed = up.readingWith({
      record: () => {
        throw new LedgerError('store-unavailable', 'the access log cannot be written', { reason: 'full' });
      },
    });
    await refused(closed.submission(viewer, submission), 'store-unavailable');
    await refused(closed.timeline(viewer, submission), 'store-unavailable');
    await refused(closed.submissions(viewer, {}, {}), 'store-unavailable');
  });
});
