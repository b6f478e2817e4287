import { expect } from 'chai';
import { describe, it } from 'mocha';
import { SharedRead } from '../../src/handle/shared-read.ts';

describe('a shared read', () => {
  it('begins after it was asked for, is one for all who ask before that, and never overlaps another', async () => {
    let reads = 0;
    let atOnce = 0;
    let finish: () => void = () => {};
    const shared = new SharedRead(async () => {
      reads += 1;
      atOnce += 1;
      expect(atOnce).to.equal(1);
      const number = reads;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      atOnce -= 1;
      return number;
    });
    const begun = async (count: number): Promise<void> => {
      while (reads < count) await new Promise(setImmediate);
    };
    const first = [shared.now(), shared.now()];
    expect(reads).to.equal(0);
    await begun(1);
    const second = [shared.now(), shared.now()];
    await new Promise(setImmediate);
    expect(reads).to.equal(1);
    finish();
    expect(await Promise.all(first)).to.deep.equal([1, 1]);
    await begun(2);
    finish();
    expect(await Promise.all(second)).to.deep.equal([2, 2]);
  });

  it('is read again after one that failed', async () => {
    let reads = 0;
    const shared = new SharedRead(() => {
      reads += 1;
      return reads === 1 ? Promise.reject(new Error('no')) : Promise.resolve(reads);
    });
    expect(await shared.now().catch((error: Error) => error.message)).to.equal('no');
    expect(await shared.now()).to.equal(2);
  });
});
