import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { LedgerEvent } from '../../events/catalogue.ts';
import type { FrameworkDefinition } from '../../events/framework.ts';
import { frameworkHash } from '../../events/framework-hash.ts';
import { definitionOf } from '../../projections/framework-versions.ts';
import { versionOne } from './framework.ts';
import { at, type Desk, does, type OfficeAct } from './offices.ts';
import { idOf } from './people.ts';

const first = definitionOf(versionOne);
const second: FrameworkDefinition = { ...first, version: 2, title: 'Tests, second version' };
const hash = frameworkHash(first);
const archive = { imported: { source: 'archive' } };

const propose = (definition = first, by = 'ste'): OfficeAct =>
  does(by, 'propose-framework', { definition, summary: 'A beginning' });
/** Publishes what was proposed last. */
const publish =
  (definition = first, by = 'tom') =>
  (desk: Desk): OfficeAct =>
    does(by, 'publish-framework', { definition, proposal: desk.last('FrameworkProposed').id });
const retire = (version: number, by = 'ste'): OfficeAct =>
  does(by, 'retire-framework', { version, reason: 'Replaced' });
const imported = (definition = first): OfficeAct => does(null, 'publish-framework', { definition }, archive);

describe('proposing a framework version', () => {
  it('records the version, its hash, and what changes', () =>
    at({})
      .when(propose())
      .emits({
        type: 'FrameworkProposed',
        data: { version: 1, hash, criteria: 4, summary: 'A beginning' },
      }));

  it('is a steward’s', () =>
    at({})
      .when(propose(first, 'sec'))
      .refuses('not-permitted', { accepted: ['steward'] }));

  it('takes the key of its own stream and the next version', () => {
    at({})
      .when(propose({ ...first, key: 'others' }))
      .refuses('invalid-command', { field: 'definition.key' });
    at({})
      .when(propose(second))
      .refuses('invalid-command', { field: 'definition.version', rule: 'is 1, the next one' });
    at({}, propose(), publish())
      .when(propose({ ...first, title: 'Again' }))
      .refuses('already-exists', { what: 'framework version', id: 'tests@1' });
  });

  it('refuses a text that was proposed before, whoever proposed it', () =>
    at({}, propose()).when(propose(first, 'tom')).refuses('already-exists', { what: 'framework proposal' }));
});

describe('publishing a framework version', () => {
  it('appends the terms and each criterion in its order, exactly as proposed', () => {
    const { terms, criteria } = versionOne;
    at({}, propose())
      .when(publish())
      .emits(
        (desk) => ({
          type: 'FrameworkPublished',
          data: { version: 1, hash, proposal: desk.last('FrameworkProposed').id, criteria: 4, terms },
        }),
        ...criteria.map(
          (criterion, order): LedgerEvent => ({
            type: 'CriterionPublished',
            data: { version: 1, order, criterion },
          }),
        ),
      );
  });

  it('folds into the definition that was hashed', () =>
    at({}, propose(), publish()).shows(({ frameworks }) => {
      const [version] = frameworks.versions;
      expect(version && definitionOf(version)).to.deep.equal(first);
      expect(version?.ref).to.equal(`tests@1#${hash}`);
    }));

  it('is refused to its author (SOD-6)', () =>
    at({}, propose())
      .when(publish(first, 'ste'))
      .refuses('separation-of-duties', { rule: 'SOD-6', command: 'publish-framework' }));

  it('is open to who proposed another text', () => {
    const better = { ...first, title: 'Better tests' };
    at({}, propose(first, 'tom'), propose(better, 'ste')).when(publish(better, 'tom')).as('steward');
  });

  it('needs a proposal of this framework with the same hash', () => {
    at({}, propose())
      .when(does('tom', 'publish-framework', { definition: first }))
      .refuses('invalid-command', { field: 'proposal', rule: 'is required' });
    at({}, propose())
      .when(does('tom', 'publish-framework', { definition: first, proposal: idOf('none') }))
      .refuses('unknown-reference', { field: 'proposal', id: idOf('none') });
    const changed = { ...first, title: 'Slightly other' };
    at({}, propose())
      .when(publish(changed))
      .refuses('invalid-command', {
        field: 'definition',
        rule: `is not what was proposed: its hash is ${frameworkHash(changed)}, the proposal's is ${hash}`,
      });
  });

  it('happens once for a version', () =>
    at({}, propose(), publish()).when(publish()).refuses('already-exists', { what: 'framework version' }));

  it('is a steward’s or the registrar’s', () =>
    at({}, propose())
      .when(publish(first, 'sub'))
      .refuses('not-permitted', { accepted: ['steward', 'registrar'] }));
});

describe('importing a framework', () => {
  it('needs no proposal and may begin at any version', () => {
    at({}).when(imported(second)).broke('not-permitted');
    at({}, imported(second)).shows(({ frameworks }) => {
      expect(frameworks.source).to.equal('archive');
      expect(frameworks.versions.map(({ version }) => version)).to.deep.equal([2]);
    });
  });

  it('still checks that the parts fit', () =>
    at({})
      .when(imported({ ...first, scales: [] }))
      .refuses('invalid-command', { field: 'definition.criteria.0.scale' }));

  it('stops at the first act of somebody here, and at another source', () => {
    at({}, propose()).when(imported()).refuses('import-closed', { stream: 'framework-tests' });
    at({}, imported(), propose(second))
      .when(imported(second))
      .refuses('import-closed', { stream: 'framework-tests' });
    at({}, imported())
      .when({ ...imported(second), imported: { source: 'other' } })
      .refuses('import-closed', { stream: 'framework-tests' });
    at({}, imported()).when(imported(second)).broke('not-permitted');
  });
});

