import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { digestsOf } from '../../events/reveal.ts';
import { erasureStream } from '../../events/stream.ts';
import { account } from '../../src/backup/account.ts';
import { World } from '../handle/world.ts';
import { appendAll, Recorder } from '../recorded.ts';

describe('the account of a restored log', () => {
  async function digestsIn({ store }: World): Promise<readonly string[]> {
    const digests: string[] = [];
    for await (const { body } of store.readAll())
      digests.push(...digestsOf(decode(body)).map(({ digest }) => digest));
    return digests;
  }

  it('opens every digest', async () => {
    const world = await World.open();
    const { length } = await digestsIn(world);
    expect(await account(world)).to.deep.include({
      opened: length,
      erased: 0,
      erasedUnrecorded: 0,
      lost: 0,
      erasedAgain: 0,
    });
  });

  it('erases again what came back though the log records it as erased, and names what is erased without a record', async () => {
    const world = await World.open();
    const [back = '', unrecorded = '', ...others] = await digestsIn(world);
    const proposal = randomUUID();
    await appendAll(world.store, [
      new Recorder().record(erasureStream(randomUUID()), [
        { type: 'DisclosuresErased', data: { proposal, part: 1, of: 1, digests: [back] } },
      ]),
    ]);
    await world.vault.erase([unrecorded]);
    const expected = { opened: others.length, erased: 1, erasedUnrecorded: 1, lost: 0 };
    expect(await account(world)).to.deep.include({ ...expected, erasedAgain: 1 });
    expect((await world.vault.open([back])).get(back)?.state).to.equal('erased');
    expect(await account(world)).to.deep.include({ ...expected, erasedAgain: 0 });
  });
});
