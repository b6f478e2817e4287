import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FrameworkDefinition } from '../../events/framework.ts';
import { diffFrameworks } from '../../projections/framework-diff.ts';
import { definitionOf } from '../../projections/framework-versions.ts';
import { shippedFramework } from '../../src/frameworks/shipped.ts';
import { versionOne } from '../decider/framework.ts';

const before = definitionOf(versionOne);
const changed = (change: (definition: FrameworkDefinition) => Partial<FrameworkDefinition>) =>
  diffFrameworks(before, { ...before, ...change(before) });
const words = (changes: ReturnType<typeof diffFrameworks>) => changes.map((change) => change.words);

describe('the difference of two framework versions', () => {
  it('is empty between a version and itself, its number aside', () =>
    expect(diffFrameworks(before, { ...before, version: 2 })).to.deep.equal([]));

  it('says of the framework that ships what its second version changes', () => {
    const [first, second] = [shippedFramework(1), shippedFramework(2)];
    const textOf = ({ criteria }: FrameworkDefinition, key: string) =>
      criteria.find(({ criterion }) => criterion === key)?.text ?? '';
    expect(diffFrameworks(first, second)).to.deep.equal([
      {
        change: 'changed',
        part: 'criterion',
        key: 'no-weapons-development',
        aspect: 'text',
        before: textOf(first, 'no-weapons-development'),
        after: textOf(second, 'no-weapons-development'),
        words: 'criterion no-weapons-development: text is worded anew',
      },
      {
        change: 'added',
        part: 'criterion',
        key: 'stop-and-undo',
        aspect: null,
        before: null,
        after: textOf(second, 'stop-and-undo'),
        words: 'requirement stop-and-undo is added: A way to stop and undo',
      },
      {
        change: 'changed',
        part: 'field',
        key: 'safeguards',
        aspect: 'material',
        before: 'no',
        after: 'yes',
        words: 'field safeguards: material changes from “no” to “yes”',
      },
    ]);
  });

  it('names what was removed after what is there', () => {
    const changes = changed(({ criteria, fields }) => ({
      criteria: criteria.slice(1),
      fields: fields.slice(0, 2),
    }));
    expect(words(changes)).to.deep.equal([
      'prohibition no-harm is removed: No harm',
      'field contact is removed: Contact',
    ]);
    expect(changes.map(({ before: old, after }) => [old, after])).to.deep.equal([
      ['No harm to people.', null],
      ['Contact', null],
    ]);
  });

  it('shows each change of a field', () =>
    expect(
      words(
        changed(({ fields }) => ({
          fields: fields.map((field) =>
            field.field === 'contact'
              ? { field: 'contact', label: 'Who to ask', audience: 'panel', required: true }
              : field,
          ),
        })),
      ),
    ).to.deep.equal([
      'field contact: label changes from “Contact” to “Who to ask”',
      'field contact: audience changes from “auditors” to “panel”',
      'field contact: required changes from “no” to “yes”',
    ]));

  it('shows changed rules, choices, scales and recusing categories by their path', () =>
    expect(
      words(
        changed(({ rules, scales, teams }) => ({
          title: 'Tests, again',
          notice: 'Another notice',
          rules: {
            minSeats: 4,
            threshold: { num: 3, den: 4 },
            overrule: { num: 1, den: 1 },
            requiredTeams: [...rules.requiredTeams, 'legal'],
            adoptionDays: 7,
          },
          scales: scales.map((scale) =>
            scale.scale === 'line'
              ? {
                  ...scale,
                  label: 'Line',
                  findings: scale.findings.map((finding) =>
                    finding.finding === 'prohibited' ? { ...finding, value: -2 } : finding,
                  ),
                }
              : scale,
          ),
          teams: [...teams, { key: 'legal', label: 'Legal' }],
          tracks: [],
          recusing: ['financial', 'friendship'],
        })),
      ),
    ).to.deep.equal([
      'title: value changes from “Tests” to “Tests, again”',
      'notice: value changes from “A framework for tests” to “Another notice”',
      'scales.line: label changes from “Bright line” to “Line”',
      'scales.line.prohibited: value changes from “-1” to “-2”',
      'rules.minSeats: value changes from “3” to “4”',
      'rules.threshold: value changes from “2/3” to “3/4”',
      'rules.overrule: value changes from “2/3” to “1/1”',
      'rules.requiredTeams: value changes from “product-policy, national-security” to “product-policy, national-security, legal”',
      'rules.adoptionDays: value changes from “5” to “7”',
      'teams.legal is added: Legal',
      'interestCategories.friendship: recusing changes from “no” to “yes”',
      'tracks.standard is removed: Standard',
    ]));

  it('is the same read backwards, with added and removed, before and after, changed over', () => {
    const [first, second] = [shippedFramework(1), shippedFramework(2)];
    const turned = { added: 'removed', removed: 'added', changed: 'changed' } as const;
    const facts = ({ change, key, aspect, before: old, after }: ReturnType<typeof diffFrameworks>[number]) =>
      JSON.stringify([change, key, aspect, old, after]);
    const there = diffFrameworks(first, second).map((each) =>
      facts({ ...each, change: turned[each.change], before: each.after, after: each.before }),
    );
    const back = diffFrameworks(second, first).map(facts);
    expect(back).to.have.members(there);
  });
});