describe('retiring a framework version', () => {
  it('records why, and is not done twice', () => {
    at({}, propose(), publish())
      .when(retire(1))
      .emits({ type: 'FrameworkRetired', data: { version: 1, reason: 'Replaced' } });
    at({}, propose(), publish(), retire(1)).when(retire(1)).refuses('already-exists', { id: 'tests@1' });
  });

  it('is refused for a version that was never published', () =>
    at({}, propose()).when(retire(1)).refuses('unknown-reference', { field: 'version', id: '1' }));
});

describe('the parts of a framework', () => {
  const { scales, criteria, rules } = first;
  const [line, weighed] = scales;
  const [prohibition] = criteria;
  if (line === undefined || weighed === undefined || prohibition === undefined) throw new Error('fixture');
  const without = (effect: string) => ({
    ...line,
    findings: line.findings.filter((finding) => finding.effect !== effect),
  });
  const choice = { key: 'twice', label: 'Twice' };
  const field = { field: 'twice', label: 'Twice', audience: 'panel', required: false } as const;
  const wrong: Readonly<Record<string, [Partial<FrameworkDefinition>, string]>> = {
    'a scale twice': [{ scales: [line, weighed, line] }, 'scales.2'],
    'a finding twice': [
      { scales: [{ ...line, findings: [...line.findings, ...line.findings] }, weighed] },
      'scales.0.findings.4',
    ],
    'a criterion twice': [{ criteria: [...criteria, prohibition] }, 'criteria.4'],
    'a criterion on no scale of the framework': [
      { criteria: [{ ...prohibition, scale: 'other' }] },
      'criteria.0.scale',
    ],
    'a criterion whose scale cannot say that it is met': [
      { scales: [without('meets'), weighed] },
      'criteria.0.scale',
    ],
    'a prohibition whose scale cannot say that it is crossed': [
      { scales: [without('prohibits'), weighed] },
      'criteria.0.scale',
    ],
    'a team twice': [{ teams: [...first.teams, choice, choice] }, 'teams.3'],
    'a field twice': [{ fields: [field, field], materialFields: [] }, 'fields.1'],
    'a use category twice': [{ useCategories: [choice, choice] }, 'useCategories.1'],
    'a risk tier twice': [{ riskTiers: [choice, choice] }, 'riskTiers.1'],
    'a track twice': [{ tracks: [choice, choice] }, 'tracks.1'],
    'an interest category twice': [
      { interestCategories: [choice, choice], recusing: [] },
      'interestCategories.1',
    ],
    'a material field that is no field': [{ materialFields: ['purpose', 'colour'] }, 'materialFields.1'],
    'a material field twice': [{ materialFields: ['purpose', 'purpose'] }, 'materialFields.1'],
    'a recusing category that is none': [{ recusing: ['envy'] }, 'recusing.0'],
    'a required team that is none': [
      { rules: { ...rules, requiredTeams: ['marketing'] } },
      'rules.requiredTeams.0',
    ],
    'a prohibition that no team has to clear': [
      { rules: { ...rules, requiredTeams: [] } },
      'rules.requiredTeams',
    ],
    'a threshold above the whole': [
      { rules: { ...rules, threshold: { num: 4, den: 3 } } },
      'rules.threshold',
    ],
    'an overrule above the whole': [{ rules: { ...rules, overrule: { num: 4, den: 3 } } }, 'rules.overrule'],
  };
  for (const [what, [changes, part]] of Object.entries(wrong)) {
    it(`are refused with ${what}, by field`, () =>
      at({})
        .when(propose({ ...first, ...changes }))
        .refuses('invalid-command', { command: 'propose-framework', field: `definition.${part}` }));
  }

  it('may be few: a body that judges nothing has no scales, criteria or teams', () => {
    const few = { ...first, scales: [], criteria: [], teams: [], rules: { ...rules, requiredTeams: [] } };
    at({})
      .when(propose(few))
      .emits({
        type: 'FrameworkProposed',
        data: { version: 1, hash: frameworkHash(few), criteria: 0, summary: 'A beginning' },
      });
  });

  it('are refused when the terms do not fit one event, naming the largest part and the limit', () => {
    const fields = Array.from({ length: 150 }, (_, i) => ({
      field: `field-${i}`,
      label: 'ü'.repeat(200),
      audience: 'panel' as const,
      required: false,
    }));
    at({})
      .when(propose({ ...first, fields, materialFields: [] }))
      .refuses('too-large', { field: 'definition.fields', limit: 59_392 });
  });

  it('are refused when the criteria do not fit one append', () => {
    const many = Array.from({ length: 60 }, (_, i) => ({
      ...prohibition,
      criterion: `line-${i}`,
      text: '電'.repeat(8_000),
    }));
    at({})
      .when(propose({ ...first, criteria: many }))
      .refuses('too-large', { field: 'definition.criteria', limit: 1_048_576 });
  });
});
