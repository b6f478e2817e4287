import { expect } from 'chai';
import { describe, it } from 'mocha';
import { HttpRefusal } from '../../src/http/problem.ts';
import { Uploads } from '../../src/http/uploads.ts';

const staying = (): AbortSignal => new AbortController().signal;
const ofLength = (bytes: number) => async () => ({ bytes });
const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof HttpRefusal ? [error.code, error.facts] : error),
  );

describe('files that are brought', () => {
  it('are bounded for each person within an hour', async () => {
    let now = 1_000_000;
    const uploads = new Uploads({ now: () => now, bytesPerPerson: 100 });
    await uploads.taking('ana', staying(), ofLength(60), 90);
    now += 10_000;
    await uploads.taking('ana', staying(), ofLength(40), 90);
    expect(await refusal(uploads.taking('ana', staying(), ofLength(1), 90))).to.deep.equal([
      'too-many-requests',
      { retryAfterS: 3_590 },
    ]);
    expect(await refusal(uploads.taking('ben', staying(), ofLength(1), 90))).to.equal(null);
    now += 3_590_000;
    expect(await refusal(uploads.taking('ana', staying(), ofLength(1), 90))).to.equal(null);
  });

  it('count as the longest there may be while they come, and where they are refused', async () => {
    const uploads = new Uploads({ now: () => 0, bytesPerPerson: 100 });
    const coming = new Uploads({ now: () => 0, bytesPerPerson: 100 });
    void coming.taking('ana', staying(), () => new Promise<{ bytes: number }>(() => undefined), 100);
    expect(await refusal(coming.taking('ana', staying(), ofLength(1), 100))).to.deep.include.members([
      'too-many-requests',
    ]);
    const failing = uploads.taking('ana', staying(), () => Promise.reject(new Error('too large')), 100);
    expect(await refusal(failing)).to.be.instanceOf(Error);
    expect(await refusal(uploads.taking('ana', staying(), ofLength(1), 100))).to.deep.include.members([
      'too-many-requests',
    ]);
  });

  it('are bounded in how many come at a time; whoever goes makes room', async () => {
    const uploads = new Uploads({ now: () => 0, atATime: 1 });
    const first = new AbortController();
    void uploads.taking('ana', first.signal, never, 1);
    expect(await refusal(uploads.taking('ben', staying(), ofLength(1), 1))).to.deep.include.members([
      'too-many-requests',
    ]);
    first.abort();
    expect(await refusal(uploads.taking('ben', staying(), ofLength(1), 1))).to.equal(null);
    // One that has come makes room as well.
    expect(await refusal(uploads.taking('ben', staying(), ofLength(1), 1))).to.equal(null);
  });

  it('leave room for others, however many one person brings', async () => {
    const uploads = new Uploads({ now: () => 0 });
    for (let i = 0; i < 2; i += 1) void uploads.taking('ana', staying(), never, 1);
    expect(await refusal(uploads.taking('ana', staying(), ofLength(1), 1))).to.deep.include.members([
      'too-many-requests',
    ]);
    expect(await refusal(uploads.taking('ben', staying(), ofLength(1), 1))).to.equal(null);
  });
});

const never = () => new Promise<{ bytes: number }>(() => undefined);
