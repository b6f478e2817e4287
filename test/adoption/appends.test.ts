import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { type AdoptedAppend, appendsOf, type Entry } from '../../src/adoption/appends.ts';
import { setting } from '../histories/setting.ts';
import { Recorder } from '../recorded.ts';
import { refused } from '../vault/refusals.ts';

const recordings = setting(new Recorder());
const bodies = recordings.flatMap(({ bytes }) => bytes.map(({ body }) => body));

async function* entriesOf(texts: readonly string[]): AsyncGenerator<Entry> {
  for (const [index, body] of texts.entries()) yield { index, body, event: decode(body) };
}

async function parted(texts: readonly string[]): Promise<AdoptedAppend[]> {
  const appends: AdoptedAppend[] = [];
  for await (const append of appendsOf(entriesOf(texts))) appends.push(append);
  return appends;
}

describe('the appends of a log', () => {
  it('are found again by the ids of their events', async () => {
    const appends = await parted(bodies);
    expect(appends.map(({ stream, entries }) => [stream, entries.length])).to.deep.equal(
      recordings.map(({ stream, bytes }) => [stream, bytes.length]),
    );
    expect(appends.map(({ expected }) => expected)).to.deep.equal(
      recordings.map(({ after }) => (after < 0 ? 'absent' : { at: after })),
    );
  });

  it('refuse an entry whose place in its append was left out before it', async () => {
    const first = recordings.findIndex(({ bytes }) => bytes.length > 1);
    const before = recordings.slice(0, first).flatMap(({ bytes }) => bytes.map(({ body }) => body));
    const rest = recordings[first]?.bytes.slice(1).map(({ body }) => body) ?? [];
    expect(rest).not.to.be.empty;
    const error = await refused(parted([...before, ...rest]), 'integrity-violation');
    expect(error.message).to.include(`entry ${before.length}`);
  });
});
