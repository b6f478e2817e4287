import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FrameworkDefinition } from '../../events/framework.ts';
import { frameworkHash } from '../../events/framework-hash.ts';
import { requireConsistent } from '../../src/decider/framework/consistency.ts';
import { requireRoom } from '../../src/decider/framework/size.ts';
import { shippedFramework, shippedVersions } from '../../src/frameworks/shipped.ts';

const keys = (definition: FrameworkDefinition, kind: string): readonly string[] =>
  definition.criteria.filter((each) => each.kind === kind).map(({ criterion }) => criterion);

describe('the framework that ships', () => {
  for (const version of shippedVersions) {
    const framework = shippedFramework(version);

    it(`is whole, consistent and small enough to publish (version ${version})`, () => {
      expect(framework.version).to.equal(version);
      expect(framework.key).to.equal('sample-national-security');
      requireConsistent('propose-framework', framework);
      requireRoom(framework);
    });

    it(`says in its title and notice that it is a sample and nobody’s official text (version ${version})`, () => {
      expect(framework.title).to.match(/^Sample .*\(not an official text\)$/);
      expect(framework.notice).to.match(/^This is a sample\..* No government, company or other body/);
    });

    it(`holds the bright lines, values, teams and uses that the first reviews are about (version ${version})`, () => {
      expect(keys(framework, 'prohibition')).to.deep.equal([
        'no-harm-to-people',
        'no-destruction-of-property',
        'no-weapons-development',
      ]);
      expect(keys(framework, 'value')).to.deep.equal([
        'freedom',
        'fairness',
        'human-rights',
        'safety',
        'accountability',
      ]);
      expect(keys(framework, 'requirement')).to.include.members([
        'human-oversight',
        'testing-before-use',
        'named-owner',
      ]);
      expect(framework.rules).to.deep.equal({
        minSeats: 3,
        threshold: { num: 2, den: 3 },
        overrule: { num: 2, den: 3 },
        requiredTeams: ['product-policy', 'national-security'],
        adoptionDays: 5,
      });
      expect(framework.useCategories.map(({ key }) => key)).to.deep.equal([
        'cyber-defence',
        'administration',
        'scientific-research',
        'logistics',
        'translation-and-summarisation',
        'civilian-harm-mitigation',
      ]);
    });

    it(`gives each kind of criterion a scale of its own (version ${version})`, () => {
      const scalesOf = (kind: string) => [
        ...new Set(framework.criteria.filter((each) => each.kind === kind).map(({ scale }) => scale)),
      ];
      const scales = ['prohibition', 'requirement', 'value'].map(scalesOf);
      expect(scales).to.deep.equal([['bright-line'], ['requirement'], ['value']]);
    });
  }

  it('keeps its versions as they were shipped: ledgers hold them by these hashes', () => {
    expect(shippedVersions.map((version) => frameworkHash(shippedFramework(version)))).to.deep.equal([
      '4f6b5f77c0403b1051b2b8d94c024b188fb43e9b31c7307138517e27eaba07ec',
      '034fcd0bf901f60c42758444e5d6ac84df9f426a75828eb07074610776739acc',
    ]);
  });
});
