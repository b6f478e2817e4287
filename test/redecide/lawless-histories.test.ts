import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Redecision } from '../../src/redecide/redecision.ts';
import { historyOf, sizes } from '../histories.ts';

describe('re-decision of histories that no rule was asked of', () => {
  it('goes through each to its end, and finds what is wrong in them', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(sizes({ submissions: 4, acts: 60 }), (size) => {
        const { events } = historyOf(size);
        const redecision = new Redecision();
        for (const [index, event] of events.entries()) redecision.add(index, event);
        const report = redecision.finish();
        expect(report.events).to.equal(events.length);
        expect(report.findingsCount).to.be.greaterThan(0);
        const issued = events.filter(({ type }) => type === 'DecisionIssued').length;
        const { agree, differ, imported } = report.decisions;
        expect(agree + differ + imported.agree + imported.differ).to.equal(issued);
      }),
      { numRuns: 40 },
    );
  });
});
