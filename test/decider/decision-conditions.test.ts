import { expect } from 'chai';
import { describe, it } from 'mocha';
import { carried, conditionWanted, issue, opened, withConditions } from './decisions.ts';
import { act, given, Stream } from './given.ts';
import { aliasOf, idOf } from './people.ts';
import { judged, underReview } from './reviews.ts';

const recorded = { owner: aliasOf('own'), verifier: aliasOf('ver') };

describe('conditions of a decision', () => {
  const qualified = [...carried.slice(0, -1), judged('dua', {}, { oversight: 'meets-if' })];

  it('are recorded with their people as pseudonyms and their texts apart', () => {
    const stream = new Stream().play([...qualified, withConditions(conditionWanted())]);
    const { conditions, texts, outcome } = stream.last('DecisionIssued').data;
    expect(outcome).to.equal('approved-with-conditions');
    expect(conditions).to.deep.equal([
      {
        condition: 'report',
        kind: 'after',
        ...recorded,
        due: '2026-03-31T17:00:00.000Z',
        criteria: ['oversight'],
      },
    ]);
    expect(texts).to.deep.equal({ report: 'Report on oversight.' });
  });

  it('are needed for each qualified finding', () => {
    given(...qualified)
      .when(issue())
      .refuses('outcome-not-allowed', { failing: ['unqualified'] });
    given(...qualified)
      .when(withConditions(conditionWanted({ criteria: ['fairness'] })))
      .refuses('outcome-not-allowed', { failing: ['conditions-cover'] });
  });

  it('are verified by somebody who can: not by the fenced, nor by an administrator', () => {
    const recused = act('ana', 'recuse-reviewer', { seat: 'ana', kind: 'self' });
    given(...qualified, recused)
      .when(withConditions(conditionWanted({ verifier: idOf('ana') })))
      .refuses('fenced', { command: 'issue-decision' });
    given(...qualified)
      .when(withConditions(conditionWanted({ verifier: idOf('adm') })))
      .refuses('separation-of-duties', { rule: 'SOD-9' });
  });

  it('are verified by somebody else than owner and submitter', () => {
    const refused = { rule: 'SOD-2', command: 'issue-decision' };
    given(...qualified)
      .when(withConditions(conditionWanted({ verifier: idOf('own') })))
      .refuses('separation-of-duties', refused);
    given(...qualified)
      .when(withConditions(conditionWanted({ verifier: idOf('sub') })))
      .refuses('separation-of-duties', refused);
    given(...qualified)
      .when(withConditions(conditionWanted({ owner: idOf('sub') })))
      .emitsTypes(...opened(4), 'DecisionIssued');
  });

  it('have ids of their own, known criteria, known people, a due date and a text', () => {
    const refuses = (
      changes: Partial<ReturnType<typeof conditionWanted>>,
      code: 'invalid-command' | 'unknown-reference',
      facts: object,
    ) =>
      given(...qualified)
        .when(withConditions(conditionWanted(changes)))
        .refuses(code, { ...facts });
    refuses({ criteria: ['oversight', 'beauty'] }, 'unknown-reference', {
      field: 'conditions.report.criteria',
      id: 'beauty',
    });
    refuses({ owner: idOf('nobody') }, 'unknown-reference', {
      field: 'conditions.report.owner',
      id: idOf('nobody'),
    });
    refuses({ verifier: idOf('nobody') }, 'unknown-reference', { field: 'conditions.report.verifier' });
    const { due: _due, ...timeless } = conditionWanted();
    const { text: _text, ...textless } = conditionWanted();
    given(...qualified)
      .when(withConditions(timeless))
      .refuses('invalid-command', { field: 'conditions.report.due' });
    given(...qualified)
      .when(withConditions({ ...timeless, kind: 'before' }))
      .refuses('invalid-command', { field: 'conditions.report.due' });
    given(...qualified)
      .when(withConditions({ ...timeless, kind: 'continuing' }))
      .emitsTypes(...opened(4), 'DecisionIssued');
    given(...qualified)
      .when(withConditions(textless))
      .refuses('invalid-command', { field: 'conditions.report.text' });
    given(...qualified)
      .when(withConditions(conditionWanted(), conditionWanted()))
      .refuses('invalid-command', { field: 'conditions', rule: 'report stands there twice; ids differ' });
  });

  it('go with approved-with-conditions, and with nothing else', () => {
    given(...carried)
      .when(issue({ conditions: [conditionWanted()] }))
      .refuses('invalid-command', {
        field: 'conditions',
        rule: 'approved has none; approved-with-conditions has',
      });
    given(...carried)
      .when(issue({ outcome: 'approved-with-conditions' }))
      .refuses('invalid-command', { field: 'conditions', rule: 'at least one, or the outcome is approved' });
    given(...underReview())
      .when(act('sec', 'propose-decision', { outcome: 'declined', conditions: [conditionWanted()] }))
      .refuses('invalid-command', { command: 'propose-decision', field: 'conditions' });
  });
});
