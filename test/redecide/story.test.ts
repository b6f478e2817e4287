import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { redecided } from './redecided.ts';
import { story } from './story.ts';

describe('re-decision of one whole case', () => {
  it('agrees with every act and decision, the system’s own among them', async () => {
    const { log } = await story();
    const types = new Set(log.map(({ body }) => decode(body).type));
    for (const type of [
      'ConcernOverruled',
      'JudgmentsMarkedStale',
      'ActRefused',
      'DecisionExpired',
      'DecisionSuspended',
    ])
      expect([...types]).to.include(type);
    const report = redecided(log);
    expect(report.findings).to.deep.equal([]);
    expect(report.decisions).to.deep.equal({ agree: 2, differ: 0, imported: { agree: 0, differ: 0 } });
    expect(report.acts.doubts).to.deep.equal({ sealed: 1, refusal: 1 });
  });
});
