import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { SubmissionEvent } from '../../events/catalogue.ts';
import { systemCommandId } from '../../events/derived-ids.ts';
import { dueActs, isDue } from '../../projections/due.ts';
import {
  allJudged,
  condition,
  decision,
  issued,
  recordedStory,
  stateAfter,
  type Told,
  verified,
} from './story.ts';

const due = '2026-03-10T09:00:00.000Z';
const expires = '2026-06-01T00:00:00.000Z';
const conditions = [
  condition('one', 'before', due),
  condition('two', 'after', due),
  condition('late', 'after', '2026-07-01T00:00:00.000Z'),
  condition('always', 'continuing'),
];
const story: readonly Told[] = [...allJudged, issued('approved-with-conditions', { conditions, expires })];
const acts = (...more: readonly SubmissionEvent[]) => dueActs(stateAfter(...story, ...more));
const about = (...more: readonly SubmissionEvent[]) => acts(...more).map(({ what }) => what);

describe('what the system has to do when time passes', () => {
  it('is told with the subject, the instant and the command, earliest first', () => {
    const subject = recordedStory(...story).at(-1)?.id;
    const overdue = (key: string) => ({
      command: 'record-overdue-condition',
      data: { decision, condition: key, due },
      subject,
      what: `ConditionBreached/${key}`,
      due,
    });
    expect(acts()).to.deep.equal([
      overdue('one'),
      overdue('two'),
      {
        command: 'expire-decision',
        data: { decision, expires },
        subject,
        what: 'DecisionExpired',
        due: expires,
      },
    ]);
  });

  it('has an id of its own for each act, though two conditions are due together', () => {
    const ids = acts().map(({ subject, what, due: at }) => systemCommandId(subject, what, at));
    expect(new Set(ids).size).to.equal(3);
  });

  it('is due after the instant, not at it', () => {
    const [act] = acts();
    expect(act && isDue(act, due)).to.equal(false);
    expect(act && isDue(act, '2026-03-10T09:00:00.001Z')).to.equal(true);
  });

  it('leaves out what was verified, moved, or recorded already', () => {
    const breach = { type: 'ConditionBreached', data: { decision, condition: 'two', due } } as const;
    expect(about(verified('one'), breach)).to.deep.equal(['DecisionExpired']);
    const moved = { decision, condition: 'one', due: '2026-04-01T00:00:00.000Z', reason: 'r' };
    expect(about({ type: 'ConditionExtended', data: moved })).to.deep.equal([
      'ConditionBreached/two',
      'ConditionBreached/one',
      'DecisionExpired',
    ]);
  });

  it('is nothing once the decision is over, or where it approves nothing', () => {
    expect(about({ type: 'DecisionRevoked', data: { decision } })).to.deep.equal([]);
    expect(about({ type: 'DecisionExpired', data: { decision, expires } })).to.deep.equal([]);
    expect(dueActs(stateAfter(...allJudged, issued('declined', { expires })))).to.deep.equal([]);
    expect(dueActs(stateAfter(...allJudged))).to.deep.equal([]);
  });
});
