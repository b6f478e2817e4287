import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FrameworkState, FrameworkVersion } from '../../../projections/framework-versions.ts';
import { frameworks, versionOne } from '../framework.ts';
import { act, givenIn, Stream } from '../given.ts';
import { convened, judged, noInterest, received, screened } from '../reviews.ts';

const contacted = act('sub', 'revise-submission', { fields: { contact: 'routes@example.org' } });

describe('a framework version published in mid-review', () => {
  /** As version 1, but that it asks for a colour, finds the contact material and names its criteria anew. */
  const versionTwo: FrameworkVersion = {
    ...versionOne,
    version: 2,
    hash: 'b'.repeat(64),
    ref: `tests@2#${'b'.repeat(64)}`,
    terms: {
      ...versionOne.terms,
      fields: [
        ...versionOne.terms.fields,
        { field: 'colour', label: 'Colour', audience: 'public', required: true },
      ],
      materialFields: ['purpose', 'contact'],
    },
    criteria: versionOne.criteria.map((each) => ({ ...each, criterion: `new-${each.criterion}` })),
  };
  const both: FrameworkState = { ...frameworks, versions: [versionOne, versionTwo] };
  const panel = ['ana', 'ben', 'cem', 'dua'] as const;
  const underOne = () => {
    const stream = new Stream();
    for (const step of [received(), screened(), convened(...panel), ...panel.map(noInterest)])
      stream.record(step);
    const later = new Stream({ frameworks: both });
    later.events.push(...stream.events);
    later.state = stream.state;
    return later;
  };

  it('changes nothing for the fields, their materiality, or what is required', () => {
    const { decided } = underOne().ask(contacted);
    expect(decided.framework).to.equal(versionOne.ref);
    expect(decided.events.map(({ type }) => type)).to.deep.equal(['SubmissionRevised']);
    expect(decided.events[0].data).to.have.property('material', false);
    const ask = () => underOne().ask(act('sub', 'revise-submission', { fields: { colour: 'red' } }));
    expect(ask).to.throw('is no field of the framework; tests@1 asks for title, purpose, contact');
  });

  it('changes nothing for what is judged and by which rules it is decided', () => {
    const stream = underOne();
    for (const name of panel) stream.record(judged(name));
    stream.record(act('cha', 'propose-decision', { outcome: 'approved' }));
    stream.record(
      act('cha', 'issue-decision', {
        outcome: 'approved',
        reasons: { facts: 'As submitted', why: 'As judged' },
        expires: '2027-01-05T00:00:00.000Z',
      }),
    );
    expect(stream.last('DecisionIssued').data.evaluation.rules).to.equal(versionOne.ref);
    expect(stream.state.outcome).to.equal('approved');
  });

  it('holds for what is not yet before a panel', () =>
    givenIn({ frameworks: both }, received({ fields: { title: 'a', purpose: 'b', colour: 'c' } }))
      .when(contacted)
      .emits({
        type: 'SubmissionRevised',
        data: {
          version: 2,
          changed: ['contact'],
          material: true,
          fields: {
            title: { audience: 'participants', value: 'a' },
            purpose: { audience: 'participants', value: 'b' },
            colour: { audience: 'public', value: 'c' },
            contact: { audience: 'auditors', value: 'routes@example.org' },
          },
        },
      }));
});
