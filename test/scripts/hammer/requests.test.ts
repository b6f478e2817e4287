import { expect } from 'chai';
import { describe, it } from 'mocha';
import { hammerRequests, type RequestsRound } from '../../../scripts/hammer/requests-hammer.ts';

describe('bad requests', () => {
  it('never end in a fault of the server, and change nothing but what its answers say', async function () {
    this.timeout(120_000);
    const rounds: RequestsRound[] = [];
    const findings = await hammerRequests({
      seed: 1,
      requests: 600,
      onRound: (round) => void rounds.push(round),
    });
    expect(findings).to.deep.equal([]);
    // What is sent is refused in many ways: a hammer that only ever met one of them would prove little.
    expect(Object.keys(rounds[0]?.answers ?? {})).to.include.members([
      '400',
      '401',
      '403',
      '404',
      '415',
      '421',
    ]);
  });
});
