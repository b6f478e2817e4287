import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { coveredBy, type Selection } from '../../src/erasure/covered.ts';
import type { World } from '../handle/world.ts';
import { disclosureOf } from '../vault/disclosures.ts';
import { judged, officeOf, received } from './office.ts';

/** What a selection covers, by stream and name. */
async function covered(world: World, selection: Partial<Selection>): Promise<readonly string[]> {
  const { streams } = await coveredBy(world, { submissions: [], people: [], digests: [], ...selection });
  const names: string[] = [];
  for (const { stream, digests } of streams)
    for (const found of (await world.vault.open(digests)).values())
      if (found.state === 'opened') {
        const { name } = decodeDisclosure(found.disclosure.disclosure);
        names.push(`${stream.split('-')[0]} ${name.split('.')[0]}`);
      }
  return [...new Set(names)].sort();
}

describe('what an erasure covers', () => {
  it('of a submission is every sealed field of its stream', async () => {
    const world = await officeOf();
    await judged(world);
    expect(await covered(world, { submissions: [world.submission] })).to.deep.equal([
      'submission fields',
      'submission interest',
      'submission judgment',
      'submission links',
      'submission reasons',
    ]);
  });

  it('of a person is what they wrote and what is about them, in every stream', async () => {
    const world = await officeOf();
    await judged(world);
    expect(await covered(world, { people: [world.id('ana')] })).to.deep.equal([
      'directory name',
      'directory secret',
      'submission interest',
      'submission judgment',
      'submission links',
      'submission reasons',
    ]);
  });

  it('of a registrar is not the name, nor the secret, of those whom they registered', async () => {
    const world = await officeOf();
    await received(world);
    const { streams } = await coveredBy(world, {
      submissions: [],
      people: [world.id('reg')],
      digests: [],
    });
    const digests = new Set(streams.flatMap((each) => each.digests));
    for await (const digest of world.vault.bySubject(world.id('ana')))
      expect(digests.has(digest)).to.equal(false);
  });

  it('leaves out a text whose event is not on record yet', async () => {
    const world = await officeOf();
    await received(world);
    const before = await covered(world, { people: [world.id('sub')] });
    const stray = disclosureOf('Unsaid', {
      author: world.id('sub'),
      stream: `submission-${world.submission}`,
    });
    await world.vault.put([stray]);
    expect(await covered(world, { people: [world.id('sub')] })).to.deep.equal(before);
  });
});
