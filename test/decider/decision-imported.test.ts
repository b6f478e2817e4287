import { expect } from 'chai';
import { describe, it } from 'mocha';
import { act, type Given, given, happened, Stream } from './given.ts';
import { factsOf } from './people.ts';
import { received, screened } from './reviews.ts';

describe('imported decisions', () => {
  const imported = { source: 'elsewhere', occurred: '2020-05-04' } as const;
  const history = (...acts: readonly Given[]) =>
    given({ ...received(), by: 'sub', imported }, { ...screened(), by: null, imported }, ...acts);
  const panel = act(
    null,
    'convene-panel',
    { seats: [{ seat: 'editor' }, { seat: 'reviewer-1' }] },
    { imported },
  );
  const approve = act(null, 'issue-decision', { outcome: 'approved' }, { imported });

  it('are evaluated all the same, and what the rules would have refused is noted', () => {
    history(panel).when(approve).broke('not-permitted', 'outcome-not-allowed');
    history(panel, approve).shows((state, stream) => {
      const { evaluation, effective } = stream.last('DecisionIssued').data;
      expect(evaluation.result.every(({ allowed }) => !allowed)).to.equal(true);
      expect(effective, 'when it happened').to.equal('2020-05-04T23:59:59.999Z');
      expect(state.outcome).to.equal('approved');
    });
  });

  it('may come without a panel, and without screening', () => {
    history().when(approve).broke('not-permitted', 'outcome-not-allowed', 'wrong-phase');
    given({ ...received(), imported })
      .when(approve)
      .broke('not-permitted', 'outcome-not-allowed', 'wrong-phase');
  });

  it('take effect when they are recorded where nobody knows when they were made', () => {
    const unknown = { source: 'elsewhere', occurred: 'unknown' } as const;
    const stream = new Stream().play([
      { ...received(), imported },
      act(null, 'issue-decision', { outcome: 'approved' }, { imported: unknown }),
    ]);
    const issued = stream.last('DecisionIssued');
    expect(issued.data.effective).to.equal(issued.recordedAt);
  });

  it('may be published before they are known, and proposed by somebody who may not', () => {
    history()
      .when(act(null, 'publish-decision', { reference: 'X-1' }, { imported }))
      .broke('not-found', 'not-permitted');
    history().shows((_, stream) =>
      expect(
        stream.ask(act(null, 'publish-decision', { reference: 'X-1' }, { imported })).decided.events,
      ).to.deep.equal([{ type: 'DecisionPublished', data: { withheld: [], reference: 'X-1' } }]),
    );
    history(panel)
      .when(act('ana', 'propose-decision', { outcome: 'approved' }, { imported }))
      .broke('not-permitted');
    expect(factsOf('ana').roles).to.deep.equal(['reviewer']);
  });

  it('need a framework to be evaluated by', () => {
    const none = {
      revision: 0,
      recordedAt: null,
      source: null,
      nativeSince: null,
      proposals: [],
      versions: [],
    };
    const stream = new Stream({ frameworks: none });
    stream.put({
      ...happened('sub', { type: 'SubmissionReceived', data: { framework: 'tests', fields: {} } }),
      imported,
    });
    expect(() => stream.ask(approve)).to.throw('no published version of the framework is tests');
  });
});
