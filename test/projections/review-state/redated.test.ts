import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { SubmissionEvent } from '../../../events/catalogue.ts';
import { allJudged, issued, recordedStory, stateAfter, type Told } from '../story.ts';

describe('a corrected time', () => {
  const revoked: SubmissionEvent = { type: 'DecisionRevoked', data: {} };
  const story: readonly Told[] = [...allJudged, issued('approved'), revoked];
  const events = recordedStory(...story);
  const correct = (type: SubmissionEvent['type'], occurred?: string): SubmissionEvent => ({
    type: 'EntryCorrected',
    data: {
      entry: events.find((event) => event.type === type)?.id ?? '',
      field: 'occurred',
      visibility: 'public',
      reason: 'r',
      ...(occurred === undefined ? {} : { occurred }),
    },
  });

  it('shows wherever the state says when its entry happened, beside when it was recorded', () => {
    const before = stateAfter(...story);
    const state = stateAfter(
      ...story,
      correct('SubmissionReceived', '2020-01-01'),
      correct('PanelConvened', '2020-01-02'),
      correct('DecisionIssued', '2020-01-03'),
      correct('DecisionRevoked', '2020-01'),
      correct('DecisionRevoked', '2020-02'),
    );
    expect(state.received?.when).to.deep.equal({ ...before.received?.when, occurred: '2020-01-01' });
    expect(state.versions[0]?.when.occurred).to.equal('2020-01-01');
    expect(state.panel?.when.occurred).to.equal('2020-01-02');
    expect(state.decision?.when.occurred).to.equal('2020-01-03');
    expect(state.decision?.revoked?.when.occurred).to.equal('2020-02');
    expect(state.screening?.when).to.deep.equal(before.screening?.when);
  });

  it('changes nothing else, and other corrections change nothing at all', () => {
    const { revision: _, recordedAt: __, ...before } = stateAfter(...story);
    const { revision: ___, recordedAt: ____, ...after } = stateAfter(...story, correct('SubmissionReceived'));
    expect(after).to.deep.equal(before);
  });
});
